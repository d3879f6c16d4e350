using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;

namespace CsEngage.Engine.Journeys;

/// <summary>Who enters which journey, by its rule or because another journey starts it.</summary>
public sealed class Entries(EngineSecrets secrets)
{
    /// <summary>Who enters what. The answer is when an entry rule may say something else with no new signal.</summary>
    public async Task<DateTimeOffset?> Look(
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
                    again = DrainRun.Earlier(again, decision.AskAgainAt);
                }
                if (at is not { } entered) continue;
                var id = Guid.CreateVersion7(now);
                var first = journey.Enter(id, facts.History.Account.Id, participant, history.Length + 1, entered, await secrets.Draws(), set.Rules.Holdout, cause);
                var seen = first.Effects.OfType<Effect.Append>().Aggregate(facts, (sum, effect) => sum.With(effect.Signal));
                var next = PlannedTouch.Told(journey.Advance(first.Enrollment, seen, now, calendars), now);
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
}
