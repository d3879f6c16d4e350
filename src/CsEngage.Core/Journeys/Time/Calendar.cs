using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// When somebody works: a zone, the working days of the week, holidays, and the working hours of a day. All arithmetic of business days
/// and hours goes through here.
/// </summary>
/// <param name="Zone">The zone whose dates and clocks count.</param>
/// <param name="WorkDays">Working days of the week; never empty.</param>
/// <param name="Holidays">Days off beside the others.</param>
/// <param name="Opens">Start of the working hours.</param>
/// <param name="Closes">End of the working hours; later than <paramref name="Opens"/>.</param>
public sealed record Calendar(TimeZoneInfo Zone, ImmutableHashSet<DayOfWeek> WorkDays, Holidays Holidays, TimeOnly Opens, TimeOnly Closes)
{
    /// <summary>Monday to Friday.</summary>
    public static readonly ImmutableHashSet<DayOfWeek> Weekdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Monday to Friday, 9 to 18, UTC, no holidays.</summary>
    public static readonly Calendar Utc = new(TimeZoneInfo.Utc, Weekdays, Holidays.None, new(9, 0), new(18, 0));

    /// <summary>A calendar of a country and an IANA zone, Monday to Friday, 9 to 18. An unknown zone is UTC.</summary>
    public static Calendar Of(string? zone, string? country, ImmutableDictionary<string, ImmutableHashSet<DateOnly>>? holidays = null) =>
        Utc with { Zone = ZoneOf(zone), Holidays = Holidays.Of(country, holidays) };

    /// <summary>The zone of an IANA name; UTC when there is none of that name.</summary>
    public static TimeZoneInfo ZoneOf(string? name) => name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The date here at an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => LocalTime.DateOf(instant, Zone);

    /// <summary>The time of day here at an instant.</summary>
    public TimeOnly TimeOf(DateTimeOffset instant) => LocalTime.TimeOf(instant, Zone);

    /// <summary>The instant of a date and time of day here.</summary>
    public DateTimeOffset At(DateOnly date, TimeOnly time) => LocalTime.At(date, time, Zone);

    /// <summary>The first instant of a date here.</summary>
    public DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>Whether people work on this date.</summary>
    public bool IsBusinessDay(DateOnly date) => WorkDays.Contains(date.DayOfWeek) && !Holidays.Includes(date);

    /// <summary>The first business day from <paramref name="date"/> on.</summary>
    public DateOnly NextBusinessDay(DateOnly date)
    {
        for (var turns = 0; !IsBusinessDay(date) && turns < 400; turns++) date = date.AddDays(1);
        return date;
    }

    /// <summary>
    /// The date n business days after <paramref name="date"/>: the day itself does not count; n = 0 is the day itself or, when that is off, the
    /// next business day. Negative n counts backwards.
    /// </summary>
    public DateOnly AddBusinessDays(DateOnly date, int n)
    {
        if (n == 0) return NextBusinessDay(date);
        var step = Math.Sign(n);
        for (var left = Math.Abs(n); left > 0;)
        {
            date = date.AddDays(step);
            // Four hundred days off in a row are no calendar: count plain days then, so that this ends.
            if (IsBusinessDay(date) || !WorksWithin400(date, step)) left--;
        }
        return date;
    }

    bool WorksWithin400(DateOnly date, int step)
    {
        for (var i = 0; i < 400; i++)
            if (IsBusinessDay(date.AddDays(i * step))) return true;
        return false;
    }

    /// <summary>The same time of day, n business days later.</summary>
    public DateTimeOffset AddBusinessDays(DateTimeOffset instant, int n) => At(AddBusinessDays(DateOf(instant), n), TimeOf(instant));

    /// <summary>The same time of day, n calendar days later.</summary>
    public DateTimeOffset AddDays(DateTimeOffset instant, int n) => At(DateOf(instant).AddDays(n), TimeOf(instant));

    /// <summary>The instant at which the last day of "within n business days of <paramref name="instant"/>" is over.</summary>
    public DateTimeOffset EndOfBusinessDay(DateTimeOffset instant, int n) => StartOf(AddBusinessDays(DateOf(instant), n).AddDays(1));

    /// <summary>
    /// The last moment at which what is due is in time: its day is the due day that people are told. A due day ends at midnight, which belongs to the next one.
    /// </summary>
    public static DateTimeOffset LastMoment(DateTimeOffset due) => due.AddMilliseconds(-1);

    /// <summary>
    /// Business days from one instant to another: dates after the first one's date, up to the second one's date. Zero or more;
    /// <c>BusinessDaysBetween(t, AddBusinessDays(t, n)) == n</c> for t on a business day.
    /// </summary>
    public int BusinessDaysBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var days = 0;
        for (var date = DateOf(from).AddDays(1); date <= DateOf(to); date = date.AddDays(1))
            if (IsBusinessDay(date)) days++;
        return days;
    }

    /// <summary>The instant at which <paramref name="hours"/> of working hours have passed since <paramref name="instant"/>.</summary>
    public DateTimeOffset AddBusinessHours(DateTimeOffset instant, TimeSpan hours)
    {
        var date = NextBusinessDay(DateOf(instant));
        var at = instant;
        while (true)
        {
            var (opens, closes) = (At(date, Opens), At(date, Closes));
            if (at < opens) at = opens;
            if (at < closes)
            {
                if (hours <= closes - at) return at + hours;
                hours -= closes - at;
            }
            date = NextBusinessDay(date.AddDays(1));
        }
    }
}
