using CsEngage.Web.Docs;

namespace CsEngage.Web.Tests.Docs;

public sealed class HandbookTests
{
    public static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (var (name, _, _) in Handbook.Pages)
            foreach (var locale in new[] { "en", "ja" }) names.Add(name, locale);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_shown_with_its_chapters_and_leads_nowhere_that_is_not_there(string name, string locale)
    {
        var page = Handbook.Find(name, locale)!;
        page.Title.ShouldNotBeEmpty();
        page.Html.ShouldNotContain(".md\"");
        foreach (var chapter in page.Chapters) page.Html.ShouldContain($"id=\"{chapter.Id}\"");
        var links = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page.Html).QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Where(address => !address.StartsWith("http", StringComparison.Ordinal));
        foreach (var address in links) (address.StartsWith('#') || address == "/docs/api" || Handbook.Find(address["/docs/".Length..], locale) is not null).ShouldBeTrue(address);
    }

    [Theory]
    [InlineData("en", "In guides and mails")]
    [InlineData("ja", "ガイドとメールで使うとき")]
    public void The_language_is_shown_to_its_authors_as_it_is_written(string locale, string chapter)
    {
        var page = Handbook.Find("liquid", locale)!;
        page.Locale.ShouldBe(locale);
        page.Chapters.Select(one => one.Title).ShouldContain(chapter);
        page.Html.ShouldContain("{{ account.name }}");
        page.Html.ShouldNotContain("LiquidContext");
        Handbook.Find("bench", locale).ShouldBeNull();
    }

    [Fact]
    public void What_is_not_written_in_a_language_is_shown_in_English()
    {
        Handbook.Find("mail", "ja").ShouldBeSameAs(Handbook.Find("mail", "en"));
        Handbook.Find("liquid", "fr").ShouldBeSameAs(Handbook.Find("liquid", "en"));
    }

    [Fact]
    public void Where_the_handbook_speaks_of_the_API_it_leads_there() => Handbook.Find("signals", "en")!.Html.ShouldContain("href=\"/docs/api\"");
}
