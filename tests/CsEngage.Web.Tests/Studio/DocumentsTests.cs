using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Store.Settings;
using CsEngage.Web.Studio.Documents;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class DocumentsTests(WebHouse house)
{
    async Task Topic() => await house.Get<DefinitionShelf>().Put("topic", "news", LocalizedText.Of("News"), """{"key":"news","title":{"en":"News"},"description":{"en":"News."},"basis":"contract"}""", "test", DateTimeOffset.UtcNow);

    [Theory]
    [InlineData("journey", "journeys")]
    [InlineData("segment", "segments")]
    [InlineData("play", "plays")]
    [InlineData("survey", "surveys")]
    [InlineData("scorecard", "scorecards")]
    [InlineData("topic", "topics")]
    [InlineData("page", "pages")]
    [InlineData("blueprint", "blueprints")]
    [InlineData("announcement", "announcements")]
    public async Task A_document_of_every_kind_is_begun_read_in_words_and_published_without_a_fault(string kind, string shelf)
    {
        await Topic();
        var admin = await house.As("admin");
        await admin.Open("/studio/new");
        await admin.Submit("form.card", ("Kind", kind), ("Name", $"My {kind}"), ("Locale", "en"), ("Key", $"my-{kind}"));
        admin.Location.ShouldBe($"/studio/{shelf}/my-{kind}/text", admin.Text);

        await admin.Open(admin.Location!);
        var text = admin.Page.QuerySelector("textarea[name=text]")!.TextContent;
        await admin.Submit("main form", ("text", text));
        admin.Location.ShouldBe($"/studio/{shelf}/my-{kind}", admin.Text);

        await admin.Open(admin.Location!);
        admin.Text.ShouldContain($"My {kind}");
        await admin.Submit("form[action$='handler=Publish']");
        admin.Status.ShouldBe(302);
        (await house.Get<DefinitionShelf>().Find(kind, $"my-{kind}"))!.Published.ShouldBe(1);
        // Published for one language only or with sample texts: it leaves the house as it was.
        await house.Get<DefinitionShelf>().Archive(kind, $"my-{kind}", "test", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_fault_is_told_with_its_line_while_one_types_and_nothing_wrong_is_kept()
    {
        await house.Get<DefinitionShelf>().SaveDraft("segment", "checked", LocalizedText.Of("Checked"), """{"key":"checked","title":{"en":"Checked"},"of":"account","rule":"account.tier = \"pro\""}""", 0, "test", DateTimeOffset.UtcNow);
        var author = await house.As("author");
        await author.Open("/studio/segments/checked/text");
        const string Wrong = "key: checked\ntitle: {en: Checked}\nof: account\nrule: acount.tier = \"pro\"\n";
        await author.Submit("main form", ("text", Wrong));
        author.Status.ShouldBe(422);
        author.Text.ShouldContain("Line 4");

        await author.Open("/studio/segments/checked/text");
        var token = author.Page.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!;
        await author.Post("/studio/segments/checked/text?handler=Check", ("form_token", token), ("text", Wrong));
        var faults = JsonDocument.Parse(author.Text).RootElement;
        faults[0].GetProperty("line").GetInt32().ShouldBe(4);
        // So is a name that can be read and that nothing bears.
        await author.Post("/studio/segments/checked/text?handler=Check", ("form_token", token), ("text", Wrong.Replace("acount.tier", "account.lifecycl", StringComparison.Ordinal)));
        JsonDocument.Parse(author.Text).RootElement[0].GetProperty("message").GetString().ShouldBe("There is no attribute \"lifecycl\". Did you mean \"lifecycle\"?");
        (await house.Get<DefinitionShelf>().Find("segment", "checked"))!.DraftVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_fault_is_told_in_the_language_of_its_author_with_what_was_meant()
    {
        await house.Get<DefinitionShelf>().SaveDraft("segment", "spoken", LocalizedText.Of("Spoken"), """{"key":"spoken","title":{"en":"Spoken"},"of":"account","rule":"account.tier = \"pro\""}""", 0, "test", DateTimeOffset.UtcNow);
        var author = await house.As("author");
        author.Cookies["language"] = "ja";
        await author.Open("/studio/segments/spoken/text");
        await author.Submit("main form", ("text", "key: spoken\ntitle: {en: Spoken}\nof: acount\nrule: acount.tier = \"pro\"\n"));
        author.Page.Body!.TextContent.ShouldContain("3行目: \"acount\" は使えません。使えるのは \"account\", \"contact\" です。\"account\" の間違いではありませんか。");
        await author.Submit("main form", ("text", "key: spoken\ntitle: {en: Spoken}\nof: account\nrule: acount.tier = \"pro\"\n"));
        author.Page.Body!.TextContent.ShouldContain("4行目: 「acount」に項目はありません。");
    }

    [Fact]
    public async Task A_name_that_nothing_bears_is_told_beside_its_rule_and_is_not_published()
    {
        var (shelf, now) = (house.Get<DefinitionShelf>(), DateTimeOffset.UtcNow);
        await shelf.SaveDraft("segment", "misspelt", LocalizedText.Of("Misspelt"), """{"key":"misspelt","title":{"en":"Misspelt"},"of":"account","rule":"guide \"invte-your-team\" read"}""", 0, "test", now);
        var author = await house.As("admin");
        await author.Open("/studio/segments/misspelt");
        author.Page.QuerySelector(".rule-unknown")!.TextContent.Trim().ShouldBe("There is no guide \"invte-your-team\". Did you mean \"invite-your-team\"?");
        await author.Submit("form[action$='handler=Publish']");
        author.Status.ShouldBe(422);
        (await shelf.Find("segment", "misspelt"))!.Published.ShouldBeNull();

        // A signal that never came may still come: it is told and does not hold anybody up.
        await shelf.SaveDraft("segment", "early", LocalizedText.Of("Early"), """{"key":"early","title":{"en":"Early"},"of":"account","rule":"count \"invoice.paid-late\" in 30 days >= 1"}""", 0, "test", now);
        await author.Open("/studio/segments/early");
        author.Page.QuerySelector(".rule-unknown")!.TextContent.ShouldContain("has ever come");
        await author.Submit("form[action$='handler=Publish']");
        author.Status.ShouldBe(302);
        foreach (var key in new[] { "misspelt", "early" }) await shelf.Archive("segment", key, "test", now, now);
    }

    [Fact]
    public async Task What_uses_a_document_is_listed_with_it()
    {
        var now = DateTimeOffset.UtcNow;
        await house.Get<DefinitionShelf>().Put("segment", "used", LocalizedText.Of("Used"), """{"key":"used","title":{"en":"Used"},"of":"account","rule":"account.tier = \"pro\""}""", "test", now);
        await house.Get<DefinitionShelf>().SaveDraft("play", "uses-it", LocalizedText.Of("Uses it"), """{"key":"uses-it","title":{"en":"Uses it"},"opens":"segment \"used\" and guide \"invite-your-team\" read"}""", 0, "test", now);
        var shelves = house.Get<Shelves>();
        (await shelves.UsersOf("segment", "used")).Select(one => one.Key).ShouldBe(["uses-it"]);
        (await shelves.UsersOf("guide", "invite-your-team")).Select(one => one.Key).ShouldContain("uses-it");

        var author = await house.As("author");
        await author.Open("/studio/segments/used");
        author.Text.ShouldContain("/studio/plays/uses-it");
        author.Text.ShouldContain("The tier is");
    }

    [Fact]
    public async Task An_author_reads_how_health_is_computed_and_does_not_write_it()
    {
        await house.Get<DefinitionShelf>().SaveDraft("scorecard", "read-only", LocalizedText.Of("Card"), """{"key":"read-only","title":{"en":"Card"},"scope":"account"}""", 0, "test", DateTimeOffset.UtcNow);
        var author = await house.As("author");
        await author.Open("/studio/scorecards/read-only");
        author.Status.ShouldBe(200);
        await author.Open("/studio/scorecards/read-only/text");
        author.Status.ShouldBe(403);
        await house.Get<DefinitionShelf>().Archive("scorecard", "read-only", "test", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task An_earlier_version_becomes_the_draft_again()
    {
        var (shelf, now) = (house.Get<DefinitionShelf>(), DateTimeOffset.UtcNow);
        static string Json(string tier) => $$"""{"key":"turned","title":{"en":"Turned"},"of":"account","rule":"account.tier = \"{{tier}}\""}""";
        await shelf.Put("segment", "turned", LocalizedText.Of("Turned"), Json("one"), "test", now);
        await shelf.Put("segment", "turned", LocalizedText.Of("Turned"), Json("two"), "test", now);
        var author = await house.As("author");
        await author.Open("/studio/segments/turned?version=1");
        author.Text.ShouldContain("“one”");
        await author.Submit("form[action*='handler=Restore']");
        author.Status.ShouldBe(302);
        (await shelf.Find("segment", "turned"))!.Draft.ShouldBe(Json("one"));
    }

    [Fact]
    public async Task What_holds_for_all_accounts_is_read_in_words_and_changed_with_its_faults_told_by_line()
    {
        var (shelf, book, now) = (house.Get<DefinitionShelf>(), house.Get<SettingsBook>(), DateTimeOffset.UtcNow);
        var (before, profile) = (await shelf.Find("settings", "settings"), await book.Find<OperatorProfile>(OperatorProfile.Key));
        await shelf.Put("settings", "settings", LocalizedText.Empty, """{"zone":"UTC","tiers":[{"key":"pro","title":{"en":"Professional"}}],"touch_models":[{"model":"tech"}],"touch_policy":{"quiet_hours":{"from":"19:00","to":"08:00"}}}""", "test", now);
        try
        {
            var author = await house.As("author");
            await author.Open("/studio/settings/settings");
            author.Page.Body!.TextContent.ShouldContain("Professional");
            await author.Open("/studio/settings/settings/text");
            author.Status.ShouldBe(403);

            var admin = await house.As("admin");
            await admin.Open("/studio/settings/settings");
            admin.Page.QuerySelector(".words")!.TextContent.ShouldContain("Quiet hours");
            await admin.Open("/studio/settings/settings/text");
            var text = admin.Page.QuerySelector("textarea[name=text]")!.TextContent;
            await admin.Submit("main form", ("text", text.Replace("19:00", "25:00", StringComparison.Ordinal)));
            admin.Status.ShouldBe(422);
            admin.Page.QuerySelector(".notice-bad, .errors, [role=alert]")!.TextContent.ShouldContain("Line ");
            await admin.Submit("main form", ("text", text.Replace("19:00", "20:00", StringComparison.Ordinal).Replace("zone: UTC", "zone: Asia/Tokyo", StringComparison.Ordinal)));
            admin.Location.ShouldBe("/studio/settings/settings", admin.Text);
            await admin.Open(admin.Location!);
            await admin.Submit("form[action$='handler=Publish']");
            admin.Status.ShouldBe(302, admin.Text);
            (await shelf.Find("settings", "settings"))!.Published.ShouldBe(2 + (before?.Published ?? 0));
            (await book.Find<OperatorProfile>(OperatorProfile.Key)).Value.ShouldBe(profile.Value with { Zone = "Asia/Tokyo" }, "only what was said otherwise is taken over");
        }
        finally
        {
            var known = await book.Find<OperatorProfile>(OperatorProfile.Key);
            await book.Save(OperatorProfile.Key, profile.Value, known.Version, "test", now);
            if (before is null) await shelf.Archive("settings", "settings", "test", now, now);
            else await shelf.Put("settings", "settings", before.Title, before.Draft, "test", now);
        }
    }
}
