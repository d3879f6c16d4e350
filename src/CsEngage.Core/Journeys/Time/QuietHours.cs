namespace CsEngage.Core;

/// <summary>
/// The part of the day in which nobody is written to, in the recipient's own time; from <paramref name="From"/> up to but not including
/// <paramref name="To"/>. A window that ends before it starts runs overnight (22:00–06:00); one that ends where it starts is empty.
/// </summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>18:00 to 08:00: mail is sent in working hours.</summary>
    public static readonly QuietHours Default = new(new(18, 0), new(8, 0));

    /// <summary>No quiet hours.</summary>
    public static readonly QuietHours None = new(default, default);

    /// <summary>Whether it is quiet at this time of day.</summary>
    public bool Covers(TimeOnly time) => From <= To ? time >= From && time < To : time >= From || time < To;

    /// <summary>The first instant from <paramref name="instant"/> on that is not quiet and, where asked, on a business day.</summary>
    public DateTimeOffset FirstAllowed(DateTimeOffset instant, Calendar calendar, bool businessDaysOnly)
    {
        var at = instant;
        // A year of holidays is no calendar; the bound only keeps a wrong one from looping.
        for (var turns = 0; turns < 800; turns++)
        {
            var date = calendar.DateOf(at);
            if (businessDaysOnly && !calendar.IsBusinessDay(date)) at = calendar.StartOf(calendar.NextBusinessDay(date.AddDays(1)));
            else if (Covers(calendar.TimeOf(at))) at = EndOfQuiet(at, calendar);
            else return at;
        }
        return at;
    }

    DateTimeOffset EndOfQuiet(DateTimeOffset at, Calendar calendar)
    {
        var date = calendar.DateOf(at);
        var end = calendar.At(calendar.TimeOf(at) < To ? date : date.AddDays(1), To);
        // Where a clock change repeats the last quiet hour, the end of the first pass has gone by: take the next instant that is later.
        return end > at ? end : NextMinuteOutside(at, calendar);
    }

    DateTimeOffset NextMinuteOutside(DateTimeOffset at, Calendar calendar)
    {
        var minute = at.AddMilliseconds(60_000 - (at.ToUnixTimeMilliseconds() % 60_000));
        while (Covers(calendar.TimeOf(minute))) minute = minute.AddMinutes(1);
        return minute;
    }
}
