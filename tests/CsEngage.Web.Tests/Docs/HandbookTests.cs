using CsEngage.Web.Docs;

namespace CsEngage.Web.Tests.Docs;

public sealed class HandbookTests
{
    public static TheoryData<string> Names => [.. Handbook.Pages.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_shown_with_its_chapters_and_leads_nowhere_that_is_not_there(string name)
    {
        var page = Handbook.Find(name)!;
        page.Title.ShouldNotBeEmpty();
        page.Html.ShouldNotContain(".md\"");
        foreach (var chapter in page.Chapters) page.Html.ShouldContain($"id=\"{chapter.Id}\"");
        var links = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page.Html).QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Where(address => !address.StartsWith("http", StringComparison.Ordinal));
        foreach (var address in links) (address.StartsWith('#') || Handbook.Find(address["/docs/".Length..]) is not null).ShouldBeTrue(address);
    }

    [Fact]
    public void The_language_is_shown_to_its_authors_as_it_is_written()
    {
        var page = Handbook.Find("liquid")!;
        page.Chapters.Select(chapter => chapter.Title).ShouldContain("In guides and mails");
        page.Html.ShouldContain("{{ account.name }}");
        page.Html.ShouldNotContain("LiquidContext");
        Handbook.Find("bench").ShouldBeNull();
    }
}
