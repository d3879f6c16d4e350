using System.Collections.Immutable;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Health;

public sealed class CardChoiceTests
{
    static CardRule Card(string? when, string primary) => new(when is null ? null : Rule.Parse(when, RuleScope.Account), [primary], primary);

    [Fact]
    public void The_first_rule_that_is_true_chooses_and_unknown_is_not()
    {
        CardChoice.Of([Card("account.colour = \"red\"", "a"), Card("account.tier = \"pro\"", "b"), Card(null, "c")], Facts(), Day(0))!.Primary.ShouldBe("b");
        CardChoice.Of([Card("account.tier = \"free\"", "b"), Card(null, "c")], Facts(), Day(0))!.Primary.ShouldBe("c");
        CardChoice.Of([Card("account.tier = \"free\"", "b")], Facts(), Day(0)).ShouldBeNull();
    }

    [Fact]
    public void A_preview_counts_who_moves()
    {
        var other = Core.Facts.Of(Empty with { Account = Acme with { Tier = "free" } });
        ImmutableArray<CardRule> before = [Card(null, "a")], after = [Card("account.tier = \"pro\"", "b"), Card(null, "a")];
        CardChoice.Moves(before, after, [Facts(), other, Facts()], Day(0)).ShouldBe([("a", "b", 2)]);
    }
}
