namespace CsEngage.Core.Tests.Rules;

public sealed class RuleNamesTests
{
    static readonly RuleWords Words = RuleWords.BuiltIn.With(TextKind.Guide, ["invite-your-team"]).With(TextKind.Journey, ["onboarding"]).With(TextKind.Checkpoint, ["onboarding/team-invited"])
        .With(TextKind.Segment, ["pilot"]).With(TextKind.Survey, ["nps"]).With(TextKind.Attribute, ["go-live"]).With(TextKind.Tier, ["business", "enterprise"]);

    static string Unknown(string rule, RuleScope scope = RuleScope.Account) => string.Join(" ", RuleNames.Unknown(Rule.Parse(rule, scope).Phrase, Words).Select(name => name.Said.ToString()));

    [Theory]
    [InlineData("guide \"invte-your-team\" read", "There is no guide \"invte-your-team\". Did you mean \"invite-your-team\"?")]
    [InlineData("count \"guide.read\" of \"guide:invite-yor-team\" >= 1", "There is no guide \"invite-yor-team\". Did you mean \"invite-your-team\"?")]
    [InlineData("count \"guide.raed\" >= 1", "There is no signal \"guide.raed\". Did you mean \"guide.read\"?")]
    [InlineData("count \"invoice.paid-late\" >= 1", "No signal \"invoice.paid-late\" has ever come. Send it by the API, or the rule never holds.")]
    [InlineData("checkpoint \"team-invted\" of \"onboarding\" reached", "There is no checkpoint \"team-invted\". Did you mean \"team-invited\"?")]
    [InlineData("not (segment \"pilots\" or survey \"csat\" last answer > 3)", "There is no segment \"pilots\". Did you mean \"pilot\"? There is no survey \"csat\".")]
    [InlineData("enrolled in \"onbording\"", "There is no journey \"onbording\". Did you mean \"onboarding\"?")]
    [InlineData("share of contacts where (role \"champoin\") > 50%", "There is no role \"champoin\". Did you mean \"champion\"?")]
    [InlineData("account.go_life passed", "There is no attribute \"go-life\". Did you mean \"go-live\"?")]
    [InlineData("account.lifecycl = \"onboarding\"", "There is no attribute \"lifecycl\". Did you mean \"lifecycle\"?")]
    [InlineData("account.tier in [\"busines\", \"enterprise\"]", "There is no tier \"busines\". Did you mean \"business\"?")]
    [InlineData("account.lifecycle = \"onbording\"", "There is no lifecycle \"onbording\". Did you mean \"onboarding\"?")]
    [InlineData("touch model is \"hihg\"", "There is no touch model \"hihg\". Did you mean \"high\"?")]
    public void A_name_that_nothing_bears_is_told_with_what_was_meant(string rule, string said) => Unknown(rule).ShouldBe(said);

    [Theory]
    [InlineData("guide \"invite-your-team\" read by role \"champion\" within 3 days")]
    [InlineData("no \"*\" for 14 days")]
    [InlineData("count \"guide.read\" of \"guide:*\" >= 1")]
    [InlineData("account.go_live within 3 days and account.name contains \"x\" and account.tier = \"business\"")]
    [InlineData("checkpoint \"team-invited\" of \"onboarding\" not reached")]
    public void What_is_there_is_not_told(string rule) => Unknown(rule).ShouldBeEmpty();

    [Fact]
    public void Of_what_nothing_is_known_nothing_is_said() => RuleNames.Unknown(Rule.Parse("segment \"any\" and guide \"any\" read", RuleScope.Account).Phrase, RuleWords.Empty).ShouldBeEmpty();

    [Fact]
    public void The_same_name_is_told_once() => RuleNames.Unknown(Rule.Parse("segment \"a\" or segment \"a\"", RuleScope.Account).Phrase, Words).Length.ShouldBe(1);

    [Fact]
    public void Only_a_signal_may_still_come()
    {
        RuleNames.Unknown(Rule.Parse("count \"invoice.paid-late\" > 1", RuleScope.Account).Phrase, Words)[0].IsFault.ShouldBeFalse();
        RuleNames.Unknown(Rule.Parse("segment \"a\"", RuleScope.Account).Phrase, Words)[0].IsFault.ShouldBeTrue();
    }
}
