using CsEngage.Tests;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Health;

public sealed class BandStateTests
{
    static readonly Bands Bands = new(45, 70);
    static readonly DateOnly Monday = new(2026, 6, 1);

    static BandState See(BandState state, double? score) => state.See(score, Bands, Hysteresis.Usual);

    static BandState Close(BandState state, double? score, int day) => state.Close(score, Monday.AddDays(day), Bands, Hysteresis.Usual);

    [Theory]
    [InlineData(Band.Green, 69, Band.Green)]
    [InlineData(Band.Green, 68, Band.Yellow)]
    [InlineData(Band.Green, 44, Band.Yellow)] // through yellow by far, into red by one point only
    [InlineData(Band.Green, 43, Band.Red)]
    [InlineData(Band.Yellow, 71, Band.Yellow)]
    [InlineData(Band.Yellow, 72, Band.Green)]
    [InlineData(Band.Red, 46, Band.Red)]
    [InlineData(Band.Red, 90, Band.Green)]
    [InlineData(Band.NotEnoughData, 70, Band.Green)]
    public void A_border_is_crossed_by_two_points(Band before, double score, Band after) => See(new(before), score).Band.ShouldBe(after);

    [Fact]
    public void The_second_closing_in_a_row_beyond_the_border_changes_the_colour()
    {
        var state = Close(new(Band.Green), 69, 0);
        state.Band.ShouldBe(Band.Green);
        Close(state, 69.5, 1).Band.ShouldBe(Band.Yellow);
    }

    [Fact]
    public void A_closing_on_the_right_side_and_a_missed_day_start_anew()
    {
        Close(Close(Close(new(Band.Green), 69, 0), 71, 1), 69, 2).Band.ShouldBe(Band.Green);
        Close(Close(new(Band.Green), 69, 0), 69, 2).Band.ShouldBe(Band.Green);
    }

    [Fact]
    public void Two_closings_change_to_the_milder_of_both_colours()
    {
        // 44 is red by a point, and yellow by far: at once yellow, and after one more closing red.
        var first = Close(new(Band.Green), 44, 0);
        first.Band.ShouldBe(Band.Yellow);
        Close(first, 44, 1).Band.ShouldBe(Band.Red);
    }

    [Fact]
    public void Too_little_data_is_never_a_colour()
    {
        See(new(Band.Green), null).Band.ShouldBe(Band.NotEnoughData);
        Close(new(Band.Green), null, 0).Band.ShouldBe(Band.NotEnoughData);
        See(See(new(Band.Green), null), 50).Band.ShouldBe(Band.Yellow);
    }

    [Fact]
    public void A_score_that_wanders_about_a_border_keeps_its_colour() => Law.Holds(
        from points in Gen.Choose(1, 10)
        from closings in Gen.Choose(2, 7)
        from border in Gen.Elements(Bands.Yellow, Bands.Green)
        from above in Gen.Elements(true, false)
        from steps in Gen.Choose(-999, 999).ArrayOf(40)
        select (points, closings, border, above, steps),
        at =>
        {
            var (points, closings, border, above, steps) = at;
            var hysteresis = new Hysteresis(points, closings);
            var start = above ? Bands.Of(border) : Bands.Of(border - 0.01);
            var (state, beyond) = (new BandState(start), 0);
            for (var day = 0; day < steps.Length; day++)
            {
                // Nearer to the border than the points; and before it is beyond at as many closings in a row, it comes back.
                var score = border + steps[day] / 1000.0 * points;
                if (score >= border != above && ++beyond == closings) score = border + (above ? 0.5 : -0.5) * points;
                if (score >= border == above) beyond = 0;
                state = state.See(score, Bands, hysteresis).Close(score, Monday.AddDays(day), Bands, hysteresis);
                state.Band.ShouldBe(start, $"day {day} at {score}");
            }
        });

    [Fact]
    public void Looking_or_closing_twice_changes_nothing_the_second_time() => Law.Holds(
        from scores in Gen.Choose(-5, 1000).Select(n => n < 0 ? (double?)null : n / 10.0).ArrayOf(20) select scores,
        scores =>
        {
            var (once, often) = (BandState.Start, BandState.Start);
            for (var day = 0; day < scores.Length; day++)
            {
                once = Close(See(once, scores[day]), scores[day], day);
                for (var look = 0; look < 3; look++) often = See(often, scores[day]);
                often = Close(Close(often, scores[day], day), scores[day], day);
                for (var look = 0; look < 2; look++) often = See(often, scores[day]);
                often.ShouldBe(once);
            }
        });

    [Fact]
    public void A_score_that_stays_has_its_own_colour_after_at_most_a_few_closings() => Law.Holds(
        from score in Gen.Choose(0, 1000) from before in Gen.Elements(Band.Red, Band.Yellow, Band.Green) select (score / 10.0, before),
        at =>
        {
            var state = new BandState(at.before);
            for (var day = 0; day < 4; day++) state = Close(state, at.Item1, day);
            state.Band.ShouldBe(Bands.Of(at.Item1));
        });
}
