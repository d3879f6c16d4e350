using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Faults;
using CsEngage.Engine.Health;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;
using CsEngage.Store.Plays;
using CsEngage.Store.Segments;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Journeys;

/// <summary>One look at one account: who enters, what advances, which plays open and close by their rules, and when to look again.</summary>
public sealed class AccountLook(FactShelf shelf, EnrollmentBook enrollments, TimerBook timers, PlayBook plays, SegmentRoll segments, ScoreBoard scores, Authored authored, EngineSecrets secrets, SignalLog log)
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
        var askAgain = await Enter(set, all, facts, now, calendars, due, starts, advances);
        Fault.At("before-save");
        if (advances.Count > 0)
        {
            var kept = await enrollments.Save(advances, now);
            // Somebody else was first: the account is dirty through what they saved, and is looked at again.
            if (kept.Contains(false)) askAgain = now;
        }
        foreach (var start in starts) await enrollments.Started(start);
        askAgain = DrainEarlier(askAgain, await Plays(set, facts, now, calendars));
        await Segments(set, facts, now, due);
        await scores.Score(accountId, now);
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
            var next = Told(journey.Advance(loaded.Enrollment, facts, now, calendars), now);
            if (IsWorthSaving(loaded, next, now, due)) advances.Add((next, loaded.Version));
        }
        catch (Exception poison) when (poison is JourneyException or ArgumentException or InvalidOperationException)
        {
            // One that cannot advance never holds up the rest: it is shown with its error and retried by hand.
            await enrollments.SetAside(loaded, poison.Message, now);
        }
    }

    /// <summary>Says of every touch that it is planned, in the transaction that plans it.</summary>
    static Advanced Told(Advanced next, DateTimeOffset now)
    {
        var said = next.Effects.OfType<Effect.Plan>().Select(plan => TouchSignal.Planned(plan.Touch, next.Enrollment.Journey, now));
        return next with { Effects = [.. next.Effects, .. said.Select(signal => new Effect.Append(signal.Id, signal.OccurredAt, signal))] };
    }

    static bool IsWorthSaving(LoadedEnrollment loaded, Advanced next, DateTimeOffset now, ImmutableArray<DueTimer> due) =>
        next.Effects.Length > 0 || next.NextAt != loaded.NextAt || now - loaded.Enrollment.AdvancedAt > Stride
        || due.Any(timer => timer.Kind == TimerBook.Enrollment && timer.Id == loaded.Enrollment.Id.ToString("D"))
        || next.Enrollment.State != loaded.Enrollment.State || next.Enrollment.Runs != loaded.Enrollment.Runs || !next.Enrollment.Checkpoints.SequenceEqual(loaded.Enrollment.Checkpoints);

    /// <summary>Who enters what. The answer is when an entry rule may say something else with no new signal.</summary>
    async Task<DateTimeOffset?> Enter(
        AuthoredSet set, ImmutableArray<LoadedEnrollment> all, Facts facts, DateTimeOffset now, Calendars calendars, ImmutableArray<DueTimer> due, ImmutableArray<JourneyStart> starts,
        List<(Advanced, int)> advances)
    {
        DateTimeOffset? again = null;
        foreach (var journey in set.Journeys.Values)
        {
            IEnumerable<Guid?> participants = journey.Participant == ParticipantKind.Contact ? facts.MembersAt(now).Select(member => (Guid?)member.Id) : [null];
            foreach (var participant in participants)
            {
                var scoped = participant is { } member ? facts.For(member) : facts;
                ImmutableArray<Enrollment> history = [.. all.Where(loaded => loaded.Enrollment.Journey == journey.Key && loaded.Enrollment.MembershipId == participant).Select(loaded => loaded.Enrollment)];
                var started = starts.FirstOrDefault(start => start.Journey == journey.Key && start.MembershipId == participant);
                var mayStart = started is not null && history.All(earlier => earlier.HasEnded);
                DateTimeOffset? at = mayStart ? started!.At : null;
                var cause = mayStart ? started!.Cause : null;
                if (at is null)
                {
                    var decision = Decide(journey, scoped, history, now, due, out at, out cause);
                    again = DrainEarlier(again, decision.AskAgainAt);
                }
                if (at is not { } entered) continue;
                var id = Guid.CreateVersion7(now);
                var first = journey.Enter(id, facts.History.Account.Id, participant, history.Length + 1, entered, await secrets.Draws(), set.Rules.Holdout, cause);
                var seen = first.Effects.OfType<Effect.Append>().Aggregate(facts, (sum, effect) => sum.With(effect.Signal));
                var next = Told(journey.Advance(first.Enrollment, seen, now, calendars), now);
                advances.Add((next with { Effects = first.Effects.AddRange(next.Effects) }, 0));
            }
        }
        return again;
    }

    /// <summary>
    /// Whether a participant enters, and as of when: the instant at which the rule became true, not the one at which it was noticed.
    /// </summary>
    static EntryDecision Decide(Journey journey, Facts facts, ImmutableArray<Enrollment> history, DateTimeOffset now, ImmutableArray<DueTimer> due, out DateTimeOffset? at, out Cause? cause)
    {
        (at, cause) = (null, null);
        var decision = journey.ShouldEnter(facts, history, now);
        if (!decision.Enters) return decision;
        var earliest = history.Select(earlier => earlier.EndedAt ?? earlier.EnteredAt).Append(facts.Horizon).Max();
        var candidates = facts.InstantsBetween(earliest, now).TakeLast(32).Concat(due.Where(timer => timer.Kind == AccountLook.Timer && timer.DueAt > earliest).Select(timer => timer.DueAt)).Append(now).Distinct().Order().ToList();
        // Backwards from now over instants at which it held without a break.
        var index = candidates.Count - 1;
        while (index > 0 && journey.ShouldEnter(facts, history, candidates[index - 1]).Enters) index--;
        var when = candidates[index];
        var causes = facts.History.Signals.Where(signal => signal.CountedAt == when && signal.Cause is not null).Select(signal => signal.Cause!).ToList();
        cause = causes.FirstOrDefault(one => one.Journeys.Contains(journey.Key)) ?? causes.FirstOrDefault();
        if (cause is not null && !journey.ShouldEnter(facts, history, now, cause).Enters) return new(Enters: false, EntryReason.OwnChain, null, null);
        at = when;
        return decision;
    }

    async Task<DateTimeOffset?> Plays(AuthoredSet set, Facts facts, DateTimeOffset now, Calendars calendars)
    {
        var account = facts.History.Account.Id;
        DateTimeOffset? again = null;
        ImmutableArray<PlayOnAccount>? known = null;
        foreach (var play in set.Plays.Values.Where(play => play.Opens is not null || play.Closes is not null))
        {
            var history = known ??= await plays.History(account);
            var decision = PlayPolicy.Decide(play, history, facts, now, calendars.Account);
            again = DrainEarlier(again, decision.AskAgainAt);
            var cause = Cause.Of("rule", $"play:{play.Key}@{now.ToUnixTimeMilliseconds()}");
            switch (decision)
            {
                case PlayDecision.Open open:
                    var id = $"rule/{play.Key}/{now.ToUnixTimeMilliseconds()}";
                    if (await plays.Open(new NewPlay(id, play.Key, account, null, now, open.DueAt, cause, null, ByRule: true, Reasons: open.Verdict?.Reasons.Text, Urgency: play.IsUrgent ? 1 : 0)))
                        await log.Append(DerivedSignal.Of(cause, "play.opened", now, now, account, subject: $"play:{play.Key}"));
                    break;
                case PlayDecision.Close:
                    foreach (var line in (await plays.Of(account)).Where(line => line.Play == play.Key && line.ClosedAt is null))
                        if (await plays.Close(account, line.Id, new PlayClosing("by-itself", "cleared", null, null, now)))
                            await log.Append(DerivedSignal.Of(cause, "play.closed", now, now, account, subject: $"play:{play.Key}"));
                    break;
                default: break;
            }
        }
        return again;
    }

    async Task Segments(AuthoredSet set, Facts facts, DateTimeOffset now, ImmutableArray<DueTimer> due)
    {
        foreach (var gone in due.Where(timer => timer.Kind == SegmentRoll.Timer && !set.Segments.Any(segment => segment.Key == timer.Id.Split('/')[0])))
            await timers.Set(gone.Kind, gone.AccountId, gone.Id, null);
        if (set.Segments.IsEmpty) return;
        var account = facts.History.Account.Id;
        var running = await segments.Running(account);
        var steps = new List<(string, Guid?, SegmentStep)>();
        foreach (var segment in set.Segments)
        {
            IEnumerable<Guid?> participants = segment.Rule.Scope == RuleScope.Contact ? facts.History.Memberships.Select(member => (Guid?)member.Id) : [null];
            foreach (var participant in participants)
            {
                var place = running.FirstOrDefault(one => one.Segment == segment.Key && one.MembershipId == participant);
                var step = SegmentMembership.Step(segment, participant is { } member ? facts.For(member) : facts, place, now, Cause.Of("segment", segment.Key));
                // A segment that reads this one sees what it has just become.
                facts = step.Signals.Aggregate(facts, (sum, signal) => sum.With(signal));
                steps.Add((segment.Key, participant, step));
            }
        }
        await segments.Save(account, steps, now);
    }

    static DateTimeOffset? DrainEarlier(DateTimeOffset? a, DateTimeOffset? b) => Drains.DrainRun.Earlier(a, b);
}
