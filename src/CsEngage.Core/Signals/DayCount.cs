using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// What the signals of one kind, subject and membership add up to on one day of the operator's zone. Older days may be folded into one
/// bucket that ends on <paramref name="Day"/>; windows that would cut through such a bucket are answered with unknown, never with a guess.
/// </summary>
/// <param name="MembershipId">The person; null for signals about the account itself.</param>
/// <param name="Kind">Kind of signal.</param>
/// <param name="Subject">type:key; null when the signals had none.</param>
/// <param name="Day">The day, in the operator's zone.</param>
/// <param name="N">How many signals.</param>
/// <param name="Sum">Sum of their values; those without value add nothing.</param>
/// <param name="FirstAt">Counted time of the first.</param>
/// <param name="LastAt">Counted time of the last.</param>
/// <param name="LastValue">Value of the last signal that had one; of several at one instant the largest.</param>
/// <param name="LastValueAt">When that was.</param>
public sealed record DayCount(
    Guid? MembershipId, string Kind, string? Subject, DateOnly Day, int N, decimal Sum, DateTimeOffset FirstAt, DateTimeOffset LastAt,
    decimal? LastValue = null, DateTimeOffset? LastValueAt = null)
{
    /// <summary>The bucket of one signal alone.</summary>
    public static DayCount Of(Signal signal, TimeZoneInfo zone) =>
        new(signal.MembershipId, signal.Kind, signal.Subject, OperatorDays.In(zone).DateOf(signal.CountedAt), 1, signal.Value ?? 0,
            signal.CountedAt, signal.CountedAt, signal.Value, signal.Value is null ? null : signal.CountedAt);

    /// <summary>
    /// All buckets of some signals. Those that do not count (machines, staff, previews) are left out, and a key that comes twice counts once.
    /// The order of the signals does not matter.
    /// </summary>
    public static ImmutableArray<DayCount> Of(IEnumerable<Signal> signals, TimeZoneInfo zone) =>
        [.. signals.Where(signal => signal.Counts).DistinctBy(signal => signal.Key).Select(signal => Of(signal, zone))
            .GroupBy(one => (one.MembershipId, one.Kind, one.Subject, one.Day)).Select(day => day.Aggregate((a, b) => a.Plus(b)))];

    /// <summary>This bucket and another of the same kind, subject and membership. Commutative and associative.</summary>
    public DayCount Plus(DayCount other)
    {
        var (later, earlier) = IsLaterValue(other) ? (other, this) : (this, other);
        return this with
        {
            Day = Day > other.Day ? Day : other.Day,
            N = N + other.N,
            Sum = Sum + other.Sum,
            FirstAt = FirstAt < other.FirstAt ? FirstAt : other.FirstAt,
            LastAt = LastAt > other.LastAt ? LastAt : other.LastAt,
            LastValue = later.LastValue ?? earlier.LastValue,
            LastValueAt = later.LastValueAt ?? earlier.LastValueAt,
        };
    }

    bool IsLaterValue(DayCount other) =>
        other.LastValueAt is { } theirs && (LastValueAt is not { } ours || theirs > ours || (theirs == ours && other.LastValue > LastValue));
}
