using System.Collections.Concurrent;

namespace CsEngage.Core;

/// <summary>
/// The days of a zone as instants: a gapless row of half-open intervals, also where midnight does not exist (the day starts when the clocks
/// have jumped) or comes twice (it starts at the first). Counters, windows and daily closings use the operator's.
/// </summary>
public sealed class OperatorDays
{
    static readonly ConcurrentDictionary<TimeZoneInfo, OperatorDays> ByZone = new();

    readonly TimeZoneInfo zone;
    readonly long offset;
    readonly ConcurrentDictionary<int, long> starts = new();

    OperatorDays(TimeZoneInfo zone)
    {
        this.zone = zone;
        offset = zone.BaseUtcOffset.Ticks;
    }

    /// <summary>The days of this zone.</summary>
    public static OperatorDays In(TimeZoneInfo zone) => ByZone.GetOrAdd(zone, static zone => new OperatorDays(zone));

    /// <summary>The day that holds an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDayNumber(DayOf(instant.UtcTicks));

    /// <summary>The first instant of a day.</summary>
    public DateTimeOffset StartOf(DateOnly date) => new(StartOf(date.DayNumber), TimeSpan.Zero);

    internal int DayOf(long instant)
    {
        var day = (int)((instant + offset) / TimeSpan.TicksPerDay);
        while (instant < StartOf(day)) day--;
        while (instant >= StartOf(day + 1)) day++;
        return day;
    }

    internal long StartOf(int day) => starts.TryGetValue(day, out var start) ? start : starts.GetOrAdd(day, FindStart(day));

    long FindStart(int day)
    {
        // Beyond the calendar nothing begins and nothing ends.
        if (day < 1) return long.MinValue;
        if (day > DateOnly.MaxValue.DayNumber) return long.MaxValue;
        var midnight = new DateTime(day * TimeSpan.TicksPerDay, DateTimeKind.Unspecified);
        var ahead = zone.IsInvalidTime(midnight) ? zone.GetUtcOffset(new DateTimeOffset(midnight, TimeSpan.Zero).AddHours(-15))
            : zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return midnight.Ticks - ahead.Ticks;
    }
}
