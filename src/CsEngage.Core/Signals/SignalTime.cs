namespace CsEngage.Core;

/// <summary>What becomes of the time that a sender gave.</summary>
public abstract record SignalTime
{
    /// <summary>Signals may arrive so late; older ones want an import.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromDays(30);

    /// <summary>A wrong clock or a wrong zone is ahead by less; what is said to occur later still is not a signal yet.</summary>
    public static readonly TimeSpan Earliest = TimeSpan.FromDays(1);

    /// <summary>A clock may be ahead so far before it is called wrong.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    SignalTime()
    {
    }

    /// <summary>It counts.</summary>
    /// <param name="OccurredAt">As sent, cut to milliseconds.</param>
    /// <param name="CountedAt">When it counts: never after it was received.</param>
    /// <param name="IsClockWrong">Whether the sender's clock is ahead by more than the tolerance.</param>
    public sealed record Accepted(DateTimeOffset OccurredAt, DateTimeOffset CountedAt, bool IsClockWrong) : SignalTime;

    /// <summary>It comes too late to count: the days it belongs to may be closed.</summary>
    /// <param name="By">How much later than allowed.</param>
    public sealed record TooLate(TimeSpan By) : SignalTime;

    /// <summary>It has not occurred yet, by any clock.</summary>
    /// <param name="By">How much earlier than allowed.</param>
    public sealed record TooEarly(TimeSpan By) : SignalTime;

    /// <summary>
    /// A time up to a day in the future is a wrong clock: it counts as received. Beyond that it is too early. A time more than 30 days back is too late, except for imports, which tell the past.
    /// </summary>
    public static SignalTime Judge(DateTimeOffset occurredAt, DateTimeOffset receivedAt, bool isImport = false)
    {
        var (occurred, received) = (Cut(occurredAt), Cut(receivedAt));
        var age = received - occurred;
        if (age > Latest && !isImport) return new TooLate(age - Latest);
        if (-age > Earliest) return new TooEarly(-age - Earliest);
        return new Accepted(occurred, occurred > received ? received : occurred, -age > Tolerance);
    }

    /// <summary>An instant in UTC, cut to milliseconds, as all instants are that enter.</summary>
    public static DateTimeOffset Cut(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        return new DateTimeOffset(ticks - ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }
}
