using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CsEngage.Web.Api.Reference;

/// <summary>One mapped call with its address.</summary>
public sealed record MappedCall(string Method, string Path, string Group, ApiCall Call)
{
    /// <summary>Where it stands on the page.</summary>
    public string Anchor => Method.ToLowerInvariant() + string.Concat(Path["/api/v1".Length..].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).TrimEnd('-');

    public IEnumerable<string> Places => Path.Split('/').Where(part => part is ['{', ..]).Select(part => part.Trim('{', '}'));

    public string Example(string place) => Call.At.GetValueOrDefault(place, "…");

    public static string Says(string place) => place == "account" ? "Your own id of the account." : "Your own id.";
}

/// <summary>The API's document, OpenAPI 3.1, from the calls as they are mapped: what is not mapped cannot be documented, and what is mapped is.</summary>
public sealed class ApiDocument
{
    static readonly JsonSerializerOptions Written = new(ApiJson.Options) { WriteIndented = true };
    readonly Lazy<ImmutableArray<MappedCall>> calls;
    readonly Lazy<string> json;

    public ApiDocument(EndpointDataSource endpoints, TimeProvider clock)
    {
        calls = new(() => [.. Mapped(endpoints)]);
        json = new(() => Document(clock.GetUtcNow()).ToJsonString(Written));
    }

    public ImmutableArray<MappedCall> Calls => calls.Value;

    public string Json => json.Value;

    static IEnumerable<MappedCall> Mapped(EndpointDataSource endpoints) =>
        // Endpoints within groups come before those without, however they were mapped: the order is ours.
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let call = endpoint.Metadata.GetMetadata<ApiCall>()
        where call is not null
        from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
        let mapped = new MappedCall(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.ITagsMetadata>()!.Tags[0], call)
        orderby Array.IndexOf(Groups, mapped.Group)
        select mapped;

    static readonly string[] Groups = ["Signals", "Accounts", "Contacts", "Contracts", "Health", "Engagement", "Timeline", "Journeys", "Touches"];

    /// <summary>An example with its time filled in, so that it can be sent as it stands.</summary>
    public static JsonNode? Example(string? json, DateTimeOffset now) =>
        json is null ? null : JsonNode.Parse(json.Replace("{now}", now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal));

    JsonObject Document(DateTimeOffset now)
    {
        var (paths, schemas) = (new JsonObject(), new SchemaShelf());
        foreach (var path in Calls.GroupBy(call => call.Path))
        {
            var methods = new JsonObject();
            foreach (var call in path) methods[call.Method.ToLowerInvariant()] = Operation(call, schemas, now);
            paths[path.Key] = methods;
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "CsEngage", ["version"] = typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
                ["description"] = "Signals in, accounts both ways, health and what happened out. Names are snake_case, times RFC 3339 in UTC, and what is unknown is absent. A readable page of this stands at /docs/api.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. Calls.Select(call => call.Group).Distinct().Select(group => new JsonObject { ["name"] = group })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A key of the API, cse_…, that an admin made. Each call names the scope that it needs." } },
                ["schemas"] = schemas.All(),
            },
        };
    }

    static JsonObject Operation(MappedCall mapped, SchemaShelf schemas, DateTimeOffset now)
    {
        var call = mapped.Call;
        var operation = new JsonObject
        {
            ["operationId"] = mapped.Anchor, ["tags"] = new JsonArray(mapped.Group), ["summary"] = call.Summary, ["description"] = $"{call.Says}\n\nScope: `{call.Scope}`.".Trim(),
            ["x-scope"] = call.Scope, ["parameters"] = new JsonArray([.. mapped.Places.Select(place => Place(mapped, place)), .. call.Query.Select(Parameter), .. Conditions(call)]),
        };
        if (call.Body is { } body)
        {
            var media = new JsonObject { ["schema"] = schemas.Reference(body, call.IsPartial) };
            if (Example(call.Sent, now) is { } sent) media["example"] = sent;
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = media } };
        }

        var answers = new JsonObject();
        foreach (var status in call.Good) answers[Code(status)] = Good(call, status, schemas, now);
        foreach (var no in ApiCodes.Of(call).GroupBy(code => code.Status).OrderBy(group => group.Key)) answers[Code(no.Key)] = No([.. no], schemas);
        operation["responses"] = answers;
        return operation;
    }

    static JsonObject Place(MappedCall mapped, string place) => new()
    {
        ["name"] = place, ["in"] = "path", ["required"] = true, ["description"] = MappedCall.Says(place), ["schema"] = new JsonObject { ["type"] = "string", ["maxLength"] = 200 }, ["example"] = mapped.Example(place),
    };

    static JsonObject Parameter(ApiParameter parameter)
    {
        var schema = parameter.Type switch
        {
            "integer" => new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 500 },
            "date" => new JsonObject { ["type"] = "string", ["format"] = "date" },
            "flag" => new JsonObject { ["type"] = "boolean" },
            "keys" => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            _ => new JsonObject { ["type"] = "string" },
        };
        if (!parameter.Choices.IsEmpty) (parameter.Type == "keys" ? schema["items"]!.AsObject() : schema)["enum"] = new JsonArray([.. parameter.Choices.Select(choice => JsonValue.Create(choice))]);
        var written = new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Says, ["schema"] = schema };
        if (parameter.Type == "keys") (written["style"], written["explode"]) = ("form", false);
        return written;
    }

    static IEnumerable<JsonObject> Conditions(ApiCall call) =>
        call.Headers.Select(header => new JsonObject { ["name"] = header.Name, ["in"] = "header", ["description"] = header.Says, ["schema"] = new JsonObject { ["type"] = "string" } });

    static JsonObject Good(ApiCall call, int status, SchemaShelf schemas, DateTimeOffset now)
    {
        var answer = new JsonObject { ["description"] = status switch { 201 => "It was made.", 202 => "Taken and committed.", 204 => "Done.", _ => "As it is now." } };
        if (call.IsTagged) answer["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["description"] = "Its version, for If-Match.", ["schema"] = new JsonObject { ["type"] = "string" } } };
        if (call.Answer is null) return answer;
        var media = new JsonObject { ["schema"] = schemas.Reference(call.Answer, isPartial: false) };
        if (Example(call.Got, now) is { } got) media["example"] = got;
        answer["content"] = new JsonObject { ["application/json"] = media };
        return answer;
    }

    static JsonObject No(ApiCode[] codes, SchemaShelf schemas)
    {
        var examples = new JsonObject();
        foreach (var code in codes)
            examples[code.Code] = new JsonObject { ["value"] = new JsonObject { ["type"] = "/docs/api#" + code.Code, ["title"] = Title(code.Status), ["status"] = code.Status, ["detail"] = code.Says, ["code"] = code.Code } };
        var answer = new JsonObject
        {
            ["description"] = string.Join(' ', codes.Select(code => $"`{code.Code}`: {code.Says}")),
            ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = schemas.Problem(), ["examples"] = examples } },
        };
        if (codes[0].Status == 429) answer["headers"] = new JsonObject { ["Retry-After"] = new JsonObject { ["description"] = "Seconds to wait.", ["schema"] = new JsonObject { ["type"] = "integer" } } };
        return answer;
    }

    static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);

    static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);
}
