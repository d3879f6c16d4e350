using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;
using CsEngage.Store.Segments;

namespace CsEngage.Engine.Segments;

/// <summary>Which segments an account and its people enter and leave.</summary>
public static class AccountSegments
{
    /// <summary>The steps, in the order of the segments, and the facts as they are after them.</summary>
    public static (List<(string Segment, Guid? MembershipId, SegmentStep Step)> Steps, Facts Facts) Look(AuthoredSet set, Facts facts, ImmutableArray<SegmentPlace> running, DateTimeOffset now)
    {
        var steps = new List<(string, Guid?, SegmentStep)>();
        foreach (var segment in set.Segments)
        {
            IEnumerable<Guid?> participants = segment.Rule.Scope == RuleScope.Contact ? facts.History.Memberships.Select(member => (Guid?)member.Id) : [null];
            foreach (var participant in participants)
            {
                var place = running.FirstOrDefault(one => one.Segment == segment.Key && one.MembershipId == participant);
                var step = SegmentMembership.Step(segment, participant is { } member ? facts.For(member) : facts, place, now, Cause.Of("segment", segment.Key));
                // A segment that reads this one sees what it has just become.
                facts = facts.With(step.Signals);
                steps.Add((segment.Key, participant, step));
            }
        }
        return (steps, facts);
    }

    /// <summary>Timers of segments that are no longer.</summary>
    public static IEnumerable<DueTimer> Gone(AuthoredSet set, ImmutableArray<DueTimer> due) =>
        due.Where(timer => timer.Kind == SegmentRoll.Timer && !set.Segments.Any(segment => segment.Key == timer.Id.Split('/')[0]));
}
