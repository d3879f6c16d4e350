using System.Globalization;
using System.Numerics;
using System.Text;

namespace CsEngage.Liquid.Values;

/// <summary>
/// A number while it is calculated with. Whole numbers stay whole; everything else is done in decimal, as Ruby's Liquid does it
/// in BigDecimal (so that 10.1 - 2.2 is 7.9), and goes back to binary floating point unless a decimal took part.
/// What decimal cannot hold is calculated in binary.
/// </summary>
readonly struct Number
{
    const int MostDigits = 310;

    enum Shape : byte { Whole, Exact, Binary }

    readonly Shape _shape;
    // A decimal from the model (money) stays decimal in the result; one that was a Float only passes through.
    readonly bool _keepsDecimal;
    readonly long _whole;
    readonly decimal _exact;
    readonly double _binary;

    Number(long whole) => _whole = whole;

    Number(decimal exact, bool keepsDecimal) => (_shape, _exact, _keepsDecimal) = (Shape.Exact, exact, keepsDecimal);

    Number(double binary) => (_shape, _binary) = (Shape.Binary, binary);

    internal static Number Zero => default;

    internal bool IsZero => _shape switch { Shape.Whole => _whole == 0, Shape.Exact => _exact == 0, _ => _binary == 0 };

    /// <summary>Ruby Liquid's to_number: text that is no number is 0, text that starts with one is that one.</summary>
    internal static Number From(in LiquidValue value)
    {
        switch (value.Kind)
        {
            case LiquidKind.Integer: return new(value.Bits);
            case LiquidKind.Float: return FromDouble(value.FloatBits);
            case LiquidKind.Decimal: return new(((DecimalBox)value.Reference!).Value, keepsDecimal: true);
            case LiquidKind.Text or LiquidKind.Html: return FromText(value.Characters!);
            default: return default;
        }
    }

    static Number FromDouble(double binary)
    {
        if (!double.IsFinite(binary) || Math.Abs(binary) is > 1e20 or (< 1e-10 and > 0)) return new(binary);
        return decimal.TryParse(binary.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? new(exact, keepsDecimal: false) : new(binary);
    }

    static Number FromText(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (IsDecimalText(trimmed))
        {
            return trimmed.Length < 28 && decimal.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                ? new(exact, keepsDecimal: false)
                : new(double.Parse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        return LeadingInteger(trimmed);
    }

    static bool IsDecimalText(ReadOnlySpan<char> text)
    {
        if (text is ['-', ..]) text = text[1..];
        var dot = text.IndexOf('.');
        return dot > 0 && dot < text.Length - 1 && Digits(text[..dot]) && Digits(text[(dot + 1)..]);

        static bool Digits(ReadOnlySpan<char> digits) => !digits.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Ruby's String#to_i: the digits at the start, with single underscores between them; otherwise 0.</summary>
    internal static Number LeadingInteger(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var at = text is ['-' or '+', ..] ? 1 : 0;
        var negative = text is ['-', ..];
        decimal amount = 0;
        // Zeros in front are passed over at once: text may be long, and its author means no good.
        var zeros = text[at..].IndexOfAnyExcept('0', '_');
        if (zeros < 0 || text[at..(at + zeros)] is ['_', ..] || text[at..(at + zeros)].Contains("__", StringComparison.Ordinal)) return default;
        at += zeros;
        for (var first = at; at < text.Length; at++)
        {
            if (text[at] == '_' && at > first && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])) continue;
            if (!char.IsAsciiDigit(text[at])) break;
            if (amount > 7e26m) return Roughly(amount, text[at..], negative);
            amount = amount * 10 + (text[at] - '0');
        }
        return Whole(negative ? -amount : amount);
    }

    /// <summary>A whole number with more digits than a decimal has: the nearest in floating point.</summary>
    static Number Roughly(decimal begun, ReadOnlySpan<char> rest, bool negative)
    {
        var digits = new StringBuilder(begun.ToString(CultureInfo.InvariantCulture));
        foreach (var c in rest)
        {
            // Beyond this many digits every number is infinite to a double.
            if (digits.Length > MostDigits) break;
            if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (c != '_') break;
        }
        var amount = double.Parse(digits.ToString(), CultureInfo.InvariantCulture);
        return new(negative ? -amount : amount);
    }

    /// <summary>A whole amount: 64 bits where they suffice, a decimal without fraction beyond.</summary>
    static Number Whole(decimal amount) => amount is >= long.MinValue and <= long.MaxValue ? new((long)amount) : new(amount, keepsDecimal: true);

    internal LiquidValue ToValue() => _shape switch
    {
        Shape.Whole => _whole,
        Shape.Exact when _keepsDecimal => _exact,
        Shape.Exact => ToDouble(),
        _ => _binary,
    };

    // By way of text, because the cast from decimal does not always give the nearest double.
    internal double ToDouble() => _shape switch
    {
        Shape.Whole => _whole,
        Shape.Exact => double.Parse(_exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => _binary,
    };

    internal decimal? ToDecimal() => _shape switch
    {
        Shape.Whole => _whole,
        Shape.Exact => _exact,
        _ => Math.Abs(_binary) < 7e27 ? (decimal)_binary : null,
    };

    internal static Number Add(Number a, Number b) => Combine(a, b, static (x, y) => x + y, static (x, y) => x + y);

    internal static Number Subtract(Number a, Number b) => Combine(a, b, static (x, y) => x - y, static (x, y) => x - y);

    internal static Number Multiply(Number a, Number b) => Combine(a, b, static (x, y) => x * y, static (x, y) => x * y);

    internal static Number Divide(Number a, Number b)
    {
        if (b.IsZero) throw new LiquidFault(LiquidSentence.Of("divided by 0"));
        if (a._shape is Shape.Whole && b._shape is Shape.Whole)
        {
            // The least long divided by -1 lies beyond the greatest.
            if (b._whole == -1) return Subtract(Zero, a);
            var (quotient, rest) = Math.DivRem(a._whole, b._whole);
            return new(rest == Floored(a._whole, b._whole) ? quotient : quotient - 1);
        }
        return Combine(a, b, static (x, y) => x / y, static (x, y) => x / y);
    }

    internal static Number Modulo(Number a, Number b)
    {
        if (b.IsZero) throw new LiquidFault(LiquidSentence.Of("divided by 0"));
        if (a._shape is Shape.Whole && b._shape is Shape.Whole)
        {
            return b._whole == -1 ? Zero : new(Floored(a._whole, b._whole));
        }
        return Combine(a, b, Floored, Floored);
    }

    /// <summary>The rest of a division that rounds down: it has the sign of the divisor, as in Ruby, where C# gives it that of the dividend.</summary>
    static T Floored<T>(T x, T y) where T : INumber<T>
    {
        var rest = x % y;
        return rest == T.Zero || T.IsNegative(rest) == T.IsNegative(y) ? rest : rest + y;
    }

    static Number Combine(Number a, Number b, Func<decimal, decimal, decimal> exactly, Func<double, double, double> roughly)
    {
        if (a.ToExact() is { } x && b.ToExact() is { } y)
        {
            var whole = a._shape is Shape.Whole && b._shape is Shape.Whole;
            try
            {
                var result = exactly(x, y);
                return whole ? Whole(result) : new(result, a._keepsDecimal || b._keepsDecimal);
            }
            catch (OverflowException)
            {
                // Beyond 28 digits decimal ends; the nearest floating-point number is the honest answer.
            }
        }
        return new(roughly(a.ToDouble(), b.ToDouble()));
    }

    decimal? ToExact() => _shape switch { Shape.Whole => _whole, Shape.Exact => _exact, _ => null };

    internal static int Compare(Number a, Number b)
    {
        if (a._shape is Shape.Whole && b._shape is Shape.Whole) return a._whole.CompareTo(b._whole);
        return a.ToExact() is { } x && b.ToExact() is { } y ? x.CompareTo(y) : a.ToDouble().CompareTo(b.ToDouble());
    }

    internal Number Abs() => _shape switch
    {
        Shape.Whole => _whole == long.MinValue ? Whole(-(decimal)_whole) : new(Math.Abs(_whole)),
        Shape.Exact => new(Math.Abs(_exact), _keepsDecimal),
        _ => new(Math.Abs(_binary)),
    };

    internal Number Floor() => _shape switch
    {
        Shape.Whole => this,
        Shape.Exact => Whole(decimal.Floor(_exact)),
        _ => FromWholeDouble(Math.Floor(_binary)),
    };

    internal Number Ceiling() => _shape switch
    {
        Shape.Whole => this,
        Shape.Exact => Whole(decimal.Ceiling(_exact)),
        _ => FromWholeDouble(Math.Ceiling(_binary)),
    };

    /// <summary>Half goes away from zero. Without decimals the result is whole; a negative count rounds to tens, hundreds …</summary>
    internal Number Round(long decimals)
    {
        // Binary is what is too large to have a fraction, or nearly nothing.
        if (_shape is Shape.Binary) return decimals <= 0 ? FromWholeDouble(Math.Round(_binary)) : Math.Abs(_binary) < 1 ? new(Math.Round(_binary, (int)Math.Min(decimals, 15))) : this;
        if (decimals > 0)
            return _shape is Shape.Whole ? this : new(decimal.Round(_exact, (int)Math.Min(decimals, 28), MidpointRounding.AwayFromZero), _keepsDecimal);
        var exact = ToExact()!.Value;
        if (decimals < -28) return default;
        var unit = 1m;
        for (var i = decimals; i < 0; i++) unit *= 10;
        try
        {
            return Whole(decimal.Round(exact / unit, MidpointRounding.AwayFromZero) * unit);
        }
        catch (OverflowException)
        {
            return FromWholeDouble(Math.Round((double)(exact / unit)) * (double)unit);
        }
    }

    static Number FromWholeDouble(double whole)
    {
        if (!double.IsFinite(whole)) throw new LiquidFault(double.IsNaN(whole) ? LiquidSentence.Of("not a number") : LiquidSentence.Of("the number is infinite"));
        return Math.Abs(whole) < 7e27 ? Whole((decimal)whole) : new(whole);
    }

    /// <summary>The number as a count, cut off towards zero and kept within 64 bits.</summary>
    internal long ToLong() => _shape switch
    {
        Shape.Whole => _whole,
        Shape.Exact => (long)Math.Clamp(decimal.Truncate(_exact), long.MinValue, long.MaxValue),
        // What is no number is 0, what is too large the nearest there is.
        _ => (long)_binary,
    };
}
