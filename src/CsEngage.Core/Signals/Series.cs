namespace CsEngage.Core;

/// <summary>One signal, or one bucket of signals, on the line of time. Times are UTC ticks.</summary>
readonly record struct Moment(long First, long Last, int N, decimal Sum, decimal? LastValue, long LastValueAt);

/// <summary>What the moments of a window add up to.</summary>
/// <param name="N">How many signals; -1 when a bucket would have to be cut.</param>
/// <param name="Sum">Sum of values.</param>
/// <param name="First">First of them, or <see cref="Series.Never"/>.</param>
/// <param name="Last">Last of them, or <see cref="Series.Never"/>.</param>
/// <param name="LastValue">Last value known.</param>
/// <param name="LastValueAt">When that was.</param>
readonly record struct Tally(int N, decimal Sum, long First, long Last, decimal? LastValue, long LastValueAt)
{
    internal static readonly Tally Nothing = new(0, 0, Series.Never, Series.Never, null, Series.Never);
    internal static readonly Tally Unknown = Nothing with { N = -1 };

    internal bool IsUnknown => N < 0;

    /// <summary>Both together, for a set of contacts.</summary>
    internal Tally Plus(in Tally other)
    {
        if (IsUnknown || other.IsUnknown) return Unknown;
        if (other.N == 0) return this;
        if (N == 0) return other;
        var laterValue = other.LastValueAt > LastValueAt || (other.LastValueAt == LastValueAt && other.LastValue > LastValue);
        return new(N + other.N, Sum + other.Sum, Math.Min(First, other.First), Math.Max(Last, other.Last),
            laterValue ? other.LastValue : LastValue, Math.Max(LastValueAt, other.LastValueAt));
    }
}

/// <summary>The moments of one kind, subject and person in order of time, with running totals, so that a window is two binary searches.</summary>
sealed class Series
{
    internal const long Never = long.MinValue;
    internal static readonly Series Empty = new(Array.Empty<long>());

    readonly long[] first;

    // Most series are of single signals without values; they need nothing but their times.
    readonly long[] latest;
    readonly int[]? counted;
    readonly decimal[]? summed;
    readonly (decimal? Value, long At)[]? values;

    /// <summary>Single signals without values.</summary>
    internal Series(long[] instants)
    {
        Array.Sort(instants);
        first = latest = instants;
    }

    internal Series(Moment[] moments)
    {
        Array.Sort(moments, static (a, b) => a.First.CompareTo(b.First));
        first = new long[moments.Length];
        latest = new long[moments.Length];
        counted = new int[moments.Length + 1];
        summed = new decimal[moments.Length + 1];
        values = new (decimal?, long)[moments.Length];
        var (last, value) = (Never, ((decimal?)null, Never));
        for (var i = 0; i < moments.Length; i++)
        {
            var moment = moments[i];
            first[i] = moment.First;
            latest[i] = last = Math.Max(last, moment.Last);
            counted[i + 1] = counted[i] + moment.N;
            summed[i + 1] = summed[i] + moment.Sum;
            if (moment.LastValue is { } its && (value.Item1 is not { } best || moment.LastValueAt > value.Item2 || (moment.LastValueAt == value.Item2 && its > best)))
                value = (its, moment.LastValueAt);
            values[i] = value;
        }
    }

    int CountBefore(int moment) => counted is null ? moment : counted[moment];

    /// <summary>First moment up to <paramref name="seen"/>, or Never.</summary>
    internal long First(long seen) => first.Length > 0 && first[0] <= seen ? first[0] : Never;

    /// <summary>Last moment up to <paramref name="seen"/>, or Never.</summary>
    internal long Last(long seen) => UpTo(seen) is > 0 and var n ? latest[n - 1] : Never;

    /// <summary>How many ever, up to <paramref name="seen"/>.</summary>
    internal int Count(long seen) => CountBefore(UpTo(seen));

    /// <summary>Last value up to <paramref name="seen"/> and its time.</summary>
    internal (decimal? Value, long At) LastValue(long seen) => values is not null && UpTo(seen) is > 0 and var n ? values[n - 1] : (null, Never);

    /// <summary>What the moments from <paramref name="from"/> to <paramref name="to"/> (both included) add up to.</summary>
    internal Tally Between(long from, long to)
    {
        if (from > to) return Tally.Nothing;
        var (low, high) = (Before(from), UpTo(to));
        // A bucket that reaches into the window from either side cannot be cut: how many of its signals lie inside is not known.
        if (low > 0 && latest[low - 1] >= from) return Tally.Unknown;
        if (high <= low) return Tally.Nothing;
        if (latest[high - 1] > to) return Tally.Unknown;
        var (value, valueAt) = values is null ? (null, Never) : values[high - 1];
        if (valueAt < from) (value, valueAt) = (null, Never);
        return new(CountBefore(high) - CountBefore(low), summed is null ? 0 : summed[high] - summed[low], first[low], latest[high - 1], value, valueAt);
    }

    /// <summary>
    /// The earliest times at which a window that slides with time could gain or lose something: what lies first inside it, what follows it,
    /// and the ends of buckets that it cuts. Never where there is none.
    /// </summary>
    internal (long Leaving, long Entering, long CutAtStart, long CutAtEnd) Edges(long from, long to, long seen)
    {
        var (low, high, all) = (Before(from), UpTo(Math.Min(to, seen)), UpTo(seen));
        return (low < high ? first[low] : Never, high < all ? first[high] : Never,
            low > 0 && latest[low - 1] >= from ? latest[low - 1] : Never, high > 0 && latest[high - 1] > to ? latest[high - 1] : Never);
    }

    /// <summary>When each moment began, in order.</summary>
    internal ReadOnlySpan<long> Instants => first;

    /// <summary>How many moments began before an instant.</summary>
    int Before(long instant)
    {
        var (low, high) = (0, first.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (first[middle] < instant) low = middle + 1; else high = middle;
        }
        return low;
    }

    /// <summary>How many moments began up to an instant.</summary>
    int UpTo(long instant) => instant == long.MaxValue ? first.Length : Before(instant + 1);
}
