using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Accounts;

public sealed class TouchModelsTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    static readonly ImmutableArray<TouchModelRule> Shipped =
    [
        new(Rule.Parse("account.tier = \"enterprise\"", RuleScope.Account), "high"),
        new(Rule.Parse("account.tier = \"business\"", RuleScope.Account), "low"),
        new(null, "tech"),
    ];

    static Facts Of(string? tier) => Facts.Of(AccountHistory.Of(
        new Account(Guid.Empty, "northwind", "Northwind", null, tier, "onboarding", "tech", null, null, null, null, null, Now, ImmutableSortedDictionary<string, AttributeValue>.Empty), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("enterprise", "high")]
    [InlineData("business", "low")]
    [InlineData("starter", "tech")]
    [InlineData(null, "tech")]
    public void The_first_rule_that_holds_gives_the_model(string? tier, string model) => TouchModels.Of(Shipped, Of(tier), Now).ShouldBe(model);

    [Fact]
    public void What_is_not_known_does_not_hold_and_without_rules_nobody_spends_time()
    {
        TouchModels.Of([new(Rule.Parse("account.seats > 100", RuleScope.Account), "high")], Of("enterprise"), Now).ShouldBe("tech");
        TouchModels.Of([], Of("enterprise"), Now).ShouldBe(TouchModels.Otherwise);
    }
}
