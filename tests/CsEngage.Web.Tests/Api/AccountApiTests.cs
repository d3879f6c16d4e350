using System.Net;
using System.Net.Http.Json;

namespace CsEngage.Web.Tests.Api;

public sealed class AccountApiTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task Without_a_key_the_answer_is_a_problem_and_no_redirect()
    {
        using var answer = await house.CreateClient().GetAsync("/api/v1/accounts");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Json()).GetProperty("code").GetString().ShouldBe("key-missing");
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused()
    {
        var reader = await house.With("accounts:read");
        using var answer = await reader.PutAsJsonAsync("/api/v1/accounts/refused", new { name = "Refused" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Json()).GetProperty("code").GetString().ShouldBe("scope-missing");
    }

    [Fact]
    public async Task What_is_put_is_read_back_and_absent_fields_stay()
    {
        var client = await house.With("accounts:read", "accounts:write");
        await client.Put("/api/v1/accounts/kept", new { name = "花工房", tier = "pro", country = "JP", attributes = new { plan = "gold", seats = 12, since = "2026-04-01", pilot = true } });
        await client.Put("/api/v1/accounts/kept", new { lifecycle = "adopting", attributes = new { plan = (string?)null } });

        using var answer = await client.GetAsync("/api/v1/accounts/kept");
        var account = await answer.Json();
        account.GetProperty("name").GetString().ShouldBe("花工房");
        account.GetProperty("lifecycle").GetString().ShouldBe("adopting");
        account.GetProperty("tier").GetString().ShouldBe("pro");
        var attributes = account.GetProperty("attributes");
        attributes.TryGetProperty("plan", out _).ShouldBeFalse();
        attributes.GetProperty("seats").GetDecimal().ShouldBe(12);
        attributes.GetProperty("since").GetString().ShouldBe("2026-04-01");
        attributes.GetProperty("pilot").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once_and_nothing_is_changed()
    {
        var client = await house.With("accounts:read", "accounts:write");
        using var answer = await client.PutAsJsonAsync("/api/v1/accounts/wrong", new { name = "Wrong", country = "Japan", zone = "Tokyo", colour = "red", csm = "nobody@example.com" });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Json()).GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).ShouldBe(["country", "zone", "csm", "colour"], ignoreOrder: true);
        (await client.GetAsync("/api/v1/accounts/wrong")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_second_writer_is_told_to_read_again()
    {
        var client = await house.With("accounts:write");
        using var first = await client.PutAsJsonAsync("/api/v1/accounts/raced", new { name = "One" });
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        await client.Put("/api/v1/accounts/raced", new { name = "Two" });

        using var late = new HttpRequestMessage(HttpMethod.Put, "/api/v1/accounts/raced") { Content = JsonContent.Create(new { name = "Three" }) };
        late.Headers.IfMatch.Add(first.Headers.ETag!);
        using var answer = await client.SendAsync(late);
        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task An_account_cannot_stand_above_itself()
    {
        var client = await house.With("accounts:write");
        await client.Put("/api/v1/accounts/top", new { name = "Top" });
        await client.Put("/api/v1/accounts/below", new { name = "Below", parent = "top" });
        using var answer = await client.PutAsJsonAsync("/api/v1/accounts/top", new { parent = "below" });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Broken_JSON_is_answered_as_such()
    {
        var client = await house.With("accounts:write");
        using var answer = await client.PutAsync("/api/v1/accounts/broken", new StringContent("{\"name\": ", null, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Json()).GetProperty("code").GetString().ShouldBe("not-json");
    }
}
