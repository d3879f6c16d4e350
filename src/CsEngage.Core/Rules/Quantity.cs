using System.Globalization;

namespace CsEngage.Core;

/// <summary>Of what kind a <see cref="Quantity"/> is.</summary>
public enum QuantityKind
{
    /// <summary>Nothing is known.</summary>
    Unknown,
    /// <summary>A plain number.</summary>
    Number,
    /// <summary>A length of time.</summary>
    Duration,
    /// <summary>A calendar date.</summary>
    Date,
    /// <summary>A point in time.</summary>
    Instant,
    /// <summary>A text.</summary>
    Text,
    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>What a figure comes to: a number, a duration, a date, an instant, a text, yes or no, or nothing known.</summary>
public readonly record struct Quantity
{
    readonly decimal number;
    readonly long ticks;
    readonly string? text;

    Quantity(QuantityKind kind, decimal number = 0, long ticks = 0, string? text = null) => (Kind, this.number, this.ticks, this.text) = (kind, number, ticks, text);

    /// <summary>Nothing is known.</summary>
    public static Quantity Unknown => default;

    /// <summary>What kind it is.</summary>
    public QuantityKind Kind { get; }

    /// <summary>Whether it is known.</summary>
    public bool IsKnown => Kind != QuantityKind.Unknown;

    /// <summary>The number; null for other kinds.</summary>
    public decimal? Number => Kind == QuantityKind.Number ? number : null;

    /// <summary>The length of time; null for other kinds.</summary>
    public TimeSpan? Duration => Kind == QuantityKind.Duration ? new TimeSpan(ticks) : null;

    /// <summary>The date; null for other kinds.</summary>
    public DateOnly? Date => Kind == QuantityKind.Date ? DateOnly.FromDayNumber((int)ticks) : null;

    /// <summary>The instant; null for other kinds.</summary>
    public DateTimeOffset? Instant => Kind == QuantityKind.Instant ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The text; null for other kinds.</summary>
    public string? Text => Kind == QuantityKind.Text ? text : null;

    /// <summary>Yes or no; null for other kinds.</summary>
    public bool? Flag => Kind == QuantityKind.Flag ? ticks != 0 : null;

    /// <summary>A number.</summary>
    public static Quantity Of(decimal number) => new(QuantityKind.Number, number);

    /// <summary>A length of time.</summary>
    public static Quantity Of(TimeSpan duration) => new(QuantityKind.Duration, ticks: duration.Ticks);

    /// <summary>A calendar date.</summary>
    public static Quantity Of(DateOnly date) => new(QuantityKind.Date, ticks: date.DayNumber);

    /// <summary>A point in time.</summary>
    public static Quantity Of(DateTimeOffset instant) => new(QuantityKind.Instant, ticks: instant.UtcTicks);

    /// <summary>A text.</summary>
    public static Quantity Of(string text) => new(QuantityKind.Text, text: text);

    /// <summary>Yes or no.</summary>
    public static Quantity Of(bool flag) => new(QuantityKind.Flag, ticks: flag ? 1 : 0);

    /// <summary>The value of an attribute; null is unknown.</summary>
    public static Quantity Of(AttributeValue? value) => value switch
    {
        null => Unknown,
        AttributeValue.Number(var number) => Of(number),
        AttributeValue.Date(var date) => Of(date),
        AttributeValue.Flag(var flag) => Of(flag),
        _ => Of(((AttributeValue.Text)value).Value),
    };

    internal static Quantity AtTicks(long ticks) => new(QuantityKind.Instant, ticks: ticks);

    internal long Ticks => ticks;

    /// <summary>How a rule writes it: 12.5, 3 days, 2026-11-21, "pro", yes. Instants, which rules cannot write, in ISO 8601.</summary>
    public override string ToString() => Kind switch
    {
        QuantityKind.Number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        QuantityKind.Duration => Durations.Write(ticks),
        QuantityKind.Date => Date!.Value.ToString("O", CultureInfo.InvariantCulture),
        QuantityKind.Instant => Instant!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        QuantityKind.Text => Quoted.Write(text!),
        QuantityKind.Flag => ticks != 0 ? "yes" : "no",
        _ => "unknown",
    };
}

/// <summary>Durations as rules write them: the largest unit that divides them.</summary>
static class Durations
{
    internal static readonly (string Name, long Ticks)[] Units =
        [("week", 7 * TimeSpan.TicksPerDay), ("day", TimeSpan.TicksPerDay), ("hour", TimeSpan.TicksPerHour), ("minute", TimeSpan.TicksPerMinute)];

    /// <summary>Weeks are written as days: people count in days here.</summary>
    internal static string Write(long ticks)
    {
        foreach (var (name, size) in Units.AsSpan(1))
            if (ticks % size == 0 || name == "minute")
                return FormattableString.Invariant($"{(decimal)ticks / size:0.######} {name}s");
        return "";
    }
}

/// <summary>Texts as rules write them.</summary>
static class Quoted
{
    internal static string Write(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
