using System.Globalization;
using System.Text;

namespace CsEngage.Liquid.Values;

/// <summary>How values become text. The forms are Ruby's, because template authors everywhere know them.</summary>
static class RubyText
{
    const int DeepestNesting = 60;

    /// <summary>Ruby's to_s: the form that filters work on. A list or map shows its structure.</summary>
    internal static string Of(in LiquidValue value) => value.Kind switch
    {
        LiquidKind.Text or LiquidKind.Html => value.Characters!,
        LiquidKind.Nil or LiquidKind.Empty or LiquidKind.Blank => string.Empty,
        LiquidKind.Bool => value.Bits != 0 ? "true" : "false",
        LiquidKind.Integer => Of(value.Bits),
        LiquidKind.Float => Of(value.FloatBits),
        LiquidKind.Decimal => ((DecimalBox)value.Reference!).Value.ToString(CultureInfo.InvariantCulture),
        LiquidKind.Instant => Of(((InstantBox)value.Reference!).Value),
        LiquidKind.Date => value.AsDate!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        LiquidKind.Range => string.Create(CultureInfo.InvariantCulture, $"{value.AsRange!.Start}..{value.AsRange.End}"),
        _ => Structure(value),
    };

    /// <summary>What <c>{{ value }}</c> writes: as <see cref="Of(in LiquidValue)"/>, but a list writes its items in a row.</summary>
    internal static string Written(in LiquidValue value)
    {
        if (value.Kind is not LiquidKind.List) return Of(value);
        var text = new StringBuilder();
        WriteItems(text, value.AsList!, 0);
        return text.ToString();
    }

    static void WriteItems(StringBuilder text, LiquidList list, int depth)
    {
        if (depth > DeepestNesting) return;
        for (var i = 0; i < list.Count; i++)
        {
            var item = list[i];
            if (item.AsList is { } inner) WriteItems(text, inner, depth + 1);
            else if (item.Kind is LiquidKind.Map) Inspect(text, item, 0);
            else text.Append(Of(item));
        }
    }

    internal static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Of(DateTimeOffset value) => value.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture)
        + (value.Offset == TimeSpan.Zero ? "UTC" : value.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));

    /// <summary>Ruby's Float#to_s: the shortest digits that read back, always with a fraction, an exponent from 1e16 and below 1e-4.</summary>
    internal static string Of(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";
        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value)) return ((long)value).ToString(CultureInfo.InvariantCulture) + ".0";

        var (digits, exponent) = Digits(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        var sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var rest = digits.Length > 1 ? digits[1..] : "0";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{rest}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }
        if (exponent < 0) return sign + "0." + new string('0', -exponent - 1) + digits;
        return digits.Length <= exponent + 1
            ? sign + digits.PadRight(exponent + 1, '0') + ".0"
            : string.Concat(sign, digits.AsSpan(0, exponent + 1), ".", digits.AsSpan(exponent + 1));
    }

    /// <summary>The significant digits of a positive number in round-trip form, and the power of ten that the first of them counts.</summary>
    static (string Digits, int Exponent) Digits(string plain)
    {
        var mantissa = plain;
        var exponent = 0;
        if (plain.Split('E') is [var before, var power]) (mantissa, exponent) = (before, int.Parse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) point = mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = all.TrimStart('0');
        return (significant.TrimEnd('0'), exponent + point - 1 - (all.Length - significant.Length));
    }

    static string Structure(in LiquidValue value)
    {
        var text = new StringBuilder();
        Inspect(text, value, 0);
        return text.ToString();
    }

    /// <summary>Ruby's inspect: text in quotes, lists in brackets, maps in braces with <c>=&gt;</c>.</summary>
    internal static void Inspect(StringBuilder text, in LiquidValue value, int depth)
    {
        switch (value.Kind)
        {
            case LiquidKind.Nil:
                text.Append("nil");
                break;
            case LiquidKind.Text or LiquidKind.Html:
                Quote(text, value.Characters!);
                break;
            case LiquidKind.List when depth > DeepestNesting:
                text.Append("[...]");
                break;
            case LiquidKind.List:
                text.Append('[');
                for (var i = 0; i < value.AsList!.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Inspect(text, value.AsList[i], depth + 1);
                }
                text.Append(']');
                break;
            case LiquidKind.Map when depth > DeepestNesting:
                text.Append("{...}");
                break;
            case LiquidKind.Map:
                text.Append('{');
                var first = true;
                foreach (var key in value.AsMap!.Keys)
                {
                    if (!first) text.Append(", ");
                    first = false;
                    Quote(text, key);
                    text.Append("=>");
                    Inspect(text, value.AsMap[key], depth + 1);
                }
                text.Append('}');
                break;
            default:
                text.Append(Of(value));
                break;
        }
    }

    static void Quote(StringBuilder text, string raw)
    {
        text.Append('"');
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                '\f' => text.Append("\\f"),
                '\v' => text.Append("\\v"),
                '\b' => text.Append("\\b"),
                '\a' => text.Append("\\a"),
                '\e' => text.Append("\\e"),
                '#' when i + 1 < raw.Length && raw[i + 1] is '{' or '$' or '@' => text.Append("\\#"),
                < ' ' or '\x7f' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
