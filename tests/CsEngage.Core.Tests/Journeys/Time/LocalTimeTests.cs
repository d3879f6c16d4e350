namespace CsEngage.Core.Tests.Journeys.Time;

public sealed class LocalTimeTests
{
    static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void A_time_that_the_spring_skips_becomes_the_next_that_exists() =>
        LocalTime.At(new(2026, 3, 29), new(2, 30), Berlin).ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_time_that_the_autumn_repeats_happens_once_at_its_first_pass() =>
        LocalTime.At(new(2026, 10, 25), new(2, 30), Berlin).ShouldBe(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));

    [Fact]
    public void The_rules_of_the_target_date_count_and_not_those_of_today() =>
        LocalTime.At(new(2026, 7, 1), new(9, 0), Berlin).ShouldBe(new DateTimeOffset(2026, 7, 1, 7, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_whole_day_that_was_skipped_is_jumped_over() =>
        // Samoa crossed the date line: 30 December 2011 does not exist there.
        LocalTime.At(new(2011, 12, 30), new(9, 0), TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia")).ShouldBe(new DateTimeOffset(2011, 12, 30, 10, 0, 0, TimeSpan.Zero));

    public static TheoryData<int> Years => [2024, 2025, 2026, 2027];

    [Theory]
    [MemberData(nameof(Years))]
    public void In_every_zone_around_every_change_clocks_show_what_was_asked_or_the_first_time_after_the_gap(int year)
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
            foreach (var change in ChangesOf(zone, year))
                for (var minutes = -150; minutes <= 150; minutes += 15)
                {
                    var wall = (change + zone.GetUtcOffset(change.AddMinutes(-1))).UtcDateTime.AddMinutes(minutes);
                    var at = LocalTime.At(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall), zone);
                    var shown = (at + zone.GetUtcOffset(at)).UtcDateTime;
                    // What a moment before shows is earlier than asked: this is the first instant that shows it or more.
                    shown.ShouldBeGreaterThanOrEqualTo(wall, $"{zone.Id} {wall:O}");
                    if (shown != wall) at.ShouldBe(change, TimeSpan.FromMilliseconds(1), $"{zone.Id} {wall:O} lies in the gap");
                    FirstThatShows(wall, at, zone).ShouldBe(at, $"{zone.Id} {wall:O}");
                }
    }

    // Of the two passes of a repeated hour, the earlier.
    static DateTimeOffset FirstThatShows(DateTime wall, DateTimeOffset found, TimeZoneInfo zone)
    {
        foreach (var earlier in new[] { 30, 60, 120, 180 })
        {
            var other = found.AddMinutes(-earlier);
            if ((other + zone.GetUtcOffset(other)).UtcDateTime == wall) return other;
        }
        return found;
    }

    static IEnumerable<DateTimeOffset> ChangesOf(TimeZoneInfo zone, int year)
    {
        for (var day = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero); day.Year == year; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) == zone.GetUtcOffset(day.AddDays(1))) continue;
            var (low, high) = (day, day.AddDays(1));
            while (high - low > TimeSpan.FromSeconds(1))
            {
                var middle = low + ((high - low) / 2);
                if (zone.GetUtcOffset(middle) == zone.GetUtcOffset(day)) low = middle;
                else high = middle;
            }
            yield return new DateTimeOffset((long)Math.Round(high.UtcTicks / (double)TimeSpan.TicksPerMinute) * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        }
    }
}
