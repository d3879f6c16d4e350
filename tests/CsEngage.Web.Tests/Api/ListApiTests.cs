using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CsEngage.Web.Tests.Api;

/// <summary>Lists come in pages that neither skip nor repeat.</summary>
public sealed class ListApiTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task Accounts_come_in_pages_by_name_and_can_be_narrowed()
    {
        var client = await house.With("accounts:read", "accounts:write");
        foreach (var n in Enumerable.Range(0, 7)) await client.Put($"/api/v1/accounts/list-{n}", new { name = n is 2 or 3 ? "Same" : $"Name {n}", tier = n % 2 == 0 ? "list-even" : "list-odd" });

        (await All(client, "/api/v1/accounts?limit=2&tier=list-even", "id")).ShouldBe(["list-0", "list-4", "list-6", "list-2"]);
        (await All(client, "/api/v1/accounts?limit=3&tier=list-odd", "id")).ShouldBe(["list-1", "list-5", "list-3"]);
        (await All(client, "/api/v1/accounts?limit=500&lifecycle=left", "id")).ShouldBeEmpty();
        using var unknown = await client.GetAsync("/api/v1/accounts?csm=nobody@example.com");
        (await unknown.Json()).GetProperty("code").GetString().ShouldBe("csm-unknown");
    }

    [Fact]
    public async Task Contacts_and_contracts_come_in_pages()
    {
        var client = await house.With("accounts:read", "accounts:write", "contacts:write");
        await client.Put("/api/v1/accounts/paged", new { name = "Paged" });
        foreach (var n in Enumerable.Range(0, 5))
        {
            await client.Put($"/api/v1/accounts/paged/contacts/c{n}", new { family_name = "佐藤", reading = n < 3 ? "さとう" : "あべ" });
            await client.Put($"/api/v1/accounts/paged/contracts/k{n}", new { start_on = "2026-01-01", end_on = $"2026-12-{10 + n}", currency = "JPY" });
        }
        (await All(client, "/api/v1/accounts/paged/contacts?limit=2", "id")).ShouldBe(["c3", "c4", "c0", "c1", "c2"]);
        (await All(client, "/api/v1/accounts/paged/contracts?limit=2", "id")).ShouldBe(["k0", "k1", "k2", "k3", "k4"]);
    }

    [Fact]
    public async Task What_happened_is_told_from_signals_and_changes()
    {
        var client = await house.With("accounts:read", "accounts:write", "contacts:write", "signals:write");
        await client.Put("/api/v1/accounts/told", new { name = "Told" });
        await client.Put("/api/v1/accounts/told/contacts/kei", new { given_name = "Kei" });
        await client.Put("/api/v1/accounts/told", new { lifecycle = "adopting" });
        var signals = Enumerable.Range(0, 6).Select(n => new { id = $"{n}", kind = "report.exported", occurred_at = DateTimeOffset.UtcNow, account = "told", contact = "kei" });
        using var sent = await client.PostAsJsonAsync("/api/v1/signals", new { signals });
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var kinds = await All(client, "/api/v1/accounts/told/timeline?limit=2", "kind");
        kinds.Count(kind => kind == "report.exported").ShouldBe(6);
        kinds.ShouldContain("account.changed");
        (await All(client, "/api/v1/accounts/told/timeline?types=change", "to")).ShouldBe(["adopting"]);

        var engagement = await (await client.GetAsync("/api/v1/accounts/told/engagement")).Json();
        (engagement.GetProperty("contacts").GetInt32(), engagement.GetProperty("active_contacts").GetInt32()).ShouldBe((1, 1));
        engagement.GetProperty("items")[0].GetProperty("contact").GetString().ShouldBe("kei");
        (await (await client.GetAsync("/api/v1/accounts/told/enrollments")).Json()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await (await client.GetAsync("/api/v1/accounts/told/touches")).Json()).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_score_the_API_says_so()
    {
        var client = await house.With("accounts:read", "accounts:write");
        await client.Put("/api/v1/accounts/unscored", new { name = "Unscored" });
        using var answer = await client.GetAsync("/api/v1/accounts/unscored/health");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Json()).GetProperty("code").GetString().ShouldBe("no-score");
        (await (await client.GetAsync("/api/v1/accounts/unscored/health?from=2026-02-01&to=2026-01-01")).Json()).GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("to");
    }

    static async Task<List<string>> All(HttpClient client, string address, string field)
    {
        var (found, after) = (new List<string>(), default(string));
        do
        {
            using var answer = await client.GetAsync(after is null ? address : $"{address}&after={after}");
            var page = await answer.Json();
            page.TryGetProperty("items", out var items).ShouldBeTrue(page.ToString());
            found.AddRange(items.EnumerateArray().Select(item => item.GetProperty(field).GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);
        return found;
    }
}
