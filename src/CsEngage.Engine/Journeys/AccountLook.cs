using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Health;
using CsEngage.Engine.Plays;
using CsEngage.Engine.Segments;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;

namespace CsEngage.Engine.Journeys;

/// <summary>Why an account is looked at: timers of it that are due, journeys that others start for it.</summary>
public sealed record LookDue(Guid AccountId, ImmutableArray<DueTimer> Timers, ImmutableArray<JourneyStart> Starts);

/// <summary>
/// One look at one account: who enters, what advances, which plays open and close by their rules, and when to look again. It decides over
/// what was loaded and says what is to be written.
/// </summary>
public sealed class AccountLook(Authored authored, Entries entries, ScoreBoard scores)
{
    /// <summary>The timer of an account as a whole: entry rules and plays that change by themselves.</summary>
    public const string Timer = "account";

    /// <summary>How far an advance may lag before it is saved though nothing came of it, so that the walk never grows long.</summary>
    static readonly TimeSpan Stride = TimeSpan.FromHours(12);

    /// <summary>From when on the facts must be readable: since the journeys were last advanced, and since what is due fell due.</summary>
    public static DateTimeOffset From(LookDue due, IEnumerable<LoadedEnrollment> all, DateTimeOffset now, int rawDays) =>
        all.Where(IsRunning).Select(loaded => loaded.Enrollment.AdvancedAt).Concat(due.Timers.Select(timer => timer.DueAt)).Append(now).Min().AddDays(1 - Math.Max(1, rawDays));

    public async Task<AccountLooked> At(LookDue due, AccountAsIs found, DateTimeOffset now)
    {
        var set = await authored.Current();
        if (found.History is not { } history)
            return new(due.AccountId, [], due.Starts, [], [], null, [], [.. due.Timers.Select(timer => (timer.Kind, timer.Id, (DateTimeOffset?)null))], (Timer, "", now), [], IsSettled: true);
        var facts = Facts.Of(history);
        var calendars = set.CalendarsOf(history.Account);

        var round = await Round(set, due, found.Enrollments, facts, now, calendars);
        var after = facts.With(round.Signals);
        var played = AccountPlays.Look(set, facts, found.Plays, now, calendars);
        var askAgain = DrainRun.Earlier(round.AskAgain, played.AskAgain);
        var (steps, seen) = AccountSegments.Look(set, after, found.Places, now);
        var scored = await scores.Look(due.AccountId, seen, found.Scores, found.Overrides, now);

        var timers = AccountSegments.Gone(set, due.Timers).Select(timer => (timer.Kind, timer.Id, (DateTimeOffset?)null)).ToList();
        if (due.Timers.Any(timer => timer.Kind == Timer) || askAgain is not null) timers.Add((Timer, "", askAgain > now || askAgain is null ? askAgain : now.AddSeconds(1)));
        var isSettled = played.Moves.IsEmpty && steps.TrueForAll(step => step.Step.Signals.IsEmpty) && scored.Signals.Count == 0 && await IsAtRest(set, due, found, round, after, now, calendars);
        // Somebody else was first: the account is dirty through what they saved, and is looked at again.
        return new(due.AccountId, round.Advances, due.Starts, steps, scored.Closed, scored.Live, scored.Signals, timers, (Timer, "", now.AddSeconds(1)), played.Moves, isSettled);
    }

    /// <summary>Whether a look at what this one leaves behind would find nothing to do. What changes more than the log is looked at again from the store.</summary>
    async Task<bool> IsAtRest(AuthoredSet set, LookDue due, AccountAsIs found, LookRound round, Facts after, DateTimeOffset now, Calendars calendars)
    {
        if (round.Advances.Count == 0) return true;
        if (round.Advances.Exists(one => one.Advanced.Enrollment.State == EnrollmentState.SetAside || one.Advanced.Effects.Any(effect => effect is Effect.SetField or Effect.StartJourney or Effect.OpenPlay or Effect.ClosePlay))) return false;
        if (round.Signals.IsEmpty) return true;
        var moved = round.Advances.ToDictionary(one => one.Advanced.Enrollment.Id, one => new LoadedEnrollment(one.Advanced.Enrollment, one.Version + 1, one.Advanced.NextAt));
        ImmutableArray<LoadedEnrollment> all = [.. found.Enrollments.Select(loaded => moved.Remove(loaded.Enrollment.Id, out var next) ? next : loaded), .. moved.Values];
        var again = await Round(set, due with { Timers = [], Starts = [] }, all, after, now, calendars);
        return again.Advances.Count == 0 && again.AskAgain == round.AskAgain;
    }

    async Task<LookRound> Round(AuthoredSet set, LookDue due, ImmutableArray<LoadedEnrollment> all, Facts facts, DateTimeOffset now, Calendars calendars)
    {
        var advances = new List<(Advanced Advanced, int Version)>();
        foreach (var loaded in all.Where(IsRunning)) await Advance(loaded, facts, now, calendars, due.Timers, advances);
        var askAgain = await entries.Look(set, all, facts, now, calendars, due.Timers, due.Starts, advances);
        return new(advances, askAgain, [.. advances.SelectMany(one => one.Advanced.Effects).OfType<Effect.Append>().Select(append => append.Signal with { ReceivedAt = now })]);
    }

    async Task Advance(LoadedEnrollment loaded, Facts facts, DateTimeOffset now, Calendars calendars, ImmutableArray<DueTimer> due, List<(Advanced, int)> advances)
    {
        if (await authored.Journey(loaded.Enrollment.Journey, loaded.Enrollment.Version) is not { } journey)
        {
            advances.Add((Aside(loaded, $"Version {loaded.Enrollment.Version} of journey \"{loaded.Enrollment.Journey}\" cannot be read."), loaded.Version));
            return;
        }
        try
        {
            var next = PlannedTouch.Told(journey.Advance(loaded.Enrollment, facts, now, calendars), now);
            if (IsWorthSaving(loaded, next, now, due)) advances.Add((next, loaded.Version));
        }
        catch (Exception poison) when (poison is JourneyException or ArgumentException or InvalidOperationException)
        {
            // One that cannot advance never holds up the rest: it is shown with its error and retried by hand.
            advances.Add((Aside(loaded, poison.Message), loaded.Version));
        }
    }

    static Advanced Aside(LoadedEnrollment loaded, string trouble) => new(loaded.Enrollment with { State = EnrollmentState.SetAside, Trouble = trouble }, [], null);

    static bool IsRunning(LoadedEnrollment loaded) => !loaded.Enrollment.HasEnded && loaded.Enrollment.State != EnrollmentState.SetAside;

    static bool IsWorthSaving(LoadedEnrollment loaded, Advanced next, DateTimeOffset now, ImmutableArray<DueTimer> due) =>
        next.Changes(loaded.Enrollment) || next.NextAt != loaded.NextAt || now - loaded.Enrollment.AdvancedAt > Stride
        || due.Any(timer => timer.Kind == TimerBook.Enrollment && timer.Id == loaded.Enrollment.Id.ToString("D"));

    /// <summary>What one round over journeys and entries gave.</summary>
    sealed record LookRound(List<(Advanced Advanced, int Version)> Advances, DateTimeOffset? AskAgain, ImmutableArray<Signal> Signals);
}
