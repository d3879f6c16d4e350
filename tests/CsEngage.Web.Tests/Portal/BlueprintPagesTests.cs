using CsEngage.Core;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Signals;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

[Collection("house")]
public sealed class BlueprintPagesTests(WebHouse house)
{
    const string Blueprint = """
        {"key":"paged","guides":["invite-your-team","for-sponsors"],"journeys":[],
         "navigation":[
          {"id":"home","title":{"en":"Start"},"to":"page:home"},
          {"id":"work","title":{"en":"How we work"},"to":"page:together"},
          {"id":"sponsors","title":{"en":"For sponsors"},"to":"page:sponsors"},
          {"id":"help","title":{"en":"Help"},"to":"page:get-help"},
          {"id":"gone","title":{"en":"Gone"},"to":"page:gone"},
          {"id":"guides","title":{"en":"Guides"},"to":"guides","children":[{"id":"people","title":{"en":"People"},"to":"tag:people"},{"id":"none","title":{"en":"Nothing there"},"to":"tag:none"}]},
          {"id":"more","title":{"en":"More"},"children":[{"id":"status","title":{"en":"Status"},"to":"https://status.example/"}]}],
         "pages":[
          {"key":"home","title":{"en":"Home"},"blocks":[{"id":"go","kind":"call-to-action","url":"page:together","label":{"en":"How do we work?"}}]},
          {"key":"together","slug":{"en":"working-together","ja":"susumekata"},"title":{"en":"How we work together"},"blocks":[
            {"id":"promise","kind":"text","body":{"en":"We answer **within a day**, {{ contact.given_name }}. {% if next.title %}Next: {{ next.title }}.{% endif %}"}}]},
          {"key":"sponsors","roles":["sponsor"],"title":{"en":"For sponsors"},"blocks":[{"id":"two","kind":"text","body":{"en":"Two minutes of yours."}}]},
          "get-help"]}
        """;

    async Task<Browser> Reader(string name)
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        await house.Get<DefinitionShelf>().Put("page", "get-help", LocalizedText.Of("Get help"), """{"key":"get-help","title":{"en":"Get help"},"blocks":[{"id":"how","kind":"text","body":{"en":"Ring us."}}]}""", "test", now);
        await house.Get<DefinitionShelf>().Put("blueprint", "paged", LocalizedText.Of("Paged"), Blueprint, "test", now);
        return await house.As(await house.AddAccount(name, $"{name.ToLowerInvariant()}-p1", $"ida@{name.ToLowerInvariant()}.example", name, "Ida", now, blueprint: "paged"));
    }

    [Fact]
    public async Task A_page_of_a_blueprint_has_an_address_and_is_in_the_navigation_for_whom_it_is_meant()
    {
        var ida = await Reader("Pagewell");
        await ida.Open("/p/pagewell-p1");
        ida.Page.QuerySelectorAll(".nav > ul > li").Select(entry => entry.QuerySelector("a, summary")!.TextContent.Trim()).ShouldBe(["Start", "How we work", "Help", "Guides", "More"]);
        ida.Page.QuerySelector("main .button[href='/p/pagewell-p1/pages/working-together']").ShouldNotBeNull();
        ida.Page.QuerySelector(".nav-more a")!.GetAttribute("href").ShouldBe("https://status.example/");

        await ida.Open("/p/pagewell-p1/pages/working-together");
        ida.Status.ShouldBe(200);
        ida.Page.QuerySelector("h1")!.TextContent.ShouldBe("How we work together");
        ida.Page.QuerySelector("main")!.TextContent.ShouldContain("We answer within a day, Ida. Next: Invite your team.");
        ida.Page.QuerySelector(".nav [aria-current]")!.TextContent.ShouldBe("How we work");
        // A page that stands in a document of its own.
        await ida.Open("/p/pagewell-p1/pages/get-help");
        ida.Page.QuerySelector("main")!.TextContent.ShouldContain("Ring us.");
    }

    [Fact]
    public async Task A_slug_of_another_language_and_the_key_lead_to_the_page_and_nobody_else_finds_it()
    {
        var ida = await Reader("Slugwell");
        foreach (var slug in new[] { "susumekata", "together" })
        {
            await ida.Open($"/p/slugwell-p1/pages/{slug}");
            ida.Location.ShouldBe("/p/slugwell-p1/pages/working-together");
        }
        foreach (var hidden in new[] { "sponsors", "gone", "home" })
        {
            await ida.Open($"/p/slugwell-p1/pages/{hidden}");
            ida.Status.ShouldBe(404, hidden);
        }
    }

    [Fact]
    public async Task Opening_a_page_is_a_signal()
    {
        var ida = await Reader("Lookwell");
        await ida.Open("/p/lookwell-p1/pages/working-together");
        var account = (await house.Get<PortalBook>().Find("lookwell-p1"))!.AccountId;
        (await house.Get<SignalLog>().Recent(account, 20)).ShouldContain(signal => signal.Kind == "page.viewed" && signal.Subject == "page:together");
    }

    [Fact]
    public async Task The_list_of_guides_is_narrowed_by_what_stands_below_it_in_the_navigation()
    {
        var ida = await Reader("Tagwell");
        await house.AddGuide("for-people", "About people", "Everybody.", house.Get<TimeProvider>().GetUtcNow(), front: """{"tags":["people"]}""");
        await house.Get<DefinitionShelf>().Put("blueprint", "tagged", LocalizedText.Of("Tagged"), Blueprint.Replace("\"for-sponsors\"]", "\"for-people\"]", StringComparison.Ordinal).Replace("\"paged\"", "\"tagged\"", StringComparison.Ordinal), "test", house.Get<TimeProvider>().GetUtcNow());
        var bo = await house.As(await house.AddAccount("Tagbest", "tagbest-p1", "bo@tagbest.example", "Best", "Bo", house.Get<TimeProvider>().GetUtcNow(), blueprint: "tagged"));
        await bo.Open("/p/tagbest-p1/guides");
        bo.Page.QuerySelectorAll(".chips a").Select(chip => chip.TextContent).ShouldBe(["All guides", "People"]);
        await bo.Open("/p/tagbest-p1/guides?tag=people");
        bo.Page.QuerySelectorAll(".guide-list strong").Select(title => title.TextContent).ShouldBe(["About people"]);
        bo.Page.QuerySelector(".chips [aria-current]")!.TextContent.ShouldBe("People");
        await ida.Open("/p/tagwell-p1/guides");
        ida.Page.QuerySelector(".chips").ShouldBeNull("no guide here has a tag that the navigation names");
    }
}
