namespace CsEngage.Core.Tests.Health;

public sealed class ScoreMapTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.999, 10)]
    [InlineData(1, 60)]
    [InlineData(3.999, 60)]
    [InlineData(4, 100)]
    [InlineData(-5, 10)]
    public void Tiers_are_half_open(double value, double score) => new ScoreMap.Tiers([(1, 10), (4, 60), (null, 100)]).Of(value).ShouldBe(score);

    [Theory]
    [InlineData(7, 100)]
    [InlineData(26, 50)]
    [InlineData(45, 0)]
    [InlineData(100, 0)]
    [InlineData(0, 100)]
    public void A_line_may_fall_and_is_clamped(double value, double score) => new ScoreMap.Linear(45, 7).Of(value).ShouldBe(score, 1e-9);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0.3, 17.5)]
    [InlineData(0.6, 35)]
    [InlineData(0.8, 55)]
    [InlineData(1.3, 100)]
    [InlineData(9, 100)]
    public void A_curve_joins_its_points(double value, double score) =>
        new ScoreMap.Curve([(0, 0), (0.6, 35), (1, 75), (1.3, 100)]).Of(value).ShouldBe(score, 1e-9);

    [Fact]
    public void A_map_knows_which_way_it_points()
    {
        new ScoreMap.Linear(0, 1).Points(Direction.HigherIsBetter).ShouldBeTrue();
        new ScoreMap.Linear(0, 1).Points(Direction.LowerIsBetter).ShouldBeFalse();
        new ScoreMap.Tiers([(1, 100), (null, 0)]).Points(Direction.LowerIsBetter).ShouldBeTrue();
        new ScoreMap.Curve([(0, 0), (1, 50), (2, 40)]).Points(Direction.HigherIsBetter).ShouldBeFalse();
    }
}
