using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;
using CsEngage.Store.Segments;

namespace CsEngage.Engine.Segments;

/// <summary>Which segments an account and its people enter and leave.</summary>
public sealed class AccountSegments(SegmentRoll segments, TimerBook timers)
{
    public async Task Look(AuthoredSet set, Facts facts, DateTimeOffset now, ImmutableArray<DueTimer> due)
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
}
