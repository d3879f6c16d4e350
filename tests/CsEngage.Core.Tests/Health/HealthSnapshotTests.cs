using System.Collections.Immutable;
using CsEngage.Tests;
using FsCheck.Fluent;
using static CsEngage.Core.Tests.Health.Cards;
using static CsEngage.Core.Tests.Sample;

namespace CsEngage.Core.Tests.Health;

public sealed class HealthSnapshotTests
{
    [Fact]
    public void A_snapshot_is_packed_and_read_back_without_loss_and_gives_the_score_again() => Law.Holds(
        from card in AnyCard from readings in AnyReading(Day(0)).ArrayOf(card.Measures.Length) from overrides in AnyOverrides select (card, readings, overrides),
        at =>
        {
            var score = at.card.Score(at.readings, Day(0), at.overrides);
            var snapshot = HealthSnapshot.Of(at.card, score, Band.Yellow);
            HealthSnapshot.Unpack(snapshot.Pack()).ShouldBe(snapshot);
            HealthSnapshot.Unpack(snapshot.Pack()).Pack().ShouldBe(snapshot.Pack());
            if (score.Score is not { } points)
            {
                snapshot.Score.ShouldBeNull();
                return;
            }
            snapshot.Score!.Value.ShouldBe(points, 1e-9);
            var again = HealthSnapshot.Unpack(snapshot.Pack()).Reopen(at.card);
            again.Score!.Value.ShouldBe(points, 1e-9);
            for (var i = 0; i < score.Measures.Length; i++)
            {
                again.Measures[i].Contribution.ShouldBe(score.Measures[i].Contribution, 1e-9);
                again.Measures[i].Weight.ShouldBe(score.Measures[i].Weight, 1e-9);
                again.Measures[i].Value.ShouldBe(score.Measures[i].Value);
            }
            again.Groups.Where(group => group.Score is not null).Select(group => group.Key).ShouldBe(score.Groups.Where(group => group.Score is not null).Select(group => group.Key));
            ScoreChange.Between(score, again)!.Points.ShouldBe(0, 1e-9);
        }, 1000);

    [Fact]
    public void It_takes_about_a_dozen_bytes_per_measure()
    {
        var card = Card(Group("a", 30, Measure("x", 2), Measure("y", 1)), Group("b", 30, Measure("z", 2), Measure("v", 1)), Group("c", 20, Measure("w", 1)));
        var score = card.Score([Known(0.6667m), Known(12), Known(3, observed: Day(-9)), Known(81.25m), Unknown], Day(0));
        HealthSnapshot.Of(card, score, Band.Green).Pack().Length.ShouldBeLessThan(90);
    }

    [Fact]
    public void Bytes_of_another_format_or_cut_short_are_refused()
    {
        var packed = HealthSnapshot.Of(Card(Group("a", 1, Measure("x", 1))), Card(Group("a", 1, Measure("x", 1))).Score([Known(5)], Day(0)), Band.Red).Pack();
        Should.Throw<FormatException>(() => HealthSnapshot.Unpack([9, .. packed[1..]])).Message.ShouldContain("Format 9");
        for (var length = 0; length < packed.Length; length++)
        {
            var cut = packed[..length];
            Should.Throw<FormatException>(() => HealthSnapshot.Unpack(cut));
        }
        Should.Throw<FormatException>(() => HealthSnapshot.Unpack([.. packed, 0]));
    }

    [Fact]
    public void Recomputing_a_past_day_from_what_was_known_gives_the_same_bytes()
    {
        var card = Card(Group("a", 1, Measure("read", 1, new ScoreMap.Linear(0, 5)), Measure("seats", 1, figure: "account.seats")));
        var history = Empty with { Signals = [Signal("guide.read", 1, Aiko), Signal("guide.read", 2, Ben)] };
        byte[] Close(AccountHistory known) => HealthSnapshot.Of(card, card.Score(Core.Facts.Of(known.AsKnownAt(Day(3))), Day(3)), Band.Red).Pack();
        var stored = Close(history);
        var later = history with
        {
            Signals = history.Signals.Add(Signal("guide.read", 1, Ben) with { ReceivedAt = Day(4) }).Add(Signal("guide.read", 5, Ben)),
            Changes = [new Change(Acme.Id, "account", "seats", new AttributeValue.Number(25), new AttributeValue.Number(3), Day(2), Day(6), "desk", null)],
        };
        Close(later).ShouldBe(stored);
    }
}
