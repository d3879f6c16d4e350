using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>From a journey's anchor to its value checkpoint, for one enrollment. One that has not got there is censored, not dropped.</summary>
/// <param name="Days">Calendar days, with fractions, from the anchor to value, or to now (or its end) when it has not got there.</param>
/// <param name="IsReached">Whether value was reached; otherwise the days say only that it takes longer.</param>
public sealed record TimeToValue(double Days, bool IsReached)
{
    /// <summary>The time of one enrollment; null when the journey names no value checkpoint or the anchor is not known.</summary>
    public static TimeToValue? Of(Journey journey, Enrollment enrollment, Facts facts, DateTimeOffset now)
    {
        if (journey.Value is not { } value || AnchorOf(journey, enrollment, facts, now) is not { } anchor) return null;
        var reached = enrollment.Find(value)?.ReachedAt;
        var until = reached ?? enrollment.EndedAt ?? now;
        return new(Math.Max(0, (until - anchor).TotalDays), reached is not null);
    }

    static DateTimeOffset? AnchorOf(Journey journey, Enrollment enrollment, Facts facts, DateTimeOffset now) => journey.Anchor switch
    {
        ValueAnchor.Created => facts.History.Account.CreatedAt,
        ValueAnchor.Entry => enrollment.EnteredAt,
        _ => Journey.ContractDate("start", facts.ForAccount(), now) is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null,
    };
}

/// <summary>A point of the curve: after so many days, this share has reached value.</summary>
/// <param name="Days">Days since the anchor.</param>
/// <param name="Share">1 − S(t), from 0 to 1.</param>
/// <param name="AtRisk">How many were still on their way just before.</param>
public sealed record ValuePoint(double Days, double Share, int AtRisk);

/// <summary>How long it takes until value, over many enrollments.</summary>
/// <param name="Points">The curve, in order of days.</param>
/// <param name="Reached">How many got there.</param>
/// <param name="Open">How many are still on their way, or left before.</param>
public sealed record ValueCurve(ImmutableArray<ValuePoint> Points, int Reached, int Open)
{
    /// <summary>Days after which half have reached value; null when fewer than half are expected to.</summary>
    public double? Median => At(0.5);

    /// <summary>Days after which a share has reached value; null when the curve does not come that far.</summary>
    public double? At(double share)
    {
        foreach (var point in Points)
            if (point.Share >= share) return point.Days;
        return null;
    }

    /// <summary>
    /// The estimator of Kaplan and Meier (1958): S(t) = Π (1 − dᵢ/nᵢ) over the times at which value was reached, where nᵢ were still on their way just
    /// before. Who is on the way for a shorter time counts until then; of equal times, those who got there come first.
    /// </summary>
    public static ValueCurve Of(IEnumerable<TimeToValue> times)
    {
        var ordered = times.OrderBy(time => time.Days).ThenByDescending(time => time.IsReached).ToImmutableArray();
        var points = ImmutableArray.CreateBuilder<ValuePoint>();
        var (left, atRisk) = (1.0, ordered.Length);
        foreach (var group in ordered.GroupBy(time => time.Days))
        {
            var reached = group.Count(time => time.IsReached);
            if (reached > 0)
            {
                left *= 1 - ((double)reached / atRisk);
                points.Add(new(group.Key, 1 - left, atRisk));
            }
            atRisk -= group.Count();
        }
        return new(points.DrainToImmutable(), ordered.Count(time => time.IsReached), ordered.Count(time => !time.IsReached));
    }
}
