using System.Net;
using System.Net.Http.Json;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Api;

public sealed class SignalApiTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task Sent_again_a_signal_is_a_duplicate_and_what_is_wrong_is_named_by_index()
    {
        var client = await house.With("accounts:write", "signals:write");
        await client.Put("/api/v1/accounts/sender", new { name = "Sender" });
        object[] signals =
        [
            Signal("1", "report.exported", "sender"),
            Signal("1", "report.exported", "sender"),
            Signal("2", "report.exported", "nobody"),
            Signal("3", "Report Exported", "sender"),
            Signal("4", "report.exported", "sender", at: Now.AddDays(-40)),
            Signal("5", "report.exported", "sender", contact: "unknown"),
        ];
        using var answer = await client.PostAsJsonAsync("/api/v1/signals", new { signals });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var body = await answer.Json();
        (body.GetProperty("accepted").GetInt32(), body.GetProperty("duplicates").GetInt32()).ShouldBe((1, 1));
        body.GetProperty("rejected").EnumerateArray().Select(one => (one.GetProperty("index").GetInt32(), one.GetProperty("code").GetString()))
            .ShouldBe([(2, "account-unknown"), (3, "kind-wrong"), (4, "too-late"), (5, "contact-unknown")]);

        var account = (await house.Services.GetRequiredService<AccountBook>().FindByExternalId("sender"))!.Value.Id;
        (await house.Services.GetRequiredService<SignalLog>().Recent(account, 10)).Count(signal => signal.Kind == "report.exported").ShouldBe(1);
        (await house.Services.GetRequiredService<SignalLog>().Kinds()).ShouldContain("report.exported");
    }

    [Fact]
    public async Task With_the_scopes_for_it_contacts_are_made_and_the_past_is_told()
    {
        var client = await house.With("accounts:write", "signals:write", "contacts:write", "import");
        await client.Put("/api/v1/accounts/history", new { name = "History" });
        using var answer = await client.PostAsJsonAsync("/api/v1/signals", new { signals = new[] { Signal("old", "report.exported", "history", "kei", Now.AddDays(-300)) } });
        (await answer.Json()).GetProperty("accepted").GetInt32().ShouldBe(1);
        var account = (await house.Services.GetRequiredService<AccountBook>().FindByExternalId("history"))!.Value.Id;
        (await house.Services.GetRequiredService<ContactBook>().At(account)).Single().Membership.ExternalId.ShouldBe("kei");
    }

    [Fact]
    public async Task An_unknown_field_is_refused_with_its_place()
    {
        var client = await house.With("signals:write");
        using var answer = await client.PostAsync("/api/v1/signals", new StringContent("""{"signals":[{"id":"1","kind":"a.b","occurred_at":"2026-11-21T00:00:00Z","account":"x","colour":"red"}]}""", null, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Json()).GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("signals[0].colour");
    }

    [Fact]
    public async Task What_has_not_occurred_or_names_nobody_is_refused_alone_and_the_rest_is_taken()
    {
        var client = await house.With("accounts:write", "signals:write");
        await client.Put("/api/v1/accounts/punctual", new { name = "Punctual" });
        object[] signals =
        [
            new { id = "1", kind = "report.exported", occurred_at = "yesterday", account = "punctual" },
            Signal("2", "report.exported", "punctual"),
            Signal("3", "report.exported", "punctual", at: Now.AddDays(400)),
            Signal("4", "guide.read", "punctual"),
        ];
        using var answer = await client.PostAsJsonAsync("/api/v1/signals", new { signals });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var body = await answer.Json();
        body.GetProperty("accepted").GetInt32().ShouldBe(1);
        body.GetProperty("rejected").EnumerateArray().Select(one => (one.GetProperty("index").GetInt32(), one.GetProperty("code").GetString()))
            .ShouldBe([(0, "occurred-at-wrong"), (2, "too-early"), (3, "contact-missing")]);
    }

    [Fact]
    public async Task A_body_cut_short_is_not_json()
    {
        var client = await house.With("signals:write");
        using var answer = await client.PostAsync("/api/v1/signals", new StringContent("""{"signals":[{"id":"1","kind":"a.b","occurred_at":"2026-11""", null, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Json()).GetProperty("code").GetString().ShouldBe("not-json");
    }

    [Fact]
    public async Task More_than_a_thousand_are_too_many()
    {
        var client = await house.With("signals:write");
        using var answer = await client.PostAsJsonAsync("/api/v1/signals", new { signals = Enumerable.Range(0, 1001).Select(n => Signal($"{n}", "a.b", "x")) });
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    static object Signal(string id, string kind, string account, string? contact = null, DateTimeOffset? at = null) => new { id, kind, occurred_at = at ?? Now, account, contact };
}
