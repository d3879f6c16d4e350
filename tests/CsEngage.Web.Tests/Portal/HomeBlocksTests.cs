using System.Text;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

[Collection("house")]
public sealed class HomeBlocksTests(WebHouse house)
{
    const string Blueprint = """
        {"key":"blocks","guides":["invite-your-team"],"navigation":[],"journeys":[],"pages":[{"key":"home","title":{"en":"Home"},"blocks":[
          {"id":"greeting","kind":"text","title":{"en":"Hello there"},"body":{"en":"Good to have **you** here, {{ contact.given_name }}."}},
          {"id":"mine","kind":"guide-list","source":"manual","title":{"en":"Read these"},"guides":["invite-your-team","for-sponsors"]},
          {"id":"sponsors","kind":"text","roles":["sponsor"],"body":{"en":"Only for sponsors."}},
          {"id":"readers","kind":"text","audience":"guide \"invite-your-team\" read by this contact","body":{"en":"Only for readers."}},
          {"id":"broken","kind":"text","audience":"nonsense","body":{"en":"Never shown."}},
          {"id":"call","kind":"call-to-action","title":{"en":"Better together"},"url":"guide:invite-your-team","label":{"en":"Invite now"}},
          {"id":"hidden","kind":"call-to-action","url":"guide:for-sponsors","label":{"en":"Not yours"}},
          {"id":"later","kind":"community-feed","space":"questions","title":{"en":"Nobody there"}}]}]}
        """;

    [Fact]
    public async Task The_home_page_shows_the_blocks_of_its_blueprint_that_its_reader_is_meant_to_see()
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        await house.Get<DefinitionShelf>().Put("blueprint", "blocks", LocalizedText.Of("Blocks"), Blueprint, "test", now);
        var member = await house.AddAccount("Blockwell", "blockwell-x1", "ida@blockwell.example", "Block", "Ida", now, blueprint: "blocks");
        var browser = await house.As(member);
        await browser.Open("/p/blockwell-x1");
        var home = browser.Page.QuerySelector("main")!.TextContent;
        home.ShouldContain("Good to have you here, Ida.");
        home.ShouldContain("Read these");
        home.ShouldContain("Invite your team");
        home.ShouldContain("Invite now");
        foreach (var unseen in new[] { "Only for sponsors.", "Only for readers.", "Never shown.", "What sponsors decide", "Not yours", "Nobody there" }) home.ShouldNotContain(unseen);
        browser.Page.QuerySelectorAll("main h2").Select(heading => heading.TextContent.Trim()).ShouldBe(["Hello there", "Better together", "Read these"]);
    }

    [Fact]
    public async Task Of_readers_of_one_blueprint_each_sees_what_its_roles_open_whoever_came_first_and_as_soon_as_it_has_them()
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        await house.Get<DefinitionShelf>().Put("blueprint", "roled", LocalizedText.Of("Roled"), """
            {"key":"roled","guides":["invite-your-team","for-sponsors"],"navigation":[],"journeys":[],"pages":[{"key":"home","title":{"en":"Home"},"blocks":[
              {"id":"mine","kind":"guide-list","source":"manual","guides":["invite-your-team","for-sponsors"]},{"id":"sponsors","kind":"text","roles":["sponsor"],"body":{"en":"Only for sponsors."}}]}]}
            """, "test", now);
        var (plain, other) = (await house.AddAccount("Sorrel", "sorrel-b3", "sor@sorrel.example", "Rel", "Sor", now, blueprint: "roled"), await house.AddAccount("Teasel", "teasel-b4", "tea@teasel.example", "Sel", "Tea", now, blueprint: "roled"));
        var (first, second) = (await house.As(plain), await house.As(other));
        await Sees(first, "/p/sorrel-b3", isSponsor: false);
        await Sees(second, "/p/teasel-b4", isSponsor: false);
        await house.Get<ContactBook>().Put(other.Membership with { Roles = ["organizer", "sponsor"] }, Edit.Now(now, "test"));
        await Sees(second, "/p/teasel-b4", isSponsor: true);
        await Sees(first, "/p/sorrel-b3", isSponsor: false);
        await house.Get<ContactBook>().Put(other.Membership, Edit.Now(now, "test"));
        await Sees(second, "/p/teasel-b4", isSponsor: false);

        static async Task Sees(Browser browser, string page, bool isSponsor)
        {
            await browser.Open(page);
            browser.Text.Contains("Only for sponsors.", StringComparison.Ordinal).ShouldBe(isSponsor);
            browser.Text.Contains("What sponsors decide", StringComparison.Ordinal).ShouldBe(isSponsor);
            browser.Text.ShouldContain("Invite your team");
            browser.Answer.Content.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(browser.Text));
        }
    }

    [Fact]
    public async Task News_is_shown_to_whom_it_is_meant_for_in_its_time_until_they_put_it_away()
    {
        var (now, shelf) = (house.Get<TimeProvider>().GetUtcNow(), house.Get<DefinitionShelf>());
        await shelf.Put("blueprint", "newsy", LocalizedText.Of("Newsy"), """
            {"key":"newsy","guides":[],"navigation":[],"journeys":[],"pages":[{"key":"home","title":{"en":"Home"},"blocks":[{"id":"news","kind":"announcements","limit":2,"title":{"en":"News"}}]}]}
            """, "test", now);
        Task Announce(string key, string more) => shelf.Put("announcement", key, LocalizedText.Of(key), $$$"""{"key":"{{{key}}}","title":{"en":"{{{key}}}!"},"body":{"en":"For **{{ contact.given_name }}**."}{{{more}}}}""", "test", now.AddDays(-1));
        await Announce("first", ""","publish_from":"2026-03-01T09:00:00Z" """);
        await Announce("second", ""","publish_from":"2026-04-01T09:00:00Z" """);
        await Announce("third", ""","publish_from":"2026-05-01T09:00:00Z" """);
        await Announce("over", ""","publish_until":"2026-01-01T00:00:00Z" """);
        await Announce("to-come", ""","publish_from":"2199-01-01T00:00:00Z" """);
        await Announce("for-sponsors", ""","roles":["sponsor"]""");
        await Announce("for-readers", ""","audience":"guide \"invite-your-team\" read by this contact" """);
        await Announce("unreadable", ""","audience":"nonsense" """);
        var ida = await house.As(await house.AddAccount("Newsworth", "newsworth-n1", "ida@newsworth.example", "News", "Ida", now, blueprint: "newsy"));

        string[] Shown() => [.. ida.Page.QuerySelectorAll(".news h3").Select(heading => heading.TextContent)];
        await ida.Open("/p/newsworth-n1");
        Shown().ShouldBe(["third!", "second!"]);
        ida.Page.QuerySelector(".news")!.TextContent.ShouldContain("For Ida.");

        await ida.Submit(".news form");
        ida.Location.ShouldBe("/p/newsworth-n1");
        await ida.Open("/p/newsworth-n1");
        Shown().ShouldBe(["second!", "first!"]);
        foreach (var key in new[] { "first", "second", "third", "over", "to-come", "for-sponsors", "for-readers", "unreadable" }) await shelf.Archive("announcement", key, "test", now, now);
    }

    [Fact]
    public async Task A_blueprint_that_says_nothing_of_its_home_page_gets_the_usual_one()
    {
        var browser = await house.As(house.Hana);
        await browser.Open("/p/northwind-x7");
        browser.Page.QuerySelectorAll(".next").Length.ShouldBe(1);
        browser.Page.QuerySelector(".home-side")!.TextContent.ShouldContain("Invite your team");
    }
}
