using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Health;

public sealed class SilenceTests
{
    static readonly DateOnly Today = new(2026, 6, 1);

    [Fact]
    public void A_habit_is_the_gap_that_nine_of_ten_do_not_exceed()
    {
        var facts = Facts([.. new[] { -40.0, -38, -38, -35, -33, -30, -20 }.Select(day => Signal("portal.visited", day, Aiko)), Signal("touch.sent", -1, Aiko), Signal("portal.visited", 3, Aiko)]);
        var cadence = Cadence.Of(facts, Day(0));
        cadence.Gaps.ShouldBe([2, 2, 3, 3, 10]);
        cadence.Usual.ShouldBe(10);
        cadence.LastOn.ShouldBe(Today.AddDays(-20));
        Cadence.Of(facts.For(Ben), Day(0)).LastOn.ShouldBeNull();
    }

    [Fact]
    public void Few_gaps_are_no_habit_and_peers_are_asked()
    {
        new Cadence([1, 1, 1], Today).Usual.ShouldBeNull();
        Cadence.OfPeers([null, 3, 20, 5]).ShouldBe(5);
        Cadence.OfPeers([null]).ShouldBeNull();
    }

    [Theory]
    [InlineData(6, 3, false)]
    [InlineData(8, 3, true)]   // more than twice three days, and more than a week
    [InlineData(7, 1, false)]
    [InlineData(20, 10, false)]
    [InlineData(21, 10, true)]
    public void Silent_is_who_stays_away_for_more_than_twice_the_usual(int days, int usual, bool silent) =>
        (Silence.Of(new([.. Enumerable.Repeat(usual, 5)], Today.AddDays(-days)), null, Today.AddDays(-300), Today) is not null).ShouldBe(silent);

    [Fact]
    public void Who_never_came_is_silent_from_the_beginning_by_the_measure_of_peers()
    {
        Silence.Of(new([], null), 5, Today.AddDays(-11), Today).ShouldBe(new Silence(11, 5, false));
        Silence.Of(new([], null), 5, Today.AddDays(-10), Today).ShouldBeNull();
        Silence.Of(new([], null), null, Today.AddDays(-29), Today).ShouldBe(new Silence(29, Silence.Default, false));
    }
}
