using CsEngage.Core;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class VersionsTests(WebHouse house)
{
    static string[] Marked(Browser browser, string tag) => [.. browser.Page.QuerySelectorAll($".diff {tag}").Select(mark => mark.TextContent)];

    [Fact]
    public async Task Two_versions_of_a_guide_are_compared_by_words_and_an_earlier_one_becomes_the_draft_again()
    {
        var (shelf, now) = (house.Get<ContentShelf>(), DateTimeOffset.UtcNow);
        await house.AddGuide("compared", "How to invite", "Invite three colleagues.\n\nThey get a mail.", now);
        var guide = (await shelf.Find("guide", "compared"))!;
        var draft = (await shelf.Draft(guide.Id, "en"))!;
        draft = (await shelf.SaveDraft(draft with { Title = "How to invite people", Body = "Invite five colleagues.\n\nThey get a mail.", Front = """{"minutes":4}""" }))!;
        await shelf.Publish(guide.Id, "en", draft.Version, new PublishedText("", []), "test", now);

        var author = await house.As("author");
        await author.Open("/studio/guides/compared");
        author.Text.ShouldContain("/studio/guides/compared/versions?locale=en");
        await author.Open("/studio/guides/compared/versions?locale=en");
        Marked(author, "del").ShouldBe(["three"]);
        Marked(author, "ins").ShouldBe([" people", "five", "minutes: 4, "]);

        await author.Open("/studio/guides/compared/versions?locale=en&from=2&to=1");
        Marked(author, "ins").ShouldBe(["three"]);
        await author.Submit("form[action*='handler=Restore']");
        author.Status.ShouldBe(302);
        (await shelf.Draft(guide.Id, "en"))!.Body.ShouldStartWith("Invite three");
        (await shelf.Published("guide", "compared", "en"))!.Body.ShouldStartWith("Invite five");
    }

    [Fact]
    public async Task A_draft_is_compared_with_what_is_in_force()
    {
        var (shelf, now) = (house.Get<DefinitionShelf>(), DateTimeOffset.UtcNow);
        static string Json(string tier) => $$"""{"key":"compared","title":{"en":"Compared"},"of":"account","rule":"account.tier = \"{{tier}}\""}""";
        await shelf.Put("segment", "compared", LocalizedText.Of("Compared"), Json("one"), "test", now);
        await shelf.SaveDraft("segment", "compared", LocalizedText.Of("Compared"), Json("two"), 1, "test", now);
        var author = await house.As("author");
        await author.Open("/studio/segments/compared/versions");
        Marked(author, "del").ShouldBe(["one"]);
        Marked(author, "ins").ShouldBe(["two"]);
        await author.Open("/studio/segments/no-such/versions");
        author.Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_document_with_one_version_says_that_there_is_nothing_to_compare()
    {
        await house.Get<DefinitionShelf>().Put("segment", "only-one", LocalizedText.Of("One"), """{"key":"only-one","title":{"en":"One"},"of":"account","rule":"account.tier = \"x\""}""", "test", DateTimeOffset.UtcNow);
        var author = await house.As("author");
        await author.Open("/studio/segments/only-one/versions");
        author.Text.ShouldContain("There is nothing to compare yet");
        author.Text.ShouldNotContain("<ins>");
    }
}
