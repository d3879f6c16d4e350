namespace CsEngage.Core.Tests.Rules;

public sealed class RuleCompletionTests
{
    static readonly RuleWords Words = RuleWords.BuiltIn.With(TextKind.Attribute, ["plan", "seats"])
        .With(TextKind.Guide, ["first-report", "invite-your-team"]).With(TextKind.Journey, ["onboarding"]).With(TextKind.Kind, ["report.exported"]);

    static string[] At(string text, RuleScope scope = RuleScope.Account)
    {
        var cursor = text.IndexOf('|', StringComparison.Ordinal);
        return [.. RuleCompletion.At(text.Remove(cursor, 1), cursor, scope, Words).Select(one => one.Text)];
    }

    [Theory]
    [InlineData("gui|", "guide")]
    [InlineData("guide |", "\"first-report\",\"invite-your-team\"")]
    [InlineData("guide \"inv|", "\"invite-your-team\"")]
    [InlineData("guide \"first-report\" |", "completed,read,viewed")]
    [InlineData("guide \"first-report\" read b|", "by")]
    [InlineData("guide \"first-report\" read by |", "all,any,at,role,this")]
    [InlineData("count \"rep|", "\"report.exported\"")]
    [InlineData("count \"report.exported\" in 30 |", "days,hours,minutes,weeks")]
    [InlineData("account.p|", "account.parent,account.plan")]
    [InlineData("account.se|", "account.seats")]
    [InlineData("1 = 1 an|", "and")]
    [InlineData("1 = 1 and enrolled in |", "\"onboarding\"")]
    [InlineData("account.plan is |", "known,not")]
    [InlineData("any contract (contract.e|", "contract.end,contract.external-id")]
    [InlineData("1 > s|", "share of contacts,sum,survey")]
    [InlineData("1 > share of contacts where (s|", "segment,share of contacts,sum,survey")]
    [InlineData("nonsense nonsense |", "")]
    [InlineData("# |", "")]
    public void The_parser_itself_says_how_it_could_go_on(string text, string expected) => string.Join(',', At(text)).ShouldBe(expected);

    [Fact]
    public void A_role_can_be_asked_for_only_in_contact_scope()
    {
        At("rol|").ShouldBeEmpty();
        At("rol|", RuleScope.Contact).ShouldBe(["role"]);
        At("role \"ch|", RuleScope.Contact).ShouldBe(["\"champion\""]);
    }

    [Fact]
    public void All_fields_of_the_account_are_offered_behind_its_point() => At("account.|").ShouldBe(
        ["account.country", "account.created", "account.csm", "account.lifecycle", "account.name", "account.parent", "account.plan", "account.seats", "account.tier", "account.touch-model"]);
}
