using FsCheck;
using FsCheck.Fluent;
using CsEngage.Tests;

namespace CsEngage.Core.Tests.Journeys.Time;

public sealed class CalendarTests
{
    static readonly Calendar Tokyo = Calendar.Of("Asia/Tokyo", "JP");

    [Fact]
    public void Five_business_days_from_a_Friday_before_golden_week_end_after_it() =>
        // 27, 28, 30 April, 1 May, and then 7 May: 29 April and 3 to 6 May 2026 are off.
        Tokyo.AddBusinessDays(new DateOnly(2026, 4, 24), 5).ShouldBe(new DateOnly(2026, 5, 7));

    [Fact]
    public void Zero_business_days_from_a_day_off_is_the_next_business_day() =>
        Tokyo.AddBusinessDays(new DateOnly(2026, 11, 21), 0).ShouldBe(new DateOnly(2026, 11, 24));

    [Fact]
    public void Business_days_count_backwards_too() => Tokyo.AddBusinessDays(new DateOnly(2026, 11, 24), -1).ShouldBe(new DateOnly(2026, 11, 20));

    [Fact]
    public void A_due_day_ends_with_its_last_moment()
    {
        Tokyo.EndOfBusinessDay(Tokyo.At(new(2026, 11, 20), new(15, 0)), 1).ShouldBe(Tokyo.At(new(2026, 11, 25), TimeOnly.MinValue));
        Tokyo.DateOf(Calendar.LastMoment(Tokyo.EndOfBusinessDay(Tokyo.At(new(2026, 11, 20), new(15, 0)), 1))).ShouldBe(new(2026, 11, 24), "the day that people are told");
    }

    [Fact]
    public void Four_business_hours_from_five_in_the_afternoon_end_at_noon_of_the_next_working_day() =>
        Tokyo.AddBusinessHours(Tokyo.At(new(2026, 11, 20), new(17, 0)), TimeSpan.FromHours(4)).ShouldBe(Tokyo.At(new(2026, 11, 24), new(12, 0)));

    [Fact]
    public void Business_hours_asked_for_on_a_day_off_start_with_the_next_working_day() =>
        Tokyo.AddBusinessHours(Tokyo.At(new(2026, 11, 22), new(11, 0)), TimeSpan.FromHours(1)).ShouldBe(Tokyo.At(new(2026, 11, 24), new(10, 0)));

    [Fact]
    public void An_unknown_zone_is_UTC() => Calendar.Of("Mars/Olympus", null).Zone.ShouldBe(TimeZoneInfo.Utc);

    [Fact]
    public void A_calendar_without_any_working_day_still_ends() =>
        (Calendar.Utc with { Holidays = new Never() }).AddBusinessDays(new DateOnly(2026, 1, 1), 3).ShouldBe(new DateOnly(2026, 1, 4));

    [Fact]
    public void Adding_and_counting_business_days_agree() => Law.Holds(
        from start in Gen.Choose(0, 3000)
        from n in Gen.Choose(0, 60)
        from country in Gen.Elements("JP", "US")
        select (start, n, country),
        c =>
        {
            var calendar = Calendar.Of("Asia/Tokyo", c.country);
            var date = calendar.NextBusinessDay(new DateOnly(2022, 1, 1).AddDays(c.start));
            var from = calendar.At(date, new(10, 0));
            var to = calendar.AddBusinessDays(from, c.n);
            calendar.BusinessDaysBetween(from, to).ShouldBe(c.n);
            if (c.n > 0) calendar.AddBusinessDays(calendar.DateOf(to), -c.n).ShouldBe(date);
            calendar.IsBusinessDay(calendar.DateOf(to)).ShouldBeTrue();
        });

    sealed record Never : Holidays
    {
        public override bool Includes(DateOnly date) => true;
    }
}
