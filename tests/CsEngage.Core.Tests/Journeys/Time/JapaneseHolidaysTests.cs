using System.Globalization;

namespace CsEngage.Core.Tests.Journeys.Time;

/// <summary>Against the list that the Cabinet Office publishes (内閣府「国民の祝日について」).</summary>
public sealed class JapaneseHolidaysTests
{
    [Theory]
    [InlineData(2006, "1-1 1-2 1-9 2-11 3-21 4-29 5-3 5-4 5-5 7-17 9-18 9-23 10-9 11-3 11-23 12-23")]
    [InlineData(2009, "1-1 1-12 2-11 3-20 4-29 5-3 5-4 5-5 5-6 7-20 9-21 9-22 9-23 10-12 11-3 11-23 12-23")]
    [InlineData(2015, "1-1 1-12 2-11 3-21 4-29 5-3 5-4 5-5 5-6 7-20 9-21 9-22 9-23 10-12 11-3 11-23 12-23")]
    [InlineData(2016, "1-1 1-11 2-11 3-20 3-21 4-29 5-3 5-4 5-5 7-18 8-11 9-19 9-22 10-10 11-3 11-23 12-23")]
    [InlineData(2019, "1-1 1-14 2-11 3-21 4-29 4-30 5-1 5-2 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-23 10-14 10-22 11-3 11-4 11-23")]
    [InlineData(2020, "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-23 7-24 8-10 9-21 9-22 11-3 11-23")]
    [InlineData(2021, "1-1 1-11 2-11 2-23 3-20 4-29 5-3 5-4 5-5 7-22 7-23 8-8 8-9 9-20 9-23 11-3 11-23")]
    [InlineData(2024, "1-1 1-8 2-11 2-12 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-22 9-23 10-14 11-3 11-4 11-23")]
    [InlineData(2025, "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-21 8-11 9-15 9-23 10-13 11-3 11-23 11-24")]
    [InlineData(2026, "1-1 1-12 2-11 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-20 8-11 9-21 9-22 9-23 10-12 11-3 11-23")]
    [InlineData(2027, "1-1 1-11 2-11 2-23 3-21 3-22 4-29 5-3 5-4 5-5 7-19 8-11 9-20 9-23 10-11 11-3 11-23")]
    public void A_year_is_as_the_government_lists_it(int year, string days) =>
        string.Join(' ', JapaneseHolidays.In(year).Select(day => day.ToString("M-d", CultureInfo.InvariantCulture))).ShouldBe(days);

    [Fact]
    public void Years_far_away_have_none() => JapaneseHolidays.Includes(new(1999, 1, 1)).ShouldBeFalse();

    [Fact]
    public void Holidays_of_other_countries_are_given_as_data()
    {
        var given = System.Collections.Immutable.ImmutableDictionary<string, System.Collections.Immutable.ImmutableHashSet<DateOnly>>.Empty
            .Add("US", [new(2026, 7, 3)]).Add("JP", [new(2026, 12, 29)]);
        Holidays.Of("US", given).Includes(new(2026, 7, 3)).ShouldBeTrue();
        Holidays.Of("DE", given).Includes(new(2026, 7, 3)).ShouldBeFalse();
        Holidays.Of("JP", given).Includes(new(2026, 12, 29)).ShouldBeTrue();
        Holidays.Of("JP", given).Includes(new(2026, 11, 3)).ShouldBeTrue();
    }
}
