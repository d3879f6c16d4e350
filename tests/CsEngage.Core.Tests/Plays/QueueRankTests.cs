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
        rank.Points.ShouldBe(35 * Math.Log(10_001) / Math.Log(100_001) + 35 * 0.7 + 20 * 0.5 + 10 * 0.5, 1e-9);
    }

    [Fact]
    public void Accounts_without_contract_stand_at_the_median_of_the_book()
    {
        Strength(Rank(arr: null), "revenue").ShouldBe(Strength(Rank(arr: 10_000_0000), "revenue"));
        Strength(Rank(arr: 1), "revenue").ShouldBe(Strength(Rank(arr: 10_000_0000), "revenue"));
        Strength(Rank(arr: 100_000_0000), "revenue").ShouldBe(1);
        QueueBook.Of([null, 0]).RevenueOf(5).ShouldBe(0);
    }

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
