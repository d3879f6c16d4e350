using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Journeys;

public sealed class SimulatedWorkTests
{
    // A Monday.
    static readonly DateTimeOffset From = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset To = From.AddDays(200);
    static readonly Guid Champion = new(1, 1, 0, [0xB0, 0, 0, 0, 0, 0, 0, 0]);

    static readonly ImmutableArray<Play> Plays =
    [
        Play.Parse(System.Text.Json.JsonDocument.Parse("""
            {"key":"win-back","title":{"en":"Champion silent"},"opens":"no \"portal.visited\" by role \"champion\" for 21 days","closes":"count \"portal.visited\" by role \"champion\" in 7 days >= 1",
             "cooldown":{"days":45},"due":{"days":3},"minutes":25,
             "outcomes":[{"key":"back","title":{"en":"Back"},"result":"success"},{"key":"gone","title":{"en":"Gone"},"result":"failure","reason":true}]}
            """).RootElement),
    ];

    static (SimulatedAccount Account, SimulatedPast Past) Silent(params double[] visits)
    {
        var account = new Account(new Guid(1, 0, 0, [0xA0, 0, 0, 0, 0, 0, 0, 0]), "northwind", "Northwind", null, null, "adopting", "tech", null, "JP", "Asia/Tokyo", null, null, From,
            ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var history = AccountHistory.Of(account, TimeZoneInfo.Utc) with
        {
            Memberships = [new Membership(Champion, account.Id, Guid.Empty, null, ["champion"], null, null, true, From, null)],
            Signals = [.. visits.Select(day => new Signal(SignalKey.Of(From.AddDays(day), $"v{day}"), $"v{day}", "portal.visited", From.AddDays(day), From.AddDays(day), From.AddDays(day), account.Id, Champion))],
        };
        return (new SimulatedAccount(history, [new(From, Behaviour.Steady)], Calendar.Of("Asia/Tokyo", "JP")), new SimulatedPast(history, history.Signals, [], [], []));
    }

    static ImmutableArray<SimulatedPlay> Work(params double[] visits)
    {
        var (account, past) = Silent(visits);
        return SimulatedWork.Of(account, past, Plays, From, To, new Dice(7));
    }

    [Fact]
    public void A_silent_champion_becomes_work_that_somebody_does_and_not_again_while_it_cools_down()
    {
        var plays = Work();
        plays.Length.ShouldBeInRange(2, 4);
        plays[0].OpenedAt.ShouldBeInRange(From.AddDays(21), From.AddDays(24));
        plays[0].ByRule.ShouldBeTrue();
        plays[0].Reasons!.ShouldContain("portal.visited");
        plays[0].Closing.ShouldNotBeNull();
        // The one that wants a sentence of explanation is left to people.
        plays.Where(play => play.Closing?.Outcome is not null).ShouldAllBe(play => play.Closing!.Outcome == "back" && play.Closing.Minutes > 0);
        plays.Zip(plays.Skip(1), (a, b) => (b.OpenedAt - a.Closing!.At).TotalDays).ShouldAllBe(days => days >= 45);
    }

    [Fact]
    public void Who_comes_back_closes_the_play_without_anybody()
    {
        // Handled by nobody before the visit on the next morning: opened on a Monday, seen on the Tuesday.
        var opened = Work().First().OpenedAt;
        var again = Work((opened - From).TotalDays + 0.05);
        again[0].Closing.ShouldNotBeNull();
        again[0].Closing!.Outcome.ShouldBeNull();
        again[0].Closing!.Why.ShouldBe("cleared");
    }

    [Fact]
    public void The_same_dice_give_the_same_work() => Work(3, 40, 90).ShouldBe(Work(3, 40, 90));
}
