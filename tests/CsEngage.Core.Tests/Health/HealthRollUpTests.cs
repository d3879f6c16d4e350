namespace CsEngage.Core.Tests.Health;

public sealed class HealthRollUpTests
{
    [Fact]
    public void Parts_are_weighted_by_revenue_and_those_without_count_as_the_smallest()
    {
        HealthRollUp.Of(RollUp.ByRevenue, null, [(80, 300), (20, 100)]).ShouldBe(65);
        HealthRollUp.Of(RollUp.ByRevenue, null, [(80, 100), (20, 0)]).ShouldBe(50);
        HealthRollUp.Of(RollUp.ByRevenue, null, [(80, 0), (20, 0)]).ShouldBe(50);
        HealthRollUp.Of(RollUp.ByRevenue, null, [(80, 300), (null, 900)]).ShouldBe(80);
        HealthRollUp.Of(RollUp.ByRevenue, 7, [(null, 900)]).ShouldBeNull();
    }

    [Fact]
    public void The_worst_or_its_own()
    {
        HealthRollUp.Of(RollUp.WorstOf, 7, [(80, 1), (20, 1), (null, 1)]).ShouldBe(20);
        HealthRollUp.Of(RollUp.Own, 7, [(80, 1)]).ShouldBe(7);
    }
}
