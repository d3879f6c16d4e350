using CsEngage.Store.People;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Admin;

[Collection("house")]
public sealed class KeysTests(WebHouse house)
{
    [Fact]
    public async Task A_key_is_shown_once_works_and_can_be_revoked()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/keys");
        await admin.Submit("form[action*='Make']", ("Name", "CRM"), ("Chosen", "accounts:read"), ("Chosen", "made:up"), ("Days", "30"));
        admin.Status.ShouldBe(200);
        var text = admin.Page.QuerySelector("input.secret")!.GetAttribute("value")!;
        text.ShouldStartWith("cse_");
        (await Ask(text)).ShouldBe(200);
        var key = (await house.Get<ApiKeys>().All()).Single(key => key.Name == "CRM");
        key.Scopes.ShouldBe(["accounts:read"]);

        await admin.Open("/admin/keys");
        admin.Text.ShouldNotContain(text);
        await admin.Submit($"form:has(input[value='{key.Id}'])");
        admin.Status.ShouldBe(302);
        (await Ask(text)).ShouldBe(401);
    }

    [Fact]
    public async Task A_key_that_may_do_nothing_is_not_made()
    {
        var admin = await house.As("admin");
        await admin.Open("/admin/keys");
        await admin.Submit("form[action*='Make']", ("Name", "Idle"), ("Days", "0"));
        admin.Status.ShouldBe(422);
        admin.Page.QuerySelector("input[name=Name]")!.GetAttribute("value").ShouldBe("Idle");
        (await house.Get<ApiKeys>().All()).ShouldNotContain(key => key.Name == "Idle");
    }

    async Task<int> Ask(string key)
    {
        var browser = house.Anonymous();
        await browser.Send(new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts") { Headers = { { "Authorization", "Bearer " + key } } });
        return browser.Status;
    }
}
