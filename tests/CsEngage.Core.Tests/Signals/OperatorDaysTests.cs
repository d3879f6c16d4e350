namespace CsEngage.Core.Tests.Signals;

public sealed class OperatorDaysTests
{
    [Fact]
    public void Days_of_every_zone_are_a_gapless_row()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var days = OperatorDays.In(zone);
            for (var date = new DateOnly(2026, 1, 1); date.Year < 2027; date = date.AddDays(1))
            {
                var (start, end) = (days.StartOf(date), days.StartOf(date.AddDays(1)));
                ((end - start).TotalHours is >= 22 and <= 26).ShouldBeTrue($"{zone.Id} {date}: {end - start}");
                days.DateOf(start).ShouldBe(date, zone.Id);
                days.DateOf(end.AddTicks(-1)).ShouldBe(date, zone.Id);
                DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime).ShouldBe(date, zone.Id);
            }
        }
    }

    [Theory]
    [InlineData("Asia/Beirut", 2026, 3, 29, 22)]    // midnight does not exist: the day starts at 01:00, which is 22:00 UTC of the day before
    [InlineData("America/Havana", 2026, 11, 1, 4)]  // 00:00 comes twice: the day starts at the first
    [InlineData("Asia/Tokyo", 2026, 6, 1, 15)]
    public void A_midnight_that_does_not_exist_or_comes_twice_starts_the_day_once(string zone, int year, int month, int day, int utcHour) =>
        OperatorDays.In(TimeZoneInfo.FindSystemTimeZoneById(zone)).StartOf(new DateOnly(year, month, day)).Hour.ShouldBe(utcHour);

    [Fact]
    public void A_day_that_a_zone_skipped_is_empty()
    {
        var samoa = OperatorDays.In(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));
        samoa.StartOf(new DateOnly(2011, 12, 30)).ShouldBe(samoa.StartOf(new DateOnly(2011, 12, 31)));
        samoa.DateOf(samoa.StartOf(new DateOnly(2011, 12, 31))).ShouldBe(new DateOnly(2011, 12, 31));
    }
}
