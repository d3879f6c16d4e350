namespace CsEngage.Core.Tests.Rules;

public sealed class RuleErrorTests
{
    [Theory]
    [InlineData("", 0, "a rule", null)]
    [InlineData("guide \"a\" reed", 10, "viewed, read or completed", "read")]
    [InlineData("cuont \"guide.read\" > 1", 0, "a rule", "count")]
    [InlineData("count guide.read > 1", 6, "a kind of signal", "\"guide.read\"")]
    [InlineData("count \"guide.read\" in 30 dys > 1", 25, "minutes, hours, days or weeks", "days")]
    [InlineData("count \"guide.read\" in 30 days", 29, "a comparison", null)]
    [InlineData("count \"guide.read\" in 0 days > 1", 22, "a time", null)]
    [InlineData("count \"guide.read\" in 300 days before 200 days > 1", 19, "at most 400 days back", null)]
    [InlineData("last \"guide.read\" in 3 days passed", 18, "within last", null)]
    [InlineData("last \"guide.read\" within 3 days", 18, "within last and a time", "within last")]
    [InlineData("guide \"a\" read by this contact", 18, "any contact", null)]
    [InlineData("guide \"a\" read by sombody", 18, "this contact, any contact", null)]
    [InlineData("role \"champion\"", 0, "share of contacts", null)]
    [InlineData("contact.title is known", 0, "share of contacts", null)]
    [InlineData("contract.end within 3 days", 0, "any contract (contract.end", null)]
    [InlineData("any contract (contract.ends within 3 days)", 14, "one of start, end", "contract.end")]
    [InlineData("any contract (contract.end within 3 hours)", 34, "a number of days", null)]
    [InlineData("acount.tier = \"pro\"", 0, "account.…", "account.tier")]
    [InlineData("account.tier == \"pro\"", 14, "a rule", null)]
    [InlineData("account.tier = 'pro'", 15, null, "\"")]
    [InlineData("account.tier = “pro”", 15, null, "\"")]
    [InlineData("account.tier = \"pro\" && 1 = 1", 21, null, "and")]
    [InlineData("account.tier = \"pro", 15, "a closing \"", null)]
    [InlineData("account.tier = \"pro\" adn 1 = 1", 21, "and, or", "and")]
    [InlineData("account.tier < \"pro\"", 0, "= or !=", null)]
    [InlineData("account.tier = 3", 0, null, null)]
    [InlineData("account.tier within 3 days", 0, "a date", null)]
    [InlineData("1 < 2 < 3", 6, "and between two comparisons", null)]
    [InlineData("(1 = 1) + 2 = 3", 0, "a figure", null)]
    [InlineData("1 = 1 and 5", 11, "a comparison", null)]
    [InlineData("\"a\" + 1 = 2", 4, null, null)]
    [InlineData("(1 = 1", 6, ")", null)]
    [InlineData("account.seats in [1, 2", 22, ", or ]", null)]
    [InlineData("enrolled in onboarding", 12, "the key of a journey", "\"onboarding\"")]
    [InlineData("no \"portal.visited\"", 19, "for and a time", null)]
    [InlineData("segment \"\"", 8, "the key of a segment", null)]
    [InlineData("99999999999999999999999999999999 > 1", 0, null, null)]
    public void An_error_says_where_what_was_expected_and_what_was_probably_meant(string rule, int position, string? expected, string? suggestion)
    {
        var error = Should.Throw<RuleException>(() => Rule.Parse(rule, RuleScope.Account));
        error.Position.ShouldBe(position, error.Message);
        if (expected is null) error.Expected.ShouldBeNull(error.Message); else error.Expected.ShouldNotBeNull().ToString().ShouldContain(expected);
        error.Suggestion.ShouldBe(suggestion, error.Message);
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Nesting_has_a_bottom()
    {
        Should.Throw<RuleException>(() => Rule.Parse(new string('(', 10_000) + "1 = 1", RuleScope.Account)).Message.ShouldContain("deeply");
        Should.Throw<RuleException>(() => Rule.Parse(string.Concat(Enumerable.Repeat("not ", 10_000)) + "1 = 1", RuleScope.Account)).Message.ShouldContain("deeply");
        Rule.Parse(string.Join(" and ", Enumerable.Repeat("1 = 1", 10_000)), RuleScope.Account).ToString().ShouldContain("and");
    }

    [Fact]
    public void A_figure_is_not_a_rule_and_a_rule_is_not_a_figure()
    {
        Should.Throw<RuleException>(() => Figure.Parse("1 = 1", RuleScope.Account)).Expected.ShouldNotBeNull().ToString().ShouldContain("a figure");
        Figure.Parse("count \"guide.read\" in 28 days / 2", RuleScope.Account).Kind.ShouldBe(QuantityKind.Number);
        Figure.Parse("last \"guide.read\"", RuleScope.Account).Kind.ShouldBe(QuantityKind.Instant);
        Figure.Parse("account.sentiment", RuleScope.Account).Kind.ShouldBe(QuantityKind.Unknown);
    }
}
