using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A named, versioned rule with remembered membership.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Rule">Who is in it; the rule's scope says whether accounts or contacts.</param>
/// <param name="Version">Counts the versions of the rule.</param>
public sealed record Segment(string Key, LocalizedText Title, Rule Rule, int Version = 1);

/// <summary>One participant's place in a segment.</summary>
/// <param name="Segment">Key of the segment.</param>
/// <param name="AccountId">The account.</param>
/// <param name="MembershipId">The contact; null in segments of accounts.</param>
/// <param name="EnteredAt">When it came in.</param>
/// <param name="LeftAt">When it left; null while it is in.</param>
public sealed record SegmentPlace(string Segment, Guid AccountId, Guid? MembershipId, DateTimeOffset EnteredAt, DateTimeOffset? LeftAt)
{
    /// <summary>Whether it is in the segment at an instant.</summary>
    public bool IsIn(DateTimeOffset now) => EnteredAt <= now && (LeftAt is not { } left || now < left);
}

/// <summary>What re-evaluating a segment for one participant came to.</summary>
/// <param name="Place">The remembered place: the running one, the one just left, or null when it is not in and was not.</param>
/// <param name="Signals">segment.entered or segment.left, or none; to be saved in the same transaction as the place.</param>
/// <param name="Verdict">Why.</param>
public sealed record SegmentStep(SegmentPlace? Place, ImmutableArray<Signal> Signals, Verdict Verdict)
{
    /// <summary>When to look again though nothing happens.</summary>
    public DateTimeOffset? LookAgainAt => Verdict.ChangesAt;
}

/// <summary>How remembered membership follows the rule.</summary>
public static class SegmentMembership
{
    /// <summary>
    /// The step from what is remembered to what the rule says as of <paramref name="now"/>. Unknown is not in. Looking twice at one instant
    /// changes nothing the second time.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="facts">Facts of the account; narrowed to the contact for a segment of contacts.</param>
    /// <param name="running">The running place, if any.</param>
    /// <param name="now">As of when: the instant of the signal or of <see cref="SegmentStep.LookAgainAt"/>, not when it was noticed.</param>
    /// <param name="cause">What made us look.</param>
    public static SegmentStep Step(Segment segment, Facts facts, SegmentPlace? running, DateTimeOffset now, Cause cause)
    {
        var verdict = segment.Rule.Evaluate(facts, now);
        // Someone whose membership ended is in no segment of contacts.
        var holds = verdict.Holds && (segment.Rule.Scope == RuleScope.Account || facts.MembersAt(now).Any(member => member.Id == facts.MembershipId));
        if (holds == (running is { LeftAt: null })) return new(running is { LeftAt: null } ? running : null, [], verdict);
        var membership = segment.Rule.Scope == RuleScope.Contact ? facts.MembershipId : null;
        var place = holds ? new SegmentPlace(segment.Key, facts.History.Account.Id, membership, now, null) : running! with { LeftAt = now };
        var signal = DerivedSignal.Of(cause with { Id = $"{cause.Id}@{now.ToUnixTimeMilliseconds()}" }, holds ? "segment.entered" : "segment.left", now, now,
            place.AccountId, membership, "segment:" + segment.Key);
        return new(place, [signal with { Cause = cause }], verdict);
    }

    /// <summary>
    /// All places of one participant from the beginning, recomputed: every instant at which something happened and every one at which the
    /// verdict changed by itself. What the steps one by one leave behind must equal this.
    /// </summary>
    public static ImmutableArray<SegmentPlace> Recompute(Segment segment, Facts facts, DateTimeOffset from, DateTimeOffset to)
    {
        var places = ImmutableArray.CreateBuilder<SegmentPlace>();
        SegmentPlace? running = null;
        var cause = Cause.Of("segment", segment.Key);
        for (DateTimeOffset? at = from; at is { } now && now <= to;)
        {
            var step = Step(segment, facts, running, now, cause);
            if (step.Place is { LeftAt: not null } left) places.Add(left);
            running = step.Place is { LeftAt: null } ? step.Place : null;
            var signal = facts.FirstInstantAfter(now);
            at = step.LookAgainAt is { } alone && (signal is null || alone < signal) ? alone : signal;
        }
        if (running is not null) places.Add(running);
        return places.DrainToImmutable();
    }
}

/// <summary>The order in which segments that use each other are evaluated.</summary>
public static class SegmentOrder
{
    /// <summary>The segments, each after those its rule reads.</summary>
    /// <exception cref="SegmentCircleException">Some read each other in a circle.</exception>
    public static ImmutableArray<Segment> Of(IEnumerable<Segment> segments)
    {
        var all = segments.ToDictionary(segment => segment.Key, StringComparer.Ordinal);
        var (ordered, done, path) = (ImmutableArray.CreateBuilder<Segment>(), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var segment in all.Values.OrderBy(segment => segment.Key, StringComparer.Ordinal)) Visit(segment);
        return ordered.DrainToImmutable();

        void Visit(Segment segment)
        {
            if (done.Contains(segment.Key)) return;
            if (path.IndexOf(segment.Key) is >= 0 and var start) throw new SegmentCircleException([.. path[start..], segment.Key]);
            path.Add(segment.Key);
            foreach (var key in segment.Rule.Needs.Segments)
                if (all.TryGetValue(key, out var other))
                    Visit(other);
            path.RemoveAt(path.Count - 1);
            done.Add(segment.Key);
            ordered.Add(segment);
        }
    }
}

/// <summary>Segments whose rules read each other in a circle; none of them could ever be decided.</summary>
/// <param name="circle">Keys along the circle, the first one again at the end.</param>
public sealed class SegmentCircleException(ImmutableArray<string> circle)
    : InvalidOperationException("These segments read each other in a circle: " + string.Join(" → ", circle) + ".")
{
    /// <summary>Keys along the circle, the first one again at the end.</summary>
    public ImmutableArray<string> Circle { get; } = circle;
}
