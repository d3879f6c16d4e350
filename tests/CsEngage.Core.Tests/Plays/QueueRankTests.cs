using CsEngage.Tests;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Plays;

public sealed class QueueRankTests
{
    static readonly DateOnly Today = new(2026, 6, 1);
    static readonly QueueBook Book = QueueBook.Of([1_000_0000, 10_000_0000, 100_000_0000, null, 0]);

    static QueueRank Rank(long? arr = null, double? score = 100, int? renewsIn = null, int? noticeIn = null, int actions = 0) =>
        QueueRank.Of(new(arr, score, renewsIn is { } days ? Today.AddDays(days) : null, noticeIn is { } notice ? Today.AddDays(notice) : null, actions), Book, Today, QueueWeights.Usual);

    static double Strength(QueueRank rank, string term) => rank.Terms.Single(one => one.Name == term).Strength;

    [Fact]
    public void The_points_are_the_sum_of_the_terms_that_are_shown()
    {
        var rank = Rank(10_000_0000, 30, 90, actions: 1);
        rank.Terms.Select(term => term.Name).ShouldBe(["revenue", "risk", "renewal", "actionable"]);
        rank.Points.ShouldBe(rank.Terms.Sum(term => term.Strength * term.Weight), 1e-12);
        // The median is 10,000 and a unit 1,000: 7,000 of at most 100,000 are at stake.
        rank.Points.ShouldBe(35 * Math.Log(1 + 7) / Math.Log(1 + 100) + 35 * 0.7 + 20 * 0.5 + 10 * 0.5, 1e-9);
    }

    [Fact]
    public void Accounts_without_contract_stand_at_the_median_of_the_book()
    {
        Strength(Rank(arr: null, score: 40), "revenue").ShouldBe(Strength(Rank(arr: 10_000_0000, score: 40), "revenue"));
        Strength(Rank(arr: 1, score: 40), "revenue").ShouldBe(Strength(Rank(arr: 10_000_0000, score: 40), "revenue"));
        Strength(Rank(arr: 100_000_0000, score: 0), "revenue").ShouldBe(1);
        QueueBook.Of([null, 0]).AtStake(5, 1).ShouldBe(0);
    }

    [Fact]
    public void What_is_safe_is_not_at_stake_however_large_it_is()
    {
        Strength(Rank(arr: 100_000_0000, score: 100), "revenue").ShouldBe(0);
        // The largest customer of the book at 98 comes after a middling one at 60, though its renewal is nearer.
        Rank(100_000_0000, 98, renewsIn: 60).Points.ShouldBeLessThan(Rank(10_000_0000, 60, renewsIn: 120).Points);
    }

    [Fact]
    public void Of_two_alike_the_one_in_worse_health_comes_first() => Law.Holds(
        from arr in Gen.Choose(0, 20_000) from score in Gen.Choose(0, 1000) from other in Gen.Choose(0, 1000) from days in Gen.Choose(0, 400) select (arr * 10_000L, score / 10.0, other / 10.0, days),
        at =>
        {
            var (arr, score, other, days) = at;
            var (one, two) = (Rank(arr, score, days).Points, Rank(arr, other, days).Points);
            if (score < other) one.ShouldBeGreaterThan(two);
            if (score > other) one.ShouldBeLessThan(two);
        });

    [Fact]
    public void Not_knowing_is_half_a_risk()
    {
        Strength(Rank(score: null), "risk").ShouldBe(0.5);
        Strength(Rank(score: 0), "risk").ShouldBe(1);
    }

    [Fact]
    public void The_day_that_decides_is_that_of_the_notice()
    {
        Strength(Rank(renewsIn: 180), "renewal").ShouldBe(0);
        Strength(Rank(renewsIn: 90), "renewal").ShouldBe(0.5);
        Strength(Rank(renewsIn: 120, noticeIn: 90), "renewal").ShouldBe(0.5);
        Strength(Rank(renewsIn: 20, noticeIn: -10), "renewal").ShouldBe(1);
        QueueRank.Of(new QueueEntry(null, 100, Today.AddDays(20), Today.AddDays(-10), 0) { RenewsByItself = true }, Book, Today, QueueWeights.Usual).Terms[2].Strength.ShouldBe(0);
        Strength(Rank(renewsIn: -1), "renewal").ShouldBe(0);
        Strength(Rank(), "renewal").ShouldBe(0);
    }

    [Fact]
    public void Each_further_action_counts_half_of_what_is_left()
    {
        Strength(Rank(actions: 0), "actionable").ShouldBe(0);
        Strength(Rank(actions: 1), "actionable").ShouldBe(0.5);
        Strength(Rank(actions: 2), "actionable").ShouldBe(0.75);
    }
}
