using System.Runtime.InteropServices;

namespace CsEngage.Core;

/// <summary>A length of time as it was written: 24 hours are counted to the minute, one day in calendar days.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Length(int Count, LengthUnit Unit)
{
    internal bool IsExact => Unit is LengthUnit.Minute or LengthUnit.Hour;

    internal long Ticks => Count * Unit switch
    {
        LengthUnit.Minute => TimeSpan.TicksPerMinute,
        LengthUnit.Hour => TimeSpan.TicksPerHour,
        LengthUnit.Day => TimeSpan.TicksPerDay,
        _ => 7 * TimeSpan.TicksPerDay,
    };

    /// <summary>Whole days in it.</summary>
    internal int Days => (int)(Ticks / TimeSpan.TicksPerDay);

    public override string ToString() => FormattableString.Invariant($"{Count} {Word}");

    string Word => Unit switch
    {
        LengthUnit.Minute => "minute",
        LengthUnit.Hour => "hour",
        LengthUnit.Day => "day",
        _ => "week",
    } + (Count == 1 ? "" : "s");
}

/// <summary>Units in which authors write lengths.</summary>
enum LengthUnit { Minute, Hour, Day, Week }

/// <summary>
/// A window of time that ends now, or <paramref name="Before"/> earlier. In days and weeks it is made of calendar days of the operator's zone:
/// today and the days before it; in hours and minutes it is exact.
/// </summary>
sealed record Window(Length Size, Length? Before = null)
{
    bool IsExact => Size.IsExact || Before is { IsExact: true };

    /// <summary>The window as a text and in its parts, so that a screen can word it.</summary>
    internal Argument[] Arguments =>
    [
        new("window", Quantity.Of(ToString())), new("window-size", Quantity.Of(new TimeSpan(Size.Ticks))),
        .. Before is { } before ? new[] { new Argument("window-before", Quantity.Of(new TimeSpan(before.Ticks))) } : [],
    ];

    /// <summary>How far back it reaches at most, in days, and whether the raw signals are needed for that.</summary>
    internal (int Days, bool Raw) Reach => ((int)((Size.Ticks + (Before?.Ticks ?? 0) + TimeSpan.TicksPerDay - 1) / TimeSpan.TicksPerDay), IsExact);

    /// <summary>First and last instant of the window at a reading, cut to what is seen.</summary>
    internal (long From, long To) At(in Reading reading)
    {
        var (from, to) = Whole(reading);
        return (from, Math.Min(to, reading.Seen));
    }

    (long From, long To) Whole(in Reading reading)
    {
        if (IsExact)
        {
            var end = reading.Now - (Before?.Ticks ?? 0);
            return (end - Size.Ticks + 1, end);
        }
        var (days, shift) = (Size.Days, Before?.Days ?? 0);
        var today = reading.Facts.Days.DayOf(reading.Now);
        return (reading.Facts.Days.StartOf(today - shift - days + 1), shift == 0 ? reading.Now : reading.Facts.Days.StartOf(today - shift + 1) - 1);
    }

    /// <summary>The earliest instant after now at which the window gains or loses something with no new signal; MaxValue if never.</summary>
    internal long Next(Series series, in Reading reading)
    {
        var (from, to) = Whole(reading);
        var (leaving, entering, cutAtStart, cutAtEnd) = series.Edges(from, to, reading.Seen);
        var (size, shift) = (Size.Ticks, Before?.Ticks ?? 0);
        return Math.Min(
            Math.Min(Later(leaving, shift + size, reading), Later(entering, shift, reading)),
            Math.Min(Later(cutAtStart, shift + size, reading), Later(cutAtEnd, shift, reading)));
    }

    long Later(long moment, long by, in Reading reading)
    {
        if (moment == Series.Never) return long.MaxValue;
        var at = IsExact ? moment + by : reading.Facts.Days.StartOf(reading.Facts.Days.DayOf(moment) + (int)(by / TimeSpan.TicksPerDay));
        return at > reading.Now ? at : long.MaxValue;
    }

    public override string ToString() => Before is { } before ? $"in {Size} before {before}" : $"in {Size}";
}
