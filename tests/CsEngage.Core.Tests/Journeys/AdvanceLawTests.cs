using System.Collections.Immutable;
using CsEngage.Tests;

namespace CsEngage.Core.Tests.Journeys;

/// <summary>The law that makes late, lost and doubled jobs harmless, and what follows from it.</summary>
public sealed class AdvanceLawTests
{
    [Fact]
    public void One_late_advance_gives_exactly_the_enrollment_and_effects_of_many_small_ones() =>
        Law.Holds(JourneyCases.All, c =>
        {
            var late = Drive(c, [c.Minutes]);
            var small = Drive(c, [.. c.Wakes.Where(wake => wake <= c.Minutes), c.Minutes]);
            Told(small).ShouldBe(Told(late));
        }, smaller: JourneyCases.Smaller);

    [Fact]
    public void Waking_only_for_signals_and_when_asked_gives_the_same_as_waking_late() =>
        Law.Holds(JourneyCases.All, c => Told(DriveAsAsked(c)).ShouldBe(Told(Drive(c, [c.Minutes]))), times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void Also_with_a_pause_in_between() =>
        Law.Holds(JourneyCases.All, c =>
        {
            if (c.Wakes.Length < 2) return;
            var (paused, resumed) = (c.Wakes[0], c.Wakes[^1]);
            int[] rare = [paused, resumed, c.Minutes];
            Told(DrivePaused(c, [.. c.Wakes, .. rare], paused, resumed)).ShouldBe(Told(DrivePaused(c, rare, paused, resumed)));
        }, times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void What_changed_nothing_need_not_be_saved() =>
        Law.Holds(JourneyCases.All, c => Told(Drive(c, [.. c.Wakes.Where(wake => wake <= c.Minutes), c.Minutes], saveAll: false)).ShouldBe(Told(Drive(c, [c.Minutes]))), times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void Nothing_changes_before_the_time_it_asks_to_be_woken() =>
        Law.Holds(JourneyCases.All, c =>
        {
            var (enrollment, _, nextAt, history) = Drive(c, [c.Minutes]);
            if (nextAt is null) return;
            var before = c.Journey.Advance(enrollment, Facts.Of(history), nextAt.Value.AddMilliseconds(-1), CalendarsOf(c));
            before.Effects.ShouldBeEmpty();
            (before.Enrollment with { AdvancedAt = enrollment.AdvancedAt }).ToJson().ShouldBe(enrollment.ToJson());
        }, times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void Effects_are_unique_in_order_of_time_and_never_before_the_entry() =>
        Law.Holds(JourneyCases.All, c =>
        {
            var (enrollment, effects, _, _) = Drive(c, [c.Minutes]);
            effects.Select(effect => effect.Id).ShouldBeUnique();
            effects.Zip(effects.Skip(1), (a, b) => a.At <= b.At).ShouldAllBe(inOrder => inOrder);
            effects.ShouldAllBe(effect => effect.At >= enrollment.EnteredAt && effect.At <= enrollment.AdvancedAt);
            effects.OfType<Effect.Append>().Select(append => append.Signal.Key).ShouldBeUnique();
        }, times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void Nobody_is_nudged_about_what_is_reached_and_nothing_is_planned_after_leaving() =>
        Law.Holds(JourneyCases.All, any =>
        {
            // What a person undid is open again, and no effect of ours says so.
            var c = any with { Deeds = any.Deeds.RemoveAll(deed => deed.What == 6) };
            var (enrollment, effects, _, _) = Drive(c, [c.Minutes]);
            foreach (var touch in effects.OfType<Effect.Plan>().Select(plan => plan.Touch))
            {
                var origin = touch.Origin!;
                if (origin.Trigger is Trigger.Behind or Trigger.Stuck)
                    IsReachedJustBefore(effects, origin, touch.DueAt).ShouldBeFalse();
                if (enrollment.EndedAt is { } ended && enrollment.State != EnrollmentState.Completed) touch.DueAt.ShouldBeLessThanOrEqualTo(ended);
                touch.IsGhost.ShouldBe(c.Holdout == 100 || touch.IsGhost);
            }
        }, times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void Advancing_twice_to_the_same_instant_does_nothing_the_second_time() =>
        Law.Holds(JourneyCases.All, c =>
        {
            var (enrollment, _, _, history) = Drive(c, [c.Minutes]);
            var again = c.Journey.Advance(enrollment, Facts.Of(history), enrollment.AdvancedAt, CalendarsOf(c));
            again.Effects.ShouldBeEmpty();
            again.Enrollment.ToJson().ShouldBe(enrollment.ToJson());
        }, times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void A_journey_reads_back_as_it_was_written() =>
        Law.Holds(JourneyCases.All, c => Journey.Parse(c.Journey.ToJson()).ToJson().ShouldBe(c.Journey.ToJson()), times: 500, smaller: JourneyCases.Smaller);

    [Fact]
    public void An_enrollment_reads_back_as_it_was_written() =>
        Law.Holds(JourneyCases.All, c =>
        {
            var json = Drive(c, [c.Minutes]).Enrollment.ToJson();
            Enrollment.FromJson(json).ToJson().ShouldBe(json);
        }, times: 200, smaller: JourneyCases.Smaller);

    static bool IsReachedJustBefore(ImmutableArray<Effect> effects, TouchOrigin origin, DateTimeOffset at) =>
        effects.OfType<Effect.Append>().Where(append => append.At < at && append.Signal.Subject == $"checkpoint:j/{origin.Checkpoint}")
            .LastOrDefault(append => append.Signal.Kind is "checkpoint.reached" or "checkpoint.undone")?.Signal.Kind == "checkpoint.reached"
        && !effects.OfType<Effect.Append>().Any(append => append.At == at && append.Signal.Kind == "checkpoint.undone");

    static Calendars CalendarsOf(JourneyCase c) => Calendars.Same(Calendar.Of(c.Zone, "JP"));

    static (Enrollment Enrollment, ImmutableArray<Effect> Effects, DateTimeOffset? NextAt, AccountHistory History) Drive(
        JourneyCase c, ImmutableArray<int> wakes, int? pausedAt = null, int? resumedAt = null, bool saveAll = true)
    {
        var journey = c.Journey;
        var entered = journey.Enter(Guid.Parse("00000000-0000-0000-0000-00000000e001"), JourneyCases.AccountId, null, 1, JourneyCases.Start, "salt");
        var stored = JourneyCases.Stored(JourneyCases.History(c), c, entered.Effects);
        var (enrollment, effects, nextAt) = (entered.Enrollment, entered.Effects.ToBuilder(), (DateTimeOffset?)null);
        foreach (var wake in wakes)
        {
            var now = JourneyCases.Start.AddMinutes(wake);
            var history = JourneyCases.With(stored, c, now);
            var step = journey.Advance(enrollment, Facts.Of(history), now, CalendarsOf(c));
            effects.AddRange(step.Effects);
            if (saveAll || wake == wakes[^1] || step.Changes(enrollment)) enrollment = step.Enrollment;
            nextAt = step.NextAt;
            stored = JourneyCases.Stored(stored, c, step.Effects);
            if (wake == pausedAt && !enrollment.IsPaused && !enrollment.Pauses.Any()) enrollment = Journey.Pause(enrollment, now, "csm", "asked");
            else if (wake == resumedAt) enrollment = journey.Resume(enrollment, now, Facts.Of(JourneyCases.With(stored, c, now)), CalendarsOf(c));
        }
        return (Enrollment.FromJson(enrollment.ToJson()), effects.ToImmutable(), nextAt, JourneyCases.With(stored, c, JourneyCases.Start.AddMinutes(c.Minutes)));
    }

    static (Enrollment Enrollment, ImmutableArray<Effect> Effects, DateTimeOffset? NextAt, AccountHistory History) DrivePaused(JourneyCase c, IEnumerable<int> wakes, int paused, int resumed) =>
        Drive(c, [.. wakes.Distinct().Order()], paused, resumed);

    /// <summary>As the engine does: woken by each signal, and when the last advance said so.</summary>
    static (Enrollment Enrollment, ImmutableArray<Effect> Effects, DateTimeOffset? NextAt, AccountHistory History) DriveAsAsked(JourneyCase c)
    {
        var journey = c.Journey;
        var entered = journey.Enter(Guid.Parse("00000000-0000-0000-0000-00000000e001"), JourneyCases.AccountId, null, 1, JourneyCases.Start, "salt");
        var stored = JourneyCases.Stored(JourneyCases.History(c), c, entered.Effects);
        var (enrollment, effects, nextAt) = (entered.Enrollment, entered.Effects.ToBuilder(), entered.NextAt);
        var end = JourneyCases.Start.AddMinutes(c.Minutes);
        var signals = new Queue<DateTimeOffset>(c.Deeds.Select(deed => JourneyCases.Start.AddMinutes(deed.Minute)).Where(at => at <= end).Append(end));
        while (signals.Count > 0)
        {
            var now = nextAt < signals.Peek() ? nextAt.Value : signals.Dequeue();
            var step = journey.Advance(enrollment, Facts.Of(JourneyCases.With(stored, c, now)), now, CalendarsOf(c));
            effects.AddRange(step.Effects);
            (enrollment, nextAt) = (step.Enrollment, step.NextAt);
            stored = JourneyCases.Stored(stored, c, step.Effects);
        }
        return (enrollment, effects.ToImmutable(), nextAt, stored);
    }

    static string Told((Enrollment Enrollment, ImmutableArray<Effect> Effects, DateTimeOffset? NextAt, AccountHistory) run) =>
        string.Join('\n', run.Effects.Select(effect => effect is Effect.PassBy pass ? $"{pass.Id} {pass.At:O} {pass.Why}" : effect is Effect.Append append ? $"{append.Id} {append.Signal.Value}" : effect.ToString()))
        + "\n" + run.Enrollment.ToJson();
}
