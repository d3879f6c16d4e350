using System.Globalization;

namespace CsEngage.Core;

/// <summary>The value of an attribute: text, number, money, date, instant or yes/no. What rules compare and changes record.</summary>
public abstract record AttributeValue
{
    /// <summary>Text; also choices and keys.</summary>
    public sealed record Text(string Value) : AttributeValue;

    /// <summary>A number; money in units of its currency.</summary>
    public sealed record Number(decimal Value) : AttributeValue;

    /// <summary>A calendar date.</summary>
    public sealed record Date(DateOnly Value) : AttributeValue;

    /// <summary>Yes or no.</summary>
    public sealed record Flag(bool Value) : AttributeValue;

    /// <summary>The text that changes and recipes store: "pro", "12.5", "2026-11-21", "true". <see cref="Parse"/> reads it back.</summary>
    public string Stored => this switch
    {
        Text(var text) => text,
        Number(var number) => number.ToString(CultureInfo.InvariantCulture),
        Date(var date) => date.ToString("O", CultureInfo.InvariantCulture),
        Flag(var flag) => flag ? "true" : "false",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Reads what <see cref="Stored"/> wrote, by the kind of the attribute: t(ext), n(umber), d(ate), f(lag).</summary>
    /// <exception cref="FormatException">The text is not of that kind.</exception>
    public static AttributeValue Parse(char kind, string stored) => kind switch
    {
        't' => new Text(stored),
        'n' => new Number(decimal.Parse(stored, CultureInfo.InvariantCulture)),
        'd' => new Date(DateOnly.ParseExact(stored, "O", CultureInfo.InvariantCulture)),
        'f' => new Flag(stored == "true"),
        _ => throw new FormatException($"'{kind}' is not a kind of attribute."),
    };

    /// <summary>The letter that <see cref="Parse"/> wants beside the stored text.</summary>
    public char Kind => this switch { Text => 't', Number => 'n', Date => 'd', _ => 'f' };
}
