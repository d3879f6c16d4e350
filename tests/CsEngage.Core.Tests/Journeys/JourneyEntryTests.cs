using System.Collections.Immutable;

namespace CsEngage.Core.Tests.Journeys;

public sealed class JourneyEntryTests
{
    static readonly Journey Journey = ExampleJourney.Journey;
    static DateTimeOffset Day(double day) => ExampleJourney.Start.AddDays(day);

    static Enrollment Ended(double entered, double ended, EnrollmentState state = EnrollmentState.Completed) =>
        new Walker(Journey).Enters().Enrollment with { EnteredAt = Day(entered), EndedAt = Day(ended), State = state };

    [Fact]
    public void Who_meets_the_entry_rule_enters() => Journey.ShouldEnter(new Walker(Journey).Facts, [], Day(0)).ShouldSatisfyAllConditions(
        answer => answer.Enters.ShouldBeTrue(), answer => answer.Verdict!.Holds.ShouldBeTrue());

    [Fact]
    public void Nobody_is_in_twice_at_once() => Journey.ShouldEnter(new Walker(Journey).Facts, [new Walker(Journey).Enters().Enrollment], Day(1)).Why.ShouldBe(EntryReason.IsIn);

    [Fact]
    public void Never_again_means_never() => Journey.ShouldEnter(new Walker(Journey).Facts, [Ended(0, 5)], Day(30)).Why.ShouldBe(EntryReason.OnceOnly);

    [Fact]
    public void At_most_every_ninety_days_says_when_to_ask_again()
    {
        var journey = Journey with { Reentry = new Reentry.Every(90) };
        journey.ShouldEnter(new Walker(Journey).Facts, [Ended(0, 5)], Day(30)).ShouldSatisfyAllConditions(
            answer => answer.Why.ShouldBe(EntryReason.TooSoon), answer => answer.AskAgainAt.ShouldBe(Day(90)));
        journey.ShouldEnter(new Walker(Journey).Facts, [Ended(0, 5)], Day(90)).Enters.ShouldBeTrue();
    }

    [Fact]
    public void After_leaving_one_enters_again_only_when_the_entry_rule_stopped_holding_in_between()
    {
        var journey = Journey with { Reentry = new Reentry.AfterExit() };
        journey.ShouldEnter(new Walker(Journey).Facts, [Ended(0, 5)], Day(30)).Why.ShouldBe(EntryReason.NeverStoppedHolding);
        var back = new Walker(Journey).Becomes(6, "lifecycle", "adopting").Becomes(20, "lifecycle", "onboarding");
        journey.ShouldEnter(back.Facts, [Ended(0, 5)], Day(30)).Enters.ShouldBeTrue();
    }

    [Fact]
    public void No_signal_starts_a_journey_on_its_own_chain() =>
        Journey.ShouldEnter(new Walker(Journey).Facts, [], Day(0), Cause.Of("enrollment", "e1", "welcome", "onboarding")).Why.ShouldBe(EntryReason.OwnChain);

    [Fact]
    public void The_draw_is_the_same_for_the_same_account_and_spreads_evenly()
    {
        var draws = Enumerable.Range(1, 4000).Select(n => Draw.Of("salt", "onboarding", new Guid(n, 0, 0, new byte[8]))).ToArray();
        Draw.Of("salt", "onboarding", new Guid(1, 0, 0, new byte[8])).ShouldBe(draws[0]);
        draws.ShouldAllBe(draw => draw >= 0 && draw < 1);
        draws.Count(draw => draw < 0.1).ShouldBeInRange(320, 480);
        draws.Average().ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void Two_splits_of_one_enrollment_are_independent()
    {
        var both = Enumerable.Range(1, 4000).Select(n => Draw.Of("salt", "j", new Guid(n, 0, 0, new byte[8]))).Count(draw => Draw.For(draw, "a") < 0.5 && Draw.For(draw, "b") < 0.5);
        both.ShouldBeInRange(900, 1100);
    }

    [Fact]
    public void Held_out_of_everything_is_the_same_accounts_in_every_journey()
    {
        static string ArmIn(string journey, int n) => (Journey with { Key = journey }).Enter(Guid.Empty, new Guid(n, 0, 0, new byte[8]), null, 1, Day(0), "salt", globalHoldout: 20).Enrollment.Arm;
        var arms = Enumerable.Range(1, 300).Select(n => (One: ArmIn("one", n), Two: ArmIn("two", n))).ToArray();
        arms.ShouldAllBe(pair => pair.One == pair.Two);
        arms.Count(pair => pair.One == "holdout").ShouldBeInRange(35, 85);
    }

    [Fact]
    public void A_dry_run_tells_what_would_come_and_changes_nothing()
    {
        var walker = new Walker(Journey).Says(0.5, "workspace.created");
        var run = Journey.DryRun(walker.Facts, null, Day(0), Day(20), ExampleJourney.Calendars, "salt",
            touch => touch.Template == "welcome" ? new TouchDecision.Send(14, []) : new TouchDecision.Skip(9, SkipReason.OverCap, []));
        run.Entry!.Enters.ShouldBeTrue();
        run.Lines.Select(line => (line.Effect as Effect.Plan)?.Touch.Template).Where(template => template is not null).ShouldBe(["welcome", "invite-colleagues", "shall-we-help"]);
        run.Lines.Single(line => line.Effect is Effect.Plan { Touch.Template: "shall-we-help" }).Decision.ShouldBeOfType<TouchDecision.Skip>();
        run.Enrollment!.Find("team-invited")!.StuckAt.ShouldNotBeNull();
    }

    [Fact]
    public void A_dry_run_waits_for_the_entry_rule()
    {
        var walker = new Walker(Journey) { History = new Walker(Journey).History with { Account = new Walker(Journey).History.Account with { Lifecycle = "adopting" } } };
        walker.Becomes(3, "lifecycle", "onboarding");
        Journey.DryRun(walker.Facts, null, Day(0), Day(10), ExampleJourney.Calendars, "salt").Enrollment!.EnteredAt.ShouldBe(Day(3));
        Journey.DryRun(walker.Facts, null, Day(0), Day(2), ExampleJourney.Calendars, "salt").Enrollment.ShouldBeNull();
    }
}
