using System.Globalization;

namespace CsEngage.Core;

/// <summary>
/// How long something lasts, as people write it: business days, calendar days (the same time of day later) or exact minutes. In documents
/// <c>{days: 3}</c>, <c>{business_days: 3}</c>, <c>{weeks: 2}</c>, <c>{hours: 4}</c>, <c>{minutes: 90}</c>, or as text: "3 days", "4h", "90 minutes".
/// </summary>
public sealed record Duration(DurationUnit Unit, int Amount)
{
    /// <summary>The instant this long after <paramref name="instant"/>.</summary>
    public DateTimeOffset After(DateTimeOffset instant, Calendar calendar) => Unit switch
    {
        DurationUnit.BusinessDays => calendar.AddBusinessDays(instant, Amount),
        DurationUnit.Days => calendar.AddDays(instant, Amount),
        _ => instant.AddMinutes(Amount),
    };

    /// <summary>Reads "3 days", "2 weeks", "4h", "4 hours", "90m", "90 minutes"; null when it is none of these.</summary>
    public static Duration? Read(string text)
    {
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is 0 or > 6) return null;
        var amount = int.Parse(trimmed[..digits], CultureInfo.InvariantCulture);
        return trimmed[digits..].Trim() switch
        {
            "d" or "day" or "days" => new(DurationUnit.Days, amount),
            "w" or "week" or "weeks" => new(DurationUnit.Days, amount * 7),
            "h" or "hour" or "hours" => new(DurationUnit.Minutes, amount * 60),
            "m" or "min" or "minute" or "minutes" => new(DurationUnit.Minutes, amount),
            _ => null,
        };
    }

    /// <summary>The text that <see cref="Read"/> reads back; business days have none ("{days: n}" in documents).</summary>
    public override string ToString() => Unit switch
    {
        DurationUnit.BusinessDays => string.Create(CultureInfo.InvariantCulture, $"{Amount} business days"),
        DurationUnit.Days => string.Create(CultureInfo.InvariantCulture, $"{Amount} days"),
        _ when Amount % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{Amount / 60}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Amount}m"),
    };
}

/// <summary>What a duration counts.</summary>
public enum DurationUnit
{
    /// <summary>Exact minutes.</summary>
    Minutes,
    /// <summary>Calendar days at the same time of day.</summary>
    Days,
    /// <summary>Business days at the same time of day.</summary>
    BusinessDays,
}
