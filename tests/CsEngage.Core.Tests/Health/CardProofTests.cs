using System.Collections.Immutable;
using CsEngage.Tests;
using FsCheck.Fluent;

namespace CsEngage.Core.Tests.Health;

public sealed class CardProofTests
{
    static readonly DateOnly End = new(2026, 6, 30);
    static readonly Bands Bands = new(45, 70);

    /// <summary>An account with one score all the time.</summary>
    static Backcast Steady(double? score, Fate fate) =>
        new(Guid.Empty, [.. Enumerable.Range(0, 200).Select(day => (End.AddDays(day - 200), score, score is { } points ? Bands.Of(points) : Band.NotEnoughData))], fate, End);

    [Fact]
    public void A_card_that_knows_everything_has_recall_one_and_auc_one()
    {
        var proof = CardProof.Of(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? Steady(20, Fate.Left) : Steady(90, Fate.Stayed)));
        proof.Recall.ShouldBe(1);
        proof.FalseGreen.ShouldBe(0);
        proof.Auc.ShouldBe(1);
        proof.LeadDays.ShouldBe(200);
        proof.IsTooLittle.ShouldBeFalse();
        proof.Calibration.Select(fifth => (fifth.Accounts, fifth.Lost)).ShouldBe([(0, 0), (10, 10), (0, 0), (0, 0), (10, 0)]);
    }

    [Fact]
    public void Contracted_counts_as_lost_and_accounts_without_data_are_named()
    {
        var proof = CardProof.Of([Steady(20, Fate.Contracted), Steady(80, Fate.Left), Steady(80, Fate.Stayed), Steady(null, Fate.Left)]);
        proof.ShouldSatisfyAllConditions(p => p.Lost.ShouldBe(2), p => p.Kept.ShouldBe(1), p => p.Unscored.ShouldBe(1), p => p.Recall.ShouldBe(0.5),
            p => p.FalseGreen.ShouldBe(0.5), p => p.Auc.ShouldBe(0.75), p => p.IsTooLittle.ShouldBeTrue());
    }

    [Fact]
    public void Only_what_was_known_ninety_days_before_counts()
    {
        var late = new Backcast(Guid.Empty, [(End.AddDays(-120), 80, Band.Green), (End.AddDays(-60), 10, Band.Red), (End.AddDays(-1), 10, Band.Red)], Fate.Left, End);
        var proof = CardProof.Of([late]);
        proof.Recall.ShouldBe(0);
        proof.LeadDays.ShouldBe(60);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order() => Law.Holds(
        from lost in Gen.Choose(0, 100).NonEmptyListOf() from kept in Gen.Choose(0, 100).NonEmptyListOf() select (lost, kept),
        at =>
        {
            var right = at.lost.Sum(a => at.kept.Sum(b => a < b ? 1 : a == b ? 0.5 : 0)) / (at.lost.Count * at.kept.Count);
            CardProof.Of([.. at.lost.Select(score => Steady(score, Fate.Left)), .. at.kept.Select(score => Steady(score, Fate.Stayed))]).Auc!.Value.ShouldBe(right, 1e-9);
        }, 200);
}
