using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.Signals;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

/// <summary>The addresses that stand in mails for years: no sign-in, no way but the sealed one, and looking changes nothing.</summary>
[Collection("house")]
public sealed class MailLinksTests(WebHouse house)
{
    const string Person = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    [Fact]
    public async Task A_click_goes_to_the_sealed_target_and_only_a_person_s_counts()
    {
        var member = await house.AddAccount("Fabrikam", "fabrikam-c1", "ada@fabrikam.example", "Love", "Ada", house.Get<TimeProvider>().GetUtcNow());
        var token = (await house.Get<EngineSecrets>().Tokens()).Write(new MailToken.Click(member.Membership.Id, "t9", 1, "https://fabrikam.example/welcome"));
        foreach (var (agent, purpose, method) in new[] { (Person, null, HttpMethod.Get), (Person, "prefetch", HttpMethod.Get), ("GoogleImageProxy", null, HttpMethod.Get), (Person, null, HttpMethod.Head), ("", (string?)null, HttpMethod.Get) })
        {
            var browser = house.Anonymous();
            var request = new HttpRequestMessage(method, $"/c/{token}");
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            if (purpose is not null) request.Headers.Add("Sec-Purpose", purpose);
            await browser.Send(request);
            (browser.Status, browser.Location).ShouldBe((302, "https://fabrikam.example/welcome"));
        }

        var clicks = (await house.Get<SignalLog>().Recent(member.Membership.AccountId, 50)).Where(signal => signal.Kind == "touch.clicked").ToList();
        clicks.Count.ShouldBe(5);
        clicks.Count(click => click.Counts).ShouldBe(1);
    }

    [Fact]
    public async Task No_other_target_can_be_put_into_a_link()
    {
        var browser = house.Anonymous();
        var token = (await house.Get<EngineSecrets>().Tokens()).Write(new MailToken.Click(house.Hana.Membership.Id, "t9", 1, "https://good.example/"));
        foreach (var tried in new[] { token[..^4] + "AAAA", token + "?to=https://evil.example", "https:%2f%2fevil.example", "x" })
        {
            await browser.Open($"/c/{tried}");
            if (browser.Status == 302) browser.Location.ShouldBe("https://good.example/");
            else browser.Status.ShouldBe(404, tried);
        }
    }

    [Fact]
    public async Task Topics_are_chosen_without_signing_in_and_looking_changes_nothing()
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        foreach (var (key, title) in new[] { ("tips", "Tips"), ("news", "News") })
            await house.Get<DefinitionShelf>().Put("topic", key, LocalizedText.Of(title), $$"""{"key":"{{key}}","title":{"en":"{{title}}"},"basis":"service"}""", "test", now);
        var member = await house.AddAccount("Contoso", "contoso-p1", "kim@contoso.example", "Kim", "Jo", now);
        var token = (await house.Get<EngineSecrets>().Tokens()).Write(new MailToken.Preferences(member.Membership.Id));

        var browser = house.Anonymous();
        await browser.Open($"/preferences/{token}");
        browser.Status.ShouldBe(200);
        Ticked(browser).ShouldBe(["news", "tips"], ignoreOrder: true);
        await browser.Submit("form.panel", ("topic", "tips"));
        await browser.Open(browser.Location!);
        Ticked(browser).ShouldBe(["tips"]);

        var withdrawn = (await house.Get<SignalLog>().Recent(member.Membership.AccountId, 50)).Where(signal => signal.Kind == "consent.withdrawn").ToList();
        withdrawn.ShouldHaveSingleItem().Subject.ShouldBe("topic:news");
        var reader = await house.As(member);
        await reader.Open("/p/contoso-p1/preferences");
        Ticked(reader).ShouldBe(["tips"]);

        await browser.Open($"/preferences/{token[..^4]}AAAA");
        browser.Status.ShouldBe(404);
    }

    static IEnumerable<string> Ticked(Browser browser) => browser.Page.QuerySelectorAll("input[name=topic][checked]").Select(box => box.GetAttribute("value")!);
}
