namespace CsEngage.Core.Tests.Rules;

public sealed class PhraseTests
{
    static string Tree(Phrase phrase) => phrase.Parts.IsEmpty ? phrase.Key : $"{phrase.Key}({string.Join(", ", phrase.Parts.Select(Tree))})";

    [Theory]
    [InlineData("account.tier = \"pro\" and not (account.go-live passed)", "and(compare(account-field, text), not(passed(account-field)))")]
    [InlineData("any contract (contract.end within 120 days) or touch model is \"tech\"", "or(contract(within(contract-field)), compare(account-field, text))")]
    [InlineData("share of contacts with role \"member\" where (guide \"a\" read by this contact) >= 50%", "compare(share(guide), number)")]
    [InlineData("checkpoint \"a\" of \"b\" not reached", "not(checkpoint)")]
    [InlineData("survey \"nps\" last answer <= 6", "compare(survey-answer, number)")]
    [InlineData("days since last \"meeting.held\" > 30", "compare(days-since(last), number)")]
    [InlineData("recency of \"*\" half-life 14 days >= 0.5", "compare(recency(last), number)")]
    [InlineData("count \"x.y\" in 28 days < 0.6 * count \"x.y\" in 28 days before 28 days", "compare(count, multiply(number, count))")]
    public void A_rule_says_what_it_is_made_of_without_facts(string rule, string tree) => Tree(Rule.Parse(rule, RuleScope.Account).Phrase).ShouldBe(tree);

    [Fact]
    public void A_phrase_holds_what_was_asked_for()
    {
        var absence = Rule.Parse("no \"portal.visited\" by role \"champion\" for 21 days", RuleScope.Account).Phrase;
        (absence["kind"].Text, absence["who-kind"].Text, absence["role"].Text, absence["for"].Duration).ShouldBe(("portal.visited", "role", "champion", TimeSpan.FromDays(21)));
        var guide = Rule.Parse("guide \"a\" completed by any contact within 7 days", RuleScope.Account).Phrase;
        (guide.Key, guide["guide"].Text, guide["verb"].Text, guide["window-size"].Duration).ShouldBe(("guide", "a", "completed", TimeSpan.FromDays(7)));
    }
}
