using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class GuideEditorTests(WebHouse house)
{
    static (string, string)[] Typed(params (string, string)[] more) =>
    [
        ("name", "How to close a month"), ("body", "One. Two."), ("summary", "Close it."), ("slug", "close-a-month"), ("minutes", "7"), ("tags", "Month end, Everyday"), ("roles", "sponsor"), ("done", "read"),
        ("audience", "guide \"invite-your-team\" read by this contact"), ("owner", "aya@operator.example"), ("reviewBy", "2027-01-31"), ("shownFrom", "2026-03-29T09:30"), ("related", "invite-your-team"), ("next", "invite-your-team"), .. more,
    ];

    async Task<(Browser Author, Item Guide)> Begun(string key)
    {
        await house.AddGuide(key, "First title", "First.", DateTimeOffset.UtcNow);
        var author = await house.As("admin");
        await author.Open($"/studio/guides/{key}");
        return (author, (await house.Get<ContentShelf>().Find("guide", key))!);
    }

    [Fact]
    public async Task A_guide_that_no_portal_holds_is_not_said_to_be_seen()
    {
        var (author, _) = await Begun("held-by-none");
        await author.Submit("main form", ("name", "Held by none"), ("body", "One."), ("slug", "held-by-none"), ("publish", "true"));
        author.Status.ShouldBe(302, author.Text);
        await author.Open(author.Location!);
        author.Page.QuerySelector(".notice-warn")!.TextContent.ShouldContain("no portal holds this guide yet");
        author.Page.QuerySelector(".notice-good")!.TextContent.ShouldNotContain("Readers see it now");

        await house.Get<DefinitionShelf>().Put("blueprint", "holding", LocalizedText.Of("Holding"), """{"key":"holding","guides":[],"navigation":[],"pages":[],"journeys":[]}""", "test", DateTimeOffset.UtcNow);
        var reader = await house.As(await house.AddAccount("Holdwell", "holdwell-h1", "ida@holdwell.example", "Hold", "Ida", DateTimeOffset.UtcNow, blueprint: "holding"));
        await reader.Open("/p/holdwell-h1/guides/held-by-none");
        reader.Status.ShouldBe(404);
        await author.Open("/studio/guides/held-by-none");
        await author.Submit("#hold", ("blueprint", "holding"));
        author.Status.ShouldBe(302, author.Text);
        await author.Open(author.Location!);
        author.Page.QuerySelector(".notice-good")!.TextContent.ShouldContain("Portals that show it now: 1.");
        author.Page.QuerySelector(".notice-warn").ShouldBeNull();
        await reader.Open("/p/holdwell-h1/guides/held-by-none");
        reader.Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_a_guide_says_of_itself_is_kept_with_the_draft_and_counts_once_it_is_published()
    {
        var shelf = house.Get<ContentShelf>();
        var (author, guide) = await Begun("month-end");
        await author.Submit("main form", Typed());
        author.Status.ShouldBe(302, author.Text);
        (await shelf.Find("guide", "month-end"))!.Audience.ShouldBeNull("a draft changes nothing for readers");

        await author.Open(author.Location!);
        author.Page.QuerySelector("#tags")!.GetAttribute("value").ShouldBe("month-end, everyday");
        author.Page.QuerySelector("#shownFrom")!.GetAttribute("value").ShouldBe("2026-03-29T09:30");
        author.Page.QuerySelector("input[name=roles][value=sponsor]")!.HasAttribute("checked").ShouldBeTrue();
        author.Page.QuerySelector("#audience-says")!.TextContent.ShouldContain("The guide “Invite your team” is read");
        await author.Submit("main form", Typed(("publish", "true")));
        author.Status.ShouldBe(302, author.Text);

        var published = (await shelf.Find("guide", "month-end"))!;
        published.Audience.ShouldBe("guide \"invite-your-team\" read by this contact");
        published.Tags.ShouldBe(["everyday", "month-end"]);
        published.ReviewBy.ShouldBe(new DateOnly(2027, 1, 31));
        published.VisibleFrom.ShouldBe(new DateTimeOffset(2026, 3, 29, 9, 30, 0, TimeSpan.Zero));
        var front = JsonNode.Parse((await shelf.Published("guide", "month-end", "en"))!.Front)!;
        ((int)front["minutes"]!, (string)front["next"]!, (string)front["roles"]![0]!, (string)front["done"]!).ShouldBe((7, "invite-your-team", "sponsor", "read"));
        guide.Id.ShouldBe(published.Id);
    }

    [Fact]
    public async Task What_all_languages_share_counts_in_the_others_too_and_their_texts_stay()
    {
        var shelf = house.Get<ContentShelf>();
        var (author, guide) = await Begun("in-two-languages");
        await house.AddGuide("in-two-languages", "日本語の題", "本文。", DateTimeOffset.UtcNow, locale: "ja", front: """{"summary":"要約","roles":["member"]}""");
        await author.Submit("main form", Typed(("publish", "true")));
        author.Status.ShouldBe(302, author.Text);
        var japanese = (await shelf.Published("guide", "in-two-languages", "ja"))!;
        (japanese.Number, japanese.Title, japanese.Body).ShouldBe((2, "日本語の題", "本文。"));
        var front = JsonNode.Parse(japanese.Front)!;
        ((string)front["summary"]!, (string)front["roles"]![0]!, (string)front["audience"]!).ShouldBe(("要約", "sponsor", "guide \"invite-your-team\" read by this contact"));

        // Nothing shared has changed: the other language gets no new version.
        await author.Open("/studio/guides/in-two-languages");
        await author.Submit("main form", Typed(("body", "Three."), ("publish", "true")));
        (await shelf.Published("guide", "in-two-languages", "ja"))!.Number.ShouldBe(2);
        (await shelf.Versions(guide.Id, "en")).Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("minutes", "a while", "Minutes are a whole number")]
    [InlineData("reviewBy", "soon", "“soon” is no date.")]
    [InlineData("shownUntil", "2026-01-01T00:00", "It would end before it begins.")]
    [InlineData("tags", "月末", "The tag “月末” needs Latin letters")]
    [InlineData("name", "", "Give it a title.")]
    public async Task Nothing_that_was_typed_is_lost_when_something_is_wrong_with_it(string field, string wrong, string says)
    {
        var (author, _) = await Begun($"typed-{field.ToLowerInvariant()}");
        await author.Submit("main form", [.. Typed().Where(one => one.Item1 != field), (field, wrong)]);
        author.Status.ShouldBe(422);
        author.Text.ShouldContain(says);
        foreach (var (name, value) in Typed().Where(one => one.Item1 != field && one.Item1 is not ("roles" or "related" or "next" or "done")))
            (author.Page.QuerySelector($"[name={name}]")!.GetAttribute("value") ?? author.Page.QuerySelector($"[name={name}]")!.TextContent.Trim()).ShouldBe(value, name);
        author.Page.QuerySelector("input[name=related][value=invite-your-team]")!.HasAttribute("checked").ShouldBeTrue();
        author.Page.QuerySelector("#next option[selected]")!.GetAttribute("value").ShouldBe("invite-your-team");
    }

    [Fact]
    public async Task An_audience_that_cannot_be_read_is_kept_in_the_draft_and_never_published()
    {
        var (author, _) = await Begun("half-a-rule");
        await author.Submit("main form", [.. Typed().Where(one => one.Item1 != "audience"), ("audience", "guide \"invite-your-team\" raed")]);
        author.Status.ShouldBe(302);
        await author.Open(author.Location!);
        author.Page.QuerySelector("#audience")!.TextContent.ShouldBe("guide \"invite-your-team\" raed");
        await author.Submit("main form", [.. Typed().Where(one => one.Item1 != "audience"), ("audience", "guide \"invite-your-team\" raed"), ("publish", "true")]);
        author.Status.ShouldBe(422);
        author.Text.ShouldContain("The audience cannot be read");
        (await house.Get<ContentShelf>().Published("guide", "half-a-rule", "en"))!.Title.ShouldBe("First title");
    }

    [Fact]
    public async Task An_audience_is_said_in_words_and_tried_on_contacts_while_one_types()
    {
        var (author, _) = await Begun("tried");
        var token = author.Page.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!;
        await author.Post("/studio/guides/tried?handler=Audience", ("form_token", token), ("audience", "account.lifecycle = \"onboarding\""));
        author.Text.ShouldContain("The lifecycle is");
        author.Text.ShouldContain(" contacts tried see it: ");
        await author.Post("/studio/guides/tried?handler=Audience", ("form_token", token), ("audience", "account.lifecycle = \"left\""));
        author.Text.ShouldContain("None of the ");
        await author.Post("/studio/guides/tried?handler=Audience", ("form_token", token), ("audience", "acount.lifecycle = 1"));
        author.Page.QuerySelector("[role=alert]").ShouldNotBeNull();
    }
}
