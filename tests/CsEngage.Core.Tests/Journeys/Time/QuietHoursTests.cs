using FsCheck;
using FsCheck.Fluent;
using CsEngage.Tests;

namespace CsEngage.Core.Tests.Journeys.Time;

public sealed class QuietHoursTests
{
    static readonly Calendar Tokyo = Calendar.Of("Asia/Tokyo", "JP");
    static readonly QuietHours Night = new(new(22, 0), new(6, 0));

    static DateTimeOffset At(int day, int hour, int minute = 0) => Tokyo.At(new(2026, 11, day), new(hour, minute));

    [Theory]
    [InlineData(21, 59, false)]
    [InlineData(22, 0, true)]
    [InlineData(0, 0, true)]
    [InlineData(5, 59, true)]
    [InlineData(6, 0, false)]
    public void An_overnight_window_covers_both_sides_of_midnight(int hour, int minute, bool quiet) => Night.Covers(new(hour, minute)).ShouldBe(quiet);

    [Fact]
    public void What_falls_into_the_night_waits_for_the_morning() => Night.FirstAllowed(At(24, 23), Tokyo, businessDaysOnly: false).ShouldBe(At(25, 6));

    [Fact]
    public void After_midnight_it_is_the_same_morning() => Night.FirstAllowed(At(25, 3), Tokyo, businessDaysOnly: false).ShouldBe(At(25, 6));

    [Fact]
    public void Friday_evening_waits_over_week_end_and_holiday() =>
        // 23 November is Labour Thanksgiving Day, a Monday in 2026.
        Night.FirstAllowed(At(20, 23), Tokyo, businessDaysOnly: true).ShouldBe(At(24, 6));

    [Fact]
    public void An_empty_window_holds_nothing() => QuietHours.None.FirstAllowed(At(25, 3), Tokyo, businessDaysOnly: false).ShouldBe(At(25, 3));

    [Fact]
    public void In_any_zone_the_first_allowed_instant_is_allowed_and_not_before_the_asked_one() => Law.Holds(
        from zone in Gen.Elements(TimeZoneInfo.GetSystemTimeZones().ToArray())
        from minute in Gen.Choose(0, 2 * 365 * 24 * 60)
        from start in Gen.Choose(0, 1439)
        from end in Gen.Choose(0, 1439)
        from businessDays in Gen.Elements(true, false)
        select (zone, minute, start, end, businessDays),
        c =>
        {
            var calendar = Calendar.Utc with { Zone = c.zone };
            var quiet = new QuietHours(new TimeOnly(c.start * TimeSpan.TicksPerMinute), new TimeOnly(c.end * TimeSpan.TicksPerMinute));
            var asked = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(c.minute);
            var allowed = quiet.FirstAllowed(asked, calendar, c.businessDays);
            allowed.ShouldBeGreaterThanOrEqualTo(asked);
            quiet.Covers(calendar.TimeOf(allowed)).ShouldBeFalse();
            if (c.businessDays) calendar.IsBusinessDay(calendar.DateOf(allowed)).ShouldBeTrue();
        });
}
