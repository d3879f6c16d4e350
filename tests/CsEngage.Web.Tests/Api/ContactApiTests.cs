using System.Net;
using System.Net.Http.Json;

namespace CsEngage.Web.Tests.Api;

public sealed class ContactApiTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    static readonly string[] Scopes = ["accounts:read", "accounts:write", "contacts:write"];

    [Fact]
    public async Task A_contact_is_made_changed_and_its_membership_ended()
    {
        var client = await house.With(Scopes);
        await client.Put("/api/v1/accounts/north", new { name = "North" });
        await client.Put("/api/v1/accounts/north/contacts/hana", new { address = "Hana@Example.com", family_name = "佐藤", given_name = "Hana", reading = "さとう はな", roles = new[] { "organizer" } });
        var changed = await client.Put("/api/v1/accounts/north/contacts/hana", new { title = "Lead" });
        changed.GetProperty("address").GetString().ShouldBe("Hana@Example.com");
        changed.GetProperty("roles")[0].GetString().ShouldBe("organizer");

        using var ended = await client.DeleteAsync("/api/v1/accounts/north/contacts/hana");
        ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await client.GetAsync("/api/v1/accounts/north/contacts")).Json()).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_same_address_at_two_accounts_is_one_person()
    {
        var client = await house.With(Scopes);
        foreach (var account in new[] { "east", "west" }) await client.Put($"/api/v1/accounts/{account}", new { name = account });
        await client.Put("/api/v1/accounts/east/contacts/k", new { address = "kei@example.com", given_name = "Kei" });
        var second = await client.Put("/api/v1/accounts/west/contacts/k2", new { address = "KEI@example.com", title = "Adviser" });
        second.GetProperty("given_name").GetString().ShouldBe("Kei");
    }

    [Fact]
    public async Task An_address_of_somebody_else_is_refused()
    {
        var client = await house.With(Scopes);
        await client.Put("/api/v1/accounts/south", new { name = "South" });
        await client.Put("/api/v1/accounts/south/contacts/a", new { address = "a@example.com" });
        await client.Put("/api/v1/accounts/south/contacts/b", new { address = "b@example.com" });
        using var answer = await client.PutAsJsonAsync("/api/v1/accounts/south/contacts/b", new { address = "a@example.com" });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_contract_knows_its_yearly_revenue()
    {
        var client = await house.With(Scopes);
        await client.Put("/api/v1/accounts/paying", new { name = "Paying" });
        var contract = await client.Put("/api/v1/accounts/paying/contracts/c1", new { start_on = "2026-04-01", end_on = "2027-03-31", amount = 1250.5, period = "month", currency = "EUR", products = new[] { "reports" } });
        contract.GetProperty("arr").GetDecimal().ShouldBe(15_006m);
        using var wrong = await client.PutAsJsonAsync("/api/v1/accounts/paying/contracts/c1", new { end_on = "2026-03-01" });
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
