using CsEngage.Core.Tests.House;

namespace CsEngage.Core.Tests.Signals;

public sealed class SignalKindsTests
{
    [Fact]
    public void Each_kind_stands_once_well_formed_with_its_emitters_and_a_sentence()
    {
        SignalKinds.All.Select(kind => kind.Kind).ShouldBeUnique();
        foreach (var kind in SignalKinds.All)
        {
            SignalKinds.IsWellFormed(kind.Kind).ShouldBeTrue(kind.Kind);
            kind.Emitters.ShouldNotBeEmpty(kind.Kind);
            kind.Meaning.ShouldEndWith(".", Case.Sensitive, kind.Kind);
            if (kind.Engagement) kind.Scope.ShouldBe(SignalScope.Contact, kind.Kind);
        }
    }

    [Theory]
    [InlineData("guide.read", null)]
    [InlineData("guide.reed", "guide.read")]
    [InlineData("contact.sign-in", "contact.signed-in")]
    [InlineData("report.exported", null)]
    public void A_kind_that_is_almost_known_is_suggested(string kind, string? meant) => SignalKinds.Meant(kind).ShouldBe(meant);

    [Theory]
    [InlineData("report.exported", true)]
    [InlineData("invoice.line-2.paid", true)]
    [InlineData("exported", false)]
    [InlineData("Report.exported", false)]
    [InlineData("report.", false)]
    [InlineData("a..b", false)]
    [InlineData("", false)]
    public void Kinds_from_outside_have_a_noun_and_a_verb(string kind, bool wellFormed) => SignalKinds.IsWellFormed(kind).ShouldBe(wellFormed);

    [Fact]
    public void Kinds_from_outside_count_as_engagement_and_opened_mails_do_not()
    {
        SignalKinds.CountsAsEngagement("report.exported").ShouldBeTrue();
        SignalKinds.CountsAsEngagement("touch.opened").ShouldBeFalse();
    }

    /// <summary>`SIGNALS_PAGE=write` writes the page instead.</summary>
    [Fact]
    public void The_page_of_kinds_is_the_table_in_the_code()
    {
        var page = Repository.Path("docs", "signals.md");
        if (Environment.GetEnvironmentVariable("SIGNALS_PAGE") == "write") File.WriteAllText(page, SignalKinds.ToMarkdown());
        File.ReadAllText(page).ShouldBe(SignalKinds.ToMarkdown());
    }
}
