namespace CsEngage.Core;

/// <summary>
/// Wall-clock time in a zone, by the zone's rules at the target instant. A time that a clock change skips becomes the first instant after
/// the gap; a time that a clock change repeats is the earlier of the two, so that it happens once.
/// </summary>
public static class LocalTime
{
    /// <summary>The instant at which clocks in <paramref name="zone"/> show <paramref name="date"/> and <paramref name="time"/>.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        var wall = date.ToDateTime(time, DateTimeKind.Unspecified);
        // The target lies between these two for every offset from -14 to +14 hours, even where a whole day was skipped (Samoa 2011).
        var before = new DateTimeOffset(wall, TimeSpan.Zero).AddHours(-26);
        var after = new DateTimeOffset(wall, TimeSpan.Zero).AddHours(26);
        var earlier = Instant(wall, zone.GetUtcOffset(before));
        var later = Instant(wall, zone.GetUtcOffset(after));
        var first = earlier < later ? earlier : later;
        var second = earlier < later ? later : earlier;
        return Shows(first, wall, zone) ? first : Shows(second, wall, zone) ? second : EndOfGap(first, second, wall, zone);
    }

    /// <summary>The calendar date that people in <paramref name="zone"/> have at <paramref name="instant"/>.</summary>
    public static DateOnly DateOf(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(Wall(instant, zone));

    /// <summary>The time of day that clocks in <paramref name="zone"/> show at <paramref name="instant"/>.</summary>
    public static TimeOnly TimeOf(DateTimeOffset instant, TimeZoneInfo zone) => TimeOnly.FromDateTime(Wall(instant, zone));

    static DateTime Wall(DateTimeOffset instant, TimeZoneInfo zone) => (instant + zone.GetUtcOffset(instant)).UtcDateTime;

    static DateTimeOffset Instant(DateTime wall, TimeSpan offset) => new DateTimeOffset(wall, TimeSpan.Zero) - offset;

    static bool Shows(DateTimeOffset instant, DateTime wall, TimeZoneInfo zone) => Wall(instant, zone) == wall;

    // Before the gap clocks show less than the wanted time, after it more: bisect to the millisecond.
    static DateTimeOffset EndOfGap(DateTimeOffset low, DateTimeOffset high, DateTime wall, TimeZoneInfo zone)
    {
        low = low.AddHours(-1);
        high = high.AddHours(1);
        while (high - low > TimeSpan.FromMilliseconds(1))
        {
            var middle = low.AddMilliseconds(Math.Floor((high - low).TotalMilliseconds / 2));
            if (Wall(middle, zone) < wall) low = middle;
            else high = middle;
        }
        return high;
    }
}
