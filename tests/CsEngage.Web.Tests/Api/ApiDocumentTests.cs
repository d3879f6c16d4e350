using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Health;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Api.Reference;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Api;

/// <summary>What is documented is what holds: every call is there, every example is taken, and what comes back is as it says.</summary>
public sealed partial class ApiDocumentTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    const string Card = """
        {"key":"adoption","title":{"en":"Adoption"},"scope":"account","coverage_minimum":0.5,"bands":{"yellow":40,"green":70},"hysteresis":{"points":2,"closings":2},
         "groups":[{"key":"use","title":{"en":"Use"},"weight":1,"measures":[
           {"key":"visits","title":{"en":"Visits in 7 days"},"figure":"count \"portal.visited\" in 7 days","unit":"count","weight":1,"direction":"higher-is-better","map":{"linear":{"zero_at":0,"full_at":10}}}]}]}
        """;

    const string Topic = """{"key":"onboarding","title":{"en":"Onboarding"},"basis":"contract","channels":["mail"],"order":1}""";

    const string Journey = """
        {"key":"onboarding","title":{"en":"Onboarding"},"participant":"account","stages":[{"key":"start","title":{"en":"Start"},"checkpoints":[
          {"key":"in","title":{"en":"In"},"evidence":"count \"contact.signed-in\" >= 100","opens":{"at":"start"}}]}]}
        """;

    ApiDocument Document => house.Services.GetRequiredService<ApiDocument>();

    [Fact]
    public void Every_address_of_the_API_is_in_the_document()
    {
        var mapped = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal)).Distinct().Order();
        JsonNode.Parse(Document.Json)!["paths"]!.AsObject().Select(path => path.Key).Order().ShouldBe(mapped);
    }

    [Fact]
    public void The_document_refers_only_to_what_is_in_it()
    {
        var root = JsonNode.Parse(Document.Json)!;
        root["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        var known = root["components"]!["schemas"]!.AsObject().Select(schema => "#/components/schemas/" + schema.Key).ToHashSet();
        Reference().Matches(Document.Json).Select(match => match.Groups["to"].Value).Distinct().ShouldBeSubsetOf(known);
        var ids = Document.Calls.Select(call => call.Anchor).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
    }

    [Fact]
    public async Task Every_example_is_taken_by_the_API_and_answered_as_documented()
    {
        var client = await house.With("accounts:read", "accounts:write", "contacts:write", "signals:write", "journeys:write", "touches:write");
        foreach (var (kind, key, json) in new[] { ("topic", "onboarding", Topic), ("journey", "onboarding", Journey) })
            await house.Services.GetRequiredService<DefinitionShelf>().Put(kind, key, LocalizedText.Of("Onboarding"), json, "test", DateTimeOffset.UtcNow);
        await house.Services.GetRequiredService<DefinitionShelf>().Put("scorecard", "adoption", LocalizedText.Of("Adoption"), Card, "test", DateTimeOffset.UtcNow);
        // As the story goes: accounts before their people, people before what they did, and the end of a membership last.
        foreach (var call in Document.Calls.OrderBy(Order)) await Try(client, call);
    }

    async Task Try(HttpClient client, MappedCall call)
    {
        if (call.Path.EndsWith("/health", StringComparison.Ordinal)) await Score("northwind");
        if (call.Path.EndsWith("/invite", StringComparison.Ordinal)) await Open("northwind");
        var address = call.Places.Aggregate(call.Path, (path, place) => path.Replace($"{{{place}}}", call.Example(place), StringComparison.Ordinal));
        var query = string.Join('&', call.Call.Query.Where(parameter => parameter is { Example.Length: > 0 }).Select(parameter => $"{parameter.Name}={parameter.Example}"));
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), query.Length > 0 ? $"{address}?{query}" : address);
        if (ApiDocument.Example(call.Call.Sent, DateTimeOffset.UtcNow) is { } sent) request.Content = new StringContent(sent.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        call.Call.Good.ShouldContain((int)answer.StatusCode, $"{call.Method} {call.Path}: {text}");
        if (call.Call.Answer is not { } type) return;

        var schema = SchemaShelf.Of(type, isPartial: false);
        Faults(schema, JsonNode.Parse(text), "").ShouldBeEmpty($"{call.Method} {call.Path} answered {text}");
        Faults(schema, JsonNode.Parse(call.Call.Got!), "").ShouldBeEmpty($"The example of {call.Method} {call.Path}");
    }

    async Task Score(string account)
    {
        var id = (await house.Services.GetRequiredService<AccountBook>().FindByExternalId(account))!.Value.Id;
        await house.Services.GetRequiredService<ScoreBoard>().Score(id, DateTimeOffset.UtcNow);
    }

    async Task Open(string account)
    {
        var id = (await house.Services.GetRequiredService<AccountBook>().FindByExternalId(account))!.Value.Id;
        await house.Services.GetRequiredService<PortalBook>().Put(new Store.Content.Portal(Guid.CreateVersion7(), id, account, "Northwind", true, "plain", 1, "{}", null, "verified", [], [], DateTimeOffset.UtcNow));
    }

    static int Order(MappedCall call) => (call.Method, call.Path) switch
    {
        ("DELETE", _) => 9,
        ("PUT", "/api/v1/accounts/{id}") => 0,
        ("PUT", _) => 1,
        ("POST", _) => 2,
        _ => 3,
    };

    [Fact]
    public async Task The_fields_of_a_body_are_those_that_the_API_reads()
    {
        var client = await house.With("accounts:write", "contacts:write");
        await client.Put("/api/v1/accounts/northwind", new { name = "Northwind" });
        foreach (var call in Document.Calls.Where(call => call.Call.IsPartial))
        {
            var address = call.Places.Aggregate(call.Path, (path, place) => path.Replace($"{{{place}}}", place == "account" ? "northwind" : "nobody-yet", StringComparison.Ordinal));
            using var answer = await client.PutAsJsonAsync(address, new { colour = "red" });
            var detail = (await answer.Json()).GetProperty("errors").EnumerateArray().First(error => error.GetProperty("field").GetString() == "colour").GetProperty("detail").GetString()!;
            var documented = SchemaShelf.Of(call.Call.Body!, isPartial: true)["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal);
            detail.ShouldBe("is not a field of this call; its fields are " + string.Join(", ", documented), call.Path);
        }
    }

    [Fact]
    public async Task A_parameter_that_nobody_knows_is_named_with_those_that_there_are()
    {
        var client = await house.With("accounts:read");
        using var answer = await client.GetAsync("/api/v1/accounts?colour=red&limit=5");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Json();
        problem.GetProperty("code").GetString().ShouldBe("parameters-wrong");
        var error = problem.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("field").GetString().ShouldBe("colour");
        error.GetProperty("detail").GetString()!.ShouldContain("after, csm, lifecycle, limit, tier");
        (await (await client.GetAsync("/api/v1/accounts/northwind?fields=name")).Json()).GetProperty("code").GetString().ShouldBe("parameters-wrong");
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=many")]
    [InlineData("after=nonsense")]
    [InlineData("lifecycle=asleep")]
    public async Task A_parameter_that_cannot_be_read_says_what_would_be_right(string query)
    {
        var client = await house.With("accounts:read");
        using var answer = await client.GetAsync("/api/v1/accounts?" + query);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Json()).GetProperty("errors")[0].GetProperty("detail").GetString()!.ShouldStartWith("must be");
    }

    [Fact]
    public void Every_code_of_a_no_is_explained()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        var used = Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "CsEngage.Web", "Api"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => (Code: match.Groups["code"].Value, Status: int.Parse(match.Groups["status"].Value)))).Distinct().ToList();
        used.Count.ShouldBeGreaterThan(10);
        foreach (var (code, status) in used) ApiCodes.All.ShouldContain(known => known.Code == code && known.Status == status, code);
        ApiCodes.All.Select(code => code.Code).Except(used.Select(one => one.Code)).ShouldBeEmpty("These are explained and never said.");
        Document.Calls.SelectMany(call => call.Call.Nos).Except(ApiCodes.All.Select(code => code.Code)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_call_names_the_headers_that_it_takes_in_the_document_and_on_the_page()
    {
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await house.CreateClient().GetStringAsync("/docs/api"));
        var paths = JsonNode.Parse(Document.Json)!["paths"]!;
        Document.Calls.Count(call => call.Call.TakesKey).ShouldBe(2);
        foreach (var call in Document.Calls)
        {
            var named = paths[call.Path]![call.Method.ToLowerInvariant()]!["parameters"]!.AsArray().Where(one => (string?)one!["in"] == "header").Select(one => (string)one!["name"]!).ToList();
            named.Contains("Idempotency-Key").ShouldBe(call.Call.TakesKey, call.Path);
            foreach (var name in named) page.GetElementById(call.Anchor)!.TextContent.ShouldContain(name);
        }
    }

    [Theory]
    [InlineData("en", "When it says no")]
    [InlineData("ja", "エラーの応答")]
    public async Task The_page_shows_every_call_in_a_frame_of_the_readers_language(string locale, string heading)
    {
        var client = house.CreateClient();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(locale);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await client.GetStringAsync("/docs/api"));
        page.QuerySelectorAll("h2").Select(title => title.TextContent).ShouldContain(heading);
        foreach (var call in Document.Calls) page.GetElementById(call.Anchor).ShouldNotBeNull(call.Path);
        // Each link within the page leads somewhere.
        page.QuerySelectorAll("a[href^='#']").Select(link => link.GetAttribute("href")![1..]).Where(id => page.GetElementById(id) is null).ShouldBeEmpty();
    }

    static IEnumerable<string> Faults(JsonNode? schema, JsonNode? value, string at)
    {
        if (schema is not JsonObject rules) yield break;
        if (rules["type"] is { } type)
        {
            var allowed = type is JsonArray several ? several.Select(one => one!.GetValue<string>()).ToArray() : [type.GetValue<string>()];
            var kind = value?.GetValueKind() switch { null or JsonValueKind.Null => "null", JsonValueKind.Object => "object", JsonValueKind.Array => "array", JsonValueKind.String => "string", JsonValueKind.Number => "number", _ => "boolean" };
            if (!allowed.Contains(kind) && !(kind == "number" && allowed.Contains("integer"))) yield return $"{at} is {kind}, not {string.Join(" or ", allowed)}";
        }
        if (rules["enum"] is JsonArray choices && choices.All(choice => choice?.ToJsonString() != value?.ToJsonString())) yield return $"{at} is {value}, not one of {choices.ToJsonString()}";
        if (value is JsonObject map)
        {
            foreach (var name in rules["required"] as JsonArray ?? []) if (map[name!.GetValue<string>()] is null) yield return $"{at}.{name} is missing";
            foreach (var (name, child) in map)
            {
                if (rules["properties"] is JsonObject properties && !properties.ContainsKey(name)) yield return $"{at}.{name} is not documented";
                foreach (var fault in Faults(rules["properties"]?[name] ?? rules["additionalProperties"], child, $"{at}.{name}")) yield return fault;
            }
        }
        if (value is JsonArray list)
            foreach (var child in list)
                foreach (var fault in Faults(rules["items"], child, at + "[]")) yield return fault;
    }

    [GeneratedRegex(@"""\$ref"": ""(?<to>[^""]+)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"(new ApiProblem|ApiProblem\.Of|ApiProblem NotFound\(string what\) => new|ApiProblem Changed\(\) => new)\((?<status>\d{3}), ""(?<code>[a-z-]+)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Code();
}
