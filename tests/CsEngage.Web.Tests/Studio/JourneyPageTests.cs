using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

[Collection("house")]
public sealed class JourneyPageTests(WebHouse house)
{
    static string Document(string key, string more) => $$$"""
        {"key":"{{{key}}}","title":{"en":"Checked"},"participant":"account","stages":[{"key":"one","title":{"en":"One"},"checkpoints":[
          {"key":"first","title":{"en":"First"},"side":"customer","opens":{"after":["second"]},"evidence":"count \"contact.signed-in\" >= 1","due":{"days":3,"from":"start"}},
          {"key":"second","title":{"en":"Second"},"side":"customer",{{{more}}}"evidence":"count \"rocket.launched\" >= 1"}]}]}
        """;

    async Task<Browser> Opened(string key, string more)
    {
        await house.Get<DefinitionShelf>().SaveDraft("journey", key, LocalizedText.Of("Checked"), Document(key, more), 0, "test", DateTimeOffset.UtcNow);
        var admin = await house.As("admin");
        await admin.Open($"/studio/journeys/{key}");
        return admin;
    }

    static string[] Findings(Browser browser) => [.. browser.Page.QuerySelectorAll(".findings li").Select(line => string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    [Fact]
    public async Task Everything_that_an_author_should_know_is_told_before_publishing_with_its_line_and_what_to_do()
    {
        var admin = await Opened("in-circles", """ "opens":{"after":["first"]},"on":{"open":[{"key":"ask","task":{"key":"do","title":{"en":"Do it"},"assignee":"role:astronaut","kind":"tick"}}]}, """);
        var findings = Findings(admin);
        findings.ShouldContain("It never opens: the checkpoints it comes after wait for each other. Let one of them open at the start. Line 8");
        findings.ShouldContain(finding => finding.StartsWith("Nobody can have the role \"astronaut\"", StringComparison.Ordinal) && finding.Contains("Name a role that the settings know", StringComparison.Ordinal));
        findings.ShouldContain(finding => finding.StartsWith("No signal \"rocket.launched\" has ever come.", StringComparison.Ordinal));
        findings.ShouldContain(finding => finding.StartsWith("It is required and has no due time", StringComparison.Ordinal));
        admin.Page.QuerySelectorAll(".findings .is-fault").Length.ShouldBe(3);

        await admin.Submit("form[action$='handler=Publish']");
        admin.Status.ShouldBe(422);
        admin.Page.QuerySelector(".notice-bad")!.TextContent.ShouldContain("It cannot work like this.");
        (await house.Get<DefinitionShelf>().Find("journey", "in-circles"))!.Published.ShouldBeNull();

        admin.Cookies["language"] = "ja";
        await admin.Open("/studio/journeys/in-circles");
        Findings(admin).ShouldContain(finding => finding.Contains("前提のチェックポイントが互いを待っているため、開くことがありません。 そのうちの1つを最初から開くようにしてください。", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_only_worth_knowing_does_not_hold_up_publishing_and_is_told_in_the_text_too()
    {
        var admin = await Opened("worth-knowing", """ "opens":{"at":"start"}, """);
        Findings(admin).ShouldNotBeEmpty();
        admin.Page.QuerySelectorAll(".findings .is-fault").ShouldBeEmpty();

        await admin.Open("/studio/journeys/worth-knowing/text");
        var token = admin.Page.QuerySelector("main input[name=form_token]")!.GetAttribute("value")!;
        await admin.Post("/studio/journeys/worth-knowing/text?handler=Check", ("form_token", token), ("text", admin.Page.QuerySelector("textarea[name=text]")!.TextContent));
        using var told = JsonDocument.Parse(admin.Text);
        told.RootElement.EnumerateArray().ShouldContain(fault => fault.GetProperty("isWarning").GetBoolean() && fault.GetProperty("line").GetInt32() > 1 && fault.GetProperty("message").GetString()!.Contains("no due time"));

        await admin.Open("/studio/journeys/worth-knowing");
        await admin.Submit("form[action$='handler=Publish']");
        admin.Status.ShouldBe(302, admin.Text);
        await house.Get<DefinitionShelf>().Archive("journey", "worth-knowing", "test", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
    }
}
