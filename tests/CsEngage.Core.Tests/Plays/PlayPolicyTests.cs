using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core.Tests.Journeys;

namespace CsEngage.Core.Tests.Plays;

public sealed class PlayPolicyTests
{
    static readonly DateTimeOffset Now = ExampleJourney.Start.AddDays(30);
    static readonly Calendar Calendar = ExampleJourney.Calendars.Account;

    static readonly Play Silent = Play.Parse(JsonDocument.Parse("""
        {"key": "call", "title": {"en": "Call"}, "why": {"en": "Silent"}, "opens": "no \"portal.visited\" for 21 days", "cooldown": {"days": 14}, "due": {"days": 2},
         "checklist": [{"key": "ring", "title": {"en": "Ring"}}], "outcomes": [{"key": "ok", "title": {"en": "Talked"}, "result": "success"}, {"key": "no", "title": {"en": "Nobody"}, "result": "failure", "reason": true}]}
        """).RootElement);

    static Facts Facts(double lastVisit) => new Walker(ExampleJourney.Journey).Says(lastVisit, "portal.visited", Walker.Hana).Facts;
    static PlayOnAccount Past(double opened, double? closed, bool byRule = true) => new("call", ExampleJourney.Start.AddDays(opened), closed is { } day ? ExampleJourney.Start.AddDays(day) : null, byRule);
    static PlayDecision Decide(double lastVisit, params ImmutableArray<PlayOnAccount> history) => PlayPolicy.Decide(Silent, history, Facts(lastVisit), Now, Calendar);

    [Fact]
    public void The_rule_opens_it_with_a_due_time_and_the_reason() => Decide(5).ShouldBeOfType<PlayDecision.Open>().ShouldSatisfyAllConditions(
        open => open.Verdict!.Holds.ShouldBeTrue(), open => open.DueAt.ShouldBe(Calendar.EndOfBusinessDay(Now, 2)));

    [Fact]
    public void While_the_rule_does_not_hold_it_says_when_to_ask_again() => Decide(20).ShouldBeOfType<PlayDecision.Leave>().ShouldSatisfyAllConditions(
        leave => leave.Why.ShouldBe(PlayStand.NothingToDo), leave => leave.AskAgainAt.ShouldBe(ExampleJourney.Start.AddDays(41)));

    [Fact]
    public void One_at_a_time() => Decide(5, Past(26, null)).ShouldBeOfType<PlayDecision.Leave>().Why.ShouldBe(PlayStand.IsOpen);

    [Fact]
    public void Closed_lately_it_cools_down() => Decide(5, Past(10, 20)).ShouldBeOfType<PlayDecision.Leave>().ShouldSatisfyAllConditions(
        leave => leave.Why.ShouldBe(PlayStand.CoolingDown), leave => leave.AskAgainAt.ShouldBe(ExampleJourney.Start.AddDays(34)));

    [Fact]
    public void Cooled_down_it_opens_again() => Decide(5, Past(1, 10)).ShouldBeOfType<PlayDecision.Open>();

    [Fact]
    public void When_the_reason_has_gone_it_closes_by_itself() => Decide(29, Past(26, null)).ShouldBeOfType<PlayDecision.Close>();

    [Fact]
    public void What_a_person_or_a_journey_opened_is_not_closed_by_the_rule() => Decide(29, Past(26, null, byRule: false)).ShouldBeOfType<PlayDecision.Leave>();

    [Fact]
    public void A_play_without_a_rule_opens_only_by_hand() =>
        PlayPolicy.Decide(Silent with { Opens = null }, [], Facts(5), Now, Calendar).ShouldBeOfType<PlayDecision.Leave>().Why.ShouldBe(PlayStand.OnlyByHand);
}
