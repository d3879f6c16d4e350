using System.Collections.Immutable;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Health.Cards;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Health;

public sealed class HealthScoreTests
{
    static HealthScore Score(Scorecard card, params MeasureReading[] readings) => card.Score(readings, Day(0));

    [Fact]
    public void A_score_is_the_weighted_mean_of_groups_and_a_group_that_of_its_measures()
    {
        var card = Card(Group("a", 3, Measure("x", 1), Measure("y", 3)), Group("b", 1, Measure("z", 1)));
        var score = Score(card, Known(100), Known(20), Known(0));
        score.Groups.Select(group => group.Score).ShouldBe([40, 0]);
        score.Score.ShouldBe(30);
        score.Coverage.ShouldBe(1);
        score.Measures.Select(measure => measure.Contribution).ShouldBe([18.75, 11.25, 0]);
    }

    [Fact]
    public void What_is_not_known_is_left_out_until_too_little_is_left()
    {
        var card = Card(Group("a", 3, Measure("x", 1), Measure("y", 1), Measure("w", 1)), Group("b", 1, Measure("z", 1)));
        Score(card, Known(90), Known(30), Unknown, Known(20)).Score.ShouldBe(50);
        Score(card, Known(90), Known(30), Unknown, Unknown).ShouldSatisfyAllConditions(
            score => score.Score!.Value.ShouldBe(60, 1e-12), score => score.Coverage.ShouldBe(0.5, 1e-12), score => score.Groups[1].Score.ShouldBeNull());
        // One of three is below the group's minimum, and the other group alone is a quarter of the card.
        Score(card, Known(90), Unknown, Unknown, Known(20)).ShouldSatisfyAllConditions(
            score => score.Score.ShouldBeNull(), score => score.Coverage.ShouldBe(0.25), score => score.Groups[0].Score.ShouldBeNull(),
            score => score.Measures.ShouldAllBe(measure => measure.EffectiveWeight == 0));
    }

    [Fact]
    public void Too_few_observations_make_a_measure_unavailable() =>
        Score(Card(Group("a", 1, Measure("x", 1, minimumN: 5))), Known(90, n: 4)).Measures[0].Availability.ShouldBe(Availability.TooFew);

    [Theory]
    [InlineData(Staleness.Drop, 10, 90.0, Availability.Fresh)]
    [InlineData(Staleness.Drop, 11, null, Availability.TooOld)]
    [InlineData(Staleness.Hold, 11, 90.0, Availability.Held)]
    [InlineData(Staleness.Decay, 10, 90.0, Availability.Fresh)]
    [InlineData(Staleness.Decay, 15, 70.0, Availability.Decayed)]
    [InlineData(Staleness.Decay, 20, 60.0, Availability.Decayed)]
    public void A_stale_observation_is_dropped_held_or_goes_towards_fifty(Staleness then, int age, double? expected, Availability availability)
    {
        var card = Card(Group("a", 1, Measure("x", 1, freshness: new(TimeSpan.FromDays(10), then, TimeSpan.FromDays(5)))));
        var measure = Score(card, Known(90, observed: Day(-age))).Measures[0];
        measure.Score.ShouldBe(expected);
        measure.Availability.ShouldBe(availability);
    }

    [Fact]
    public void A_score_knows_when_it_changes_by_itself()
    {
        var decaying = Card(Group("a", 1, Measure("x", 1, freshness: new(TimeSpan.FromDays(10), Staleness.Decay, TimeSpan.FromDays(5)))));
        Score(decaying, Known(90, observed: Day(-3))).ChangesAt.ShouldBe(Day(7).AddTicks(1));
        Score(decaying, Known(90, observed: Day(-12.5))).ChangesAt.ShouldBe(Day(0.5));
        decaying.Score([Known(90)], Day(0), [HealthOverride.Begin(Aiko, OverrideKind.Cap, 40, "left", Ben, Day(-1), Day(2))]).ChangesAt.ShouldBe(Day(2));
        Score(decaying, Known(90)).ChangesAt.ShouldBeNull();
    }

    [Fact]
    public void What_nobody_could_have_done_yet_is_not_counted_against_a_new_account()
    {
        var card = Card(Group("a", 1, Measure("x", 1) with { MinimumAge = TimeSpan.FromDays(14) }));
        var young = Facts.Of(Empty with { Account = Acme with { CreatedAt = Day(0) } });
        var first = card.Score(young, Day(0));
        (first.Score, first.Coverage, first.ChangesAt).ShouldBe((null, 0, Day(14)));
        card.Score(young, Day(14).AddMilliseconds(-1)).Score.ShouldBeNull();
        card.Score(young, Day(14)).Score.ShouldBe(0);
        BandState.Start.See(first.Score, card.Bands, card.Hysteresis).Band.ShouldBe(Band.NotEnoughData);
    }

    [Fact]
    public void The_age_from_which_a_measure_counts_changes_nothing_after_it() => Law.Holds(
        from card in AnyCard from age in Gen.Choose(0, 40) from day in Gen.Choose(0, 60) from n in Gen.Choose(0, 5) select (card, age, day, n), drawn =>
        {
            var (card, age, day, n) = drawn;
            var facts = Facts.Of(Empty with { Account = Acme with { CreatedAt = Day(0) }, Signals = [.. Enumerable.Range(0, n).Select(i => Signal("guide.read", i, Aiko, "guide:g"))] });
            var aged = card with { Groups = [.. card.Groups.Select(group => group with { Measures = [.. group.Measures.Select(measure => measure with { MinimumAge = TimeSpan.FromDays(age) })] })] };
            var (with, without) = (aged.Read(facts, Day(day)), card.Read(facts, Day(day)));
            if (day < age) with.ShouldAllBe(reading => reading.Value == null && reading.ChangesAt == Day(age));
            else with.ShouldBe(without);
        }, times: 300);

    [Fact]
    public void Overrides_run_last_cap_then_floor_then_set_and_end()
    {
        var card = Card(Group("a", 1, Measure("x", 1)));
        HealthOverride Over(OverrideKind kind, double points, double until = 9) => HealthOverride.Begin(Person((int)points), kind, points, "because", Ben, Day(-1), Day(until));
        double? With(params ImmutableArray<HealthOverride> overrides) => card.Score([Known(80)], Day(0), overrides).Score;
        With(Over(OverrideKind.Cap, 40)).ShouldBe(40);
        With(Over(OverrideKind.Floor, 50), Over(OverrideKind.Cap, 40)).ShouldBe(50);
        With(Over(OverrideKind.Set, 10), Over(OverrideKind.Floor, 50), Over(OverrideKind.Cap, 40)).ShouldBe(10);
        With(Over(OverrideKind.Cap, 40, until: 0)).ShouldBe(80);
        card.Score([Unknown], Day(0), [Over(OverrideKind.Set, 90)]).Score.ShouldBeNull();
        card.Score([Known(80)], Day(0), [Over(OverrideKind.Cap, 40)]).Overridden.ShouldBe(-40);
    }

    [Fact]
    public void An_override_needs_a_reason_and_an_end()
    {
        HealthOverride.Begin(Aiko, OverrideKind.Set, 80, "We met yesterday", Ben, Day(0)).Until.ShouldBe(Day(30));
        Should.Throw<ArgumentException>(() => HealthOverride.Begin(Aiko, OverrideKind.Set, 80, " ", Ben, Day(0)));
        Should.Throw<ArgumentException>(() => HealthOverride.Begin(Aiko, OverrideKind.Set, 101, "because", Ben, Day(0)));
        Should.Throw<ArgumentException>(() => HealthOverride.Begin(Aiko, OverrideKind.Set, 80, "because", Ben, Day(0), Day(0)));
    }

    static readonly Gen<(Scorecard Card, MeasureReading[] Before, MeasureReading[] After, ImmutableArray<HealthOverride> Overrides)> Pairs =
        from card in AnyCard
        from before in AnyReading(Day(0)).ArrayOf(card.Measures.Length)
        from after in AnyReading(Day(5)).ArrayOf(card.Measures.Length)
        from overrides in AnyOverrides
        select (card, before, after, overrides);

    [Fact]
    public void Contributions_sum_to_the_score_and_effective_weights_to_one() => Law.Holds(Pairs, at =>
    {
        var score = at.Card.Score(at.Before, Day(0), at.Overrides);
        (score.Score is null).ShouldBe(score.Coverage < at.Card.CoverageMinimum || score.Groups.All(group => group.Score is null));
        if (score.Computed is not { } computed) return;
        score.Measures.Sum(measure => measure.Contribution).ShouldBe(computed, 1e-9);
        score.Measures.Sum(measure => measure.EffectiveWeight).ShouldBe(1, 1e-9);
        score.Measures.Sum(measure => measure.Weight).ShouldBe(1, 1e-9);
        (computed + score.Overridden).ShouldBe(score.Score!.Value, 1e-9);
        (computed is >= 0 and <= 100.0000001).ShouldBeTrue();
    }, 2000);

    [Fact]
    public void The_parts_of_a_change_sum_to_the_change() => Law.Holds(Pairs, at =>
    {
        var (before, after) = (at.Card.Score(at.Before, Day(0), at.Overrides), at.Card.Score(at.After, Day(5), at.Overrides));
        var change = ScoreChange.Between(before, after);
        (change is null).ShouldBe(before.Score is null || after.Score is null);
        if (change is null) return;
        (change.Parts.Sum(part => part.Points) + change.Overrides).ShouldBe(change.Points, 1e-9);
        change.Points.ShouldBe(after.Score!.Value - before.Score!.Value, 1e-12);
        change.Movers().Length.ShouldBeLessThanOrEqualTo(3);
    }, 2000);

    [Fact]
    public void The_parts_of_a_change_sum_also_across_versions_of_the_card() => Law.Holds(
        from a in Pairs from b in Pairs select (a, b),
        at =>
        {
            var change = ScoreChange.Between(at.a.Card.Score(at.a.Before, Day(0)), at.b.Card.Score(at.b.Before, Day(0)));
            if (change is not null) change.Parts.Sum(part => part.Points).ShouldBe(change.Points, 1e-9);
        }, 500);

    [Fact]
    public void A_bad_measure_that_goes_away_raises_the_score_and_is_named_apart()
    {
        var card = Card(Group("a", 1, Measure("good", 1), Measure("bad", 1), Measure("still", 2)));
        var change = ScoreChange.Between(Score(card, Known(80), Known(20), Known(50)), Score(card, Known(90), Unknown, Known(50)))!;
        change.Points.ShouldBe(90 / 3.0 + 100 / 3.0 - 50, 1e-9);
        change.Parts.Single(part => part.Cause == ChangeCause.Disappeared).ShouldSatisfyAllConditions(part => part.Measure.ShouldBe("bad"), part => part.Points.ShouldBe(7.5, 1e-9));
        change.Parts.Single(part => part.Measure == "good" && part.Cause == ChangeCause.Moved).Points.ShouldBe(2.5, 1e-9);
        change.Movers(1).Single().Measure.ShouldBe("bad");
    }

    [Fact]
    public void Figures_are_read_from_facts()
    {
        var card = Card(Group("a", 1, Measure("read", 1, new ScoreMap.Tiers([(1, 10), (3, 60), (null, 100)])), Measure("last", 1, figure: "days since last \"guide.read\"")));
        var score = card.Score(Facts(Signal("guide.read", 0, Aiko), Signal("guide.read", 1, Ben)), Day(3));
        score.Measures.Select(measure => measure.Value).ShouldBe([2, 2]);
        score.Measures[0].Score.ShouldBe(60);
        // Days go up at midnight where the operator is.
        score.ChangesAt.ShouldBe(new DateTimeOffset(2026, 6, 4, 15, 0, 0, TimeSpan.Zero));
        card.Needs.Reads("guide.read", "guide:a").ShouldBeTrue();
    }
}
