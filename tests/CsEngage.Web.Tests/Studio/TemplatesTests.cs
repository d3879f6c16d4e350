using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class TemplatesTests(WebHouse house)
{
    async Task<Browser> Begun(string key)
    {
        await house.Get<DefinitionShelf>().Put("topic", "news", LocalizedText.Of("News"), """{"key":"news","title":{"en":"News"},"description":{"en":"News."},"basis":"contract"}""", "test", DateTimeOffset.UtcNow);
        var author = await house.As("author");
        await author.Open("/studio/new?kind=template");
        await author.Submit("form.card", ("Kind", "template"), ("Name", "Welcome, {{ contact.greeting_name | default: \"there\" }}"), ("Locale", "en"), ("Key", key));
        author.Location.ShouldBe($"/studio/templates/{key}?locale=en", author.Text);
        await author.Open(author.Location!);
        return author;
    }

    static (string, string)[] Form(string body) => [("name", "Welcome, {{ contact.greeting_name | default: \"there\" }}"), ("preheader", "Your first day"), ("topic", "news"), ("layout", "standard"), ("body", body)];

    [Fact]
    public async Task A_mail_is_written_saved_published_and_previewed_in_both_parts()
    {
        var author = await Begun("first-mail");
        await author.Submit("main form", [.. Form("Hello **{{ contact.greeting_name | default: \"there\" }}** of {{ account.name }}."), ("publish", "true")]);
        author.Status.ShouldBe(302, author.Text);
        var item = await house.Get<ContentShelf>().Find("template", "first-mail");
        var published = await house.Get<ContentShelf>().Published("template", "first-mail", "en");
        published!.Body.ShouldStartWith("Hello");
        JsonDocument.Parse(published.Front).RootElement.GetProperty("topic").GetString().ShouldBe("news");

        await author.Open($"/studio/templates/first-mail/preview?locale=en&as={house.Hana.Membership.Id}");
        author.Text.ShouldContain("Northwind");
        author.Text.ShouldContain("Welcome, ");
        await author.Open("/studio/templates/first-mail/preview?locale=en&part=text");
        author.Text.ShouldContain("of Acme.");
        author.Text.ShouldContain("Unsubscribe:");
        item.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_template_belongs_to_a_topic_that_reaches_everybody_until_another_is_chosen()
    {
        await house.Get<DefinitionShelf>().Put("topic", "a-digest", LocalizedText.Of("Digest"), """{"key":"a-digest","title":{"en":"Digest"},"description":{"en":"Digest."},"basis":"consent","order":1}""", "test", DateTimeOffset.UtcNow);
        var author = await Begun("topical-mail");
        var choices = author.Page.QuerySelectorAll("#topic option").Select(option => option.TextContent).ToList();
        choices[0].ShouldNotContain("only to those who asked for it");
        choices.ShouldContain("Digest · only to those who asked for it");
    }

    [Fact]
    public async Task What_mail_programs_drop_is_said_beside_the_text_in_the_preview_and_when_it_is_published()
    {
        var author = await Begun("dropped-mail");
        const string body = "![A chart](https://media.example/chart.svg)\n\n[docs.example.com](https://elsewhere.example/)";
        await author.Submit("main form", [.. Form(body), ("publish", "true")]);
        author.Status.ShouldBe(302, author.Page.QuerySelector(".errors, [role=alert]")?.TextContent);
        await author.Open(author.Location!);
        author.Text.ShouldContain("Mail programs drop 2 things of it.");
        var listed = author.Page.QuerySelector("#flaws")!;
        listed.TextContent.ShouldContain("SVG is not drawn by Gmail and Outlook.");
        listed.TextContent.ShouldContain("The text shows one address and the link leads to another");
        listed.QuerySelectorAll("a").Select(link => link.TextContent).ShouldContain("www.caniemail.com");

        await author.Open("/studio/templates/dropped-mail/preview?locale=en");
        author.Page.QuerySelector(".engage-head details")!.TextContent.ShouldContain("chart.svg");

        await author.Open("/studio/templates/dropped-mail?locale=en");
        await author.Submit("main form", [.. Form("Hello, all of you."), ("publish", "true")]);
        author.Status.ShouldBe(302, author.Text);
        await author.Open(author.Location!);
        author.Page.QuerySelector("#flaws")!.TextContent.ShouldContain("Nothing of the saved text.");
    }

    [Fact]
    public async Task Values_and_filters_that_do_not_exist_are_marked_where_they_stand_with_what_was_meant()
    {
        var author = await Begun("marked-mail");
        var token = author.Page.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!;
        await author.Post("/studio/templates/marked-mail?handler=Check", [("form_token", token), ("locale", "en"), .. Form("Hello\n\n`{{ example.only }}` {{ contact.greeting_nmae }}")]);
        var fault = JsonDocument.Parse(author.Text).RootElement.EnumerateArray().ShouldHaveSingleItem();
        (fault.GetProperty("field").GetString(), fault.GetProperty("line").GetInt32(), fault.GetProperty("suggestion").GetString()).ShouldBe(("body", 3, "contact.greeting_name"));

        await author.Post("/studio/templates/marked-mail?handler=Check", [("form_token", token), ("locale", "en"), .. Form("{{ account.name | upcsae }}")]);
        fault = JsonDocument.Parse(author.Text).RootElement.EnumerateArray().ShouldHaveSingleItem();
        (fault.GetProperty("line").GetInt32(), fault.GetProperty("suggestion").GetString()).ShouldBe((1, "upcase"));
    }

    [Fact]
    public async Task The_editor_is_told_what_can_be_written_next()
    {
        var author = await Begun("offered-mail");
        await author.Open("/studio/templates/offered-mail?handler=Language&locale=en");
        var offer = JsonDocument.Parse(author.Text).RootElement;
        string[] Names(string kind) => [.. offer.GetProperty(kind).EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        foreach (var (kind, some) in new (string, string[])[] { ("tags", ["if", "endif", "else", "assign"]), ("filters", ["upcase", "date_local"]), ("values", ["contact.name", "checkpoint.title"]), ("guides", ["invite-your-team"]) })
            some.ShouldBeSubsetOf(Names(kind));
        Names("tags").ShouldNotContain("render", "texts of authors have no partials");
        offer.GetProperty("values").EnumerateArray().Where(value => !value.GetProperty("isSure").GetBoolean()).Select(value => value.GetProperty("name").GetString()).ShouldContain("contact.greeting_name");

        (Names("filters")[0], Names("tags")[0]).ShouldBe(("default", "if"), "what texts want most comes first");
        offer.GetProperty("filters")[0].GetProperty("says").GetString().ShouldBe("what stands in for a value that is missing");
        Names("values").ShouldBeUnique();

        // Beside the text they stand as they are written.
        await author.Open("/studio/templates/offered-mail");
        author.Page.QuerySelectorAll("dl code").Select(code => code.TextContent).ShouldContain("{{ contact.greeting_name | default: \"…\" }}");
    }

    [Fact]
    public async Task A_new_language_begins_with_the_text_of_another_and_saves_nothing_by_that()
    {
        var author = await Begun("translated-mail");
        await author.Submit("main form", Form("Hello, all of you."));
        await author.Open("/studio/templates/translated-mail?locale=ja");
        author.Page.QuerySelector("textarea[name=body]")!.TextContent.ShouldBeEmpty();
        await author.Open("/studio/templates/translated-mail" + author.Page.QuerySelector(".begin a")!.GetAttribute("href"));
        author.Page.QuerySelector("textarea[name=body]")!.TextContent.ShouldBe("Hello, all of you.");
        author.Page.QuerySelector("#preheader")!.TextContent.ShouldBe("Your first day");
        author.Page.QuerySelector("#Text_Name")!.TextContent.ShouldStartWith("Welcome, ");
        author.Page.QuerySelector("input[name=locale]")!.GetAttribute("value").ShouldBe("ja");
        var item = await house.Get<ContentShelf>().Find("template", "translated-mail");
        (await house.Get<ContentShelf>().Draft(item!.Id, "ja")).ShouldBeNull();
    }

    [Fact]
    public async Task A_preview_says_that_it_holds_what_is_wrong_and_not_the_mail()
    {
        var author = await Begun("half-typed-mail");
        var token = author.Page.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!;
        await author.Post("/studio/templates/half-typed-mail/preview", [("form_token", token), ("locale", "en"), .. Form("Hello {{ contact.")]);
        author.Answer.Headers.Contains("Preview-Fault").ShouldBeTrue();
        await author.Post("/studio/templates/half-typed-mail/preview", [("form_token", token), ("locale", "en"), .. Form("Hello")]);
        author.Answer.Headers.Contains("Preview-Fault").ShouldBeFalse();
    }

    [Fact]
    public async Task A_mail_with_a_fault_is_kept_as_draft_and_not_published()
    {
        var author = await Begun("faulty-mail");
        await author.Submit("main form", [.. Form("Hello {{ contcat.name }}"), ("publish", "true")]);
        author.Status.ShouldBe(422);
        author.Text.ShouldContain("contcat");
        (await house.Get<ContentShelf>().Published("template", "faulty-mail", "en")).ShouldBeNull();
    }
}
