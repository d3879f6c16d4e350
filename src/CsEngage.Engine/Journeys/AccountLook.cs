using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Faults;
using CsEngage.Engine.Health;
using CsEngage.Engine.Plays;
using CsEngage.Engine.Segments;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Journeys;

/// <summary>One look at one account: who enters, what advances, which plays open and close by their rules, and when to look again.</summary>
public sealed class AccountLook(FactShelf shelf, EnrollmentBook enrollments, TimerBook timers, Authored authored, LookParts parts)
{
    /// <summary>The timer of an account as a whole: entry rules and plays that change by themselves.</summary>
    public const string Timer = "account";

    /// <summary>How far an advance may lag before it is saved though nothing came of it, so that the walk never grows long.</summary>
    static readonly TimeSpan Stride = TimeSpan.FromHours(12);

    public async Task At(Guid accountId, DateTimeOffset now, ImmutableArray<DueTimer> due, ImmutableArray<JourneyStart> starts)
    {
        var set = await authored.Current();
        var all = await enrollments.Of(accountId);
        var running = all.Where(loaded => !loaded.Enrollment.HasEnded && loaded.Enrollment.State != EnrollmentState.SetAside).ToList();
        var from = running.Select(loaded => loaded.Enrollment.AdvancedAt).Append(due.Select(timer => timer.DueAt).Append(now).Min()).Min();
        if (await shelf.Load(accountId, null, from) is not { } history)
        {
            foreach (var timer in due) await timers.Set(timer.Kind, timer.AccountId, timer.Id, null);
            return;
        }
        var facts = Facts.Of(history);
        var calendars = set.CalendarsOf(history.Account);

        var advances = new List<(Advanced Advanced, int Version)>();
        foreach (var loaded in running) await Advance(loaded, facts, now, calendars, due, advances);
        var askAgain = await parts.Entries.Look(set, all, facts, now, calendars, due, starts, advances);
        Fault.At("before-save");
        if (advances.Count > 0)
        {
            var kept = await enrollments.Save(advances, now);
            // Somebody else was first: the account is dirty through what they saved, and is looked at again.
            if (kept.Contains(false)) askAgain = now;
        }
        foreach (var start in starts) await enrollments.Started(start);
        askAgain = DrainRun.Earlier(askAgain, await parts.Plays.Look(set, facts, now, calendars));
        await parts.Segments.Look(set, facts, now, due);
        await parts.Scores.Score(accountId, now);
        if (due.Any(timer => timer.Kind == Timer) || askAgain is not null) await timers.Set(Timer, accountId, "", askAgain > now ? askAgain : askAgain is null ? null : now.AddSeconds(1));
    }

    async Task Advance(LoadedEnrollment loaded, Facts facts, DateTimeOffset now, Calendars calendars, ImmutableArray<DueTimer> due, List<(Advanced, int)> advances)
    {
        if (await authored.Journey(loaded.Enrollment.Journey, loaded.Enrollment.Version) is not { } journey)
        {
            await enrollments.SetAside(loaded, $"Version {loaded.Enrollment.Version} of journey \"{loaded.Enrollment.Journey}\" cannot be read.", now);
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
            await enrollments.SetAside(loaded, poison.Message, now);
        }
    }

    static bool IsWorthSaving(LoadedEnrollment loaded, Advanced next, DateTimeOffset now, ImmutableArray<DueTimer> due) =>
        next.Changes(loaded.Enrollment) || next.NextAt != loaded.NextAt || now - loaded.Enrollment.AdvancedAt > Stride
        || due.Any(timer => timer.Kind == TimerBook.Enrollment && timer.Id == loaded.Enrollment.Id.ToString("D"));
}

/// <summary>What else is looked at beside the enrollments that run.</summary>
public sealed record LookParts(Entries Entries, AccountPlays Plays, AccountSegments Segments, ScoreBoard Scores);
