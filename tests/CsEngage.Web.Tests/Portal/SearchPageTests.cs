using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

[Collection("house")]
public sealed class SearchPageTests(WebHouse house)
{
    [Theory]
    [InlineData("更新", "Renew in time", "日本語")]
    [InlineData("契約更新", "Renew in time", "日本語")]
    [InlineData("ﾚﾎﾟｰﾄ", "Renew in time", "日本語")]
    [InlineData("DEADLINE", "Renew in time", null)]
    [InlineData("ＤＥＡＤＬＩＮＥ", "Renew in time", null)]
    [InlineData("zebra", null, null)]
    public async Task A_guide_is_found_in_any_of_its_languages_and_widths_and_shown_as_it_is_written(string query, string? title, string? language)
    {
        var browser = await Reader();
        await browser.Open($"/p/searchwell-x1/search?q={Uri.EscapeDataString(query)}");
        var results = browser.Page.QuerySelectorAll(".guide-list li");
        results.Select(result => result.QuerySelector("strong")!.TextContent).ShouldBe(title is null ? [] : [title]);
        if (title is null) return;
        results[0].QuerySelector(".tag")?.TextContent.ShouldBe(language);
        (results[0].QuerySelector(".tag") is null).ShouldBe(language is null);
        results[0].QuerySelectorAll("mark").Length.ShouldBeGreaterThan(0);
        if (language is null) results[0].QuerySelector("p")!.TextContent.ShouldContain("The Deadline of Notice");
    }

    async Task<Browser> Reader()
    {
        var now = DateTimeOffset.UtcNow;
        if (await house.Get<DefinitionShelf>().Find("blueprint", "searching") is null)
        {
            await house.Get<DefinitionShelf>().Put("blueprint", "searching", LocalizedText.Of("Searching"), """{"key":"searching","guides":["renew-in-time"],"navigation":[]}""", "test", now);
            await house.AddGuide("renew-in-time", "Renew in time", "The Deadline of Notice stands in your agreement.", now);
            await house.AddGuide("renew-in-time", "期限までに手続きする", "契約の更新には、月次レポートを添えてください。", now, locale: "ja");
            member = await house.AddAccount("Searchwell", "searchwell-x1", "sue@searchwell.example", "Well", "Sue", now, blueprint: "searching");
        }
        return await house.As(member!);
    }

    static CsEngage.Store.Accounts.Member? member;
}
