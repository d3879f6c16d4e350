using System.Globalization;

namespace CsEngage.Liquid.Values;

/// <summary>Turning values into what a tag or filter needs.</summary>
static class Coerce
{
    /// <summary>Ruby Liquid's to_integer: a whole number, or text that is one; anything else is an error.</summary>
    internal static long ToInteger(in LiquidValue value, LiquidContext context)
    {
        if (value.Kind is LiquidKind.Integer) return value.Bits;
        if (value.Characters is { } written) context.Walk(written);
        var text = RubyText.Of(value).AsSpan().Trim();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole : throw new LiquidFault(LiquidSentence.Of("Expected a whole number, found {0}.", Describe(value)));
    }

    /// <summary>Ruby's to_i, as tablerow uses it: text counts as far as it is a number, nothing as 0; what has no to_i is an error.</summary>
    internal static long ToCount(in LiquidValue value, LiquidContext context) => value.Kind switch
    {
        LiquidKind.Nil => 0,
        LiquidKind.Text or LiquidKind.Html => Leading(value.Characters!, context),
        LiquidKind.Integer or LiquidKind.Decimal or LiquidKind.Float => Number.From(value).ToLong(),
        _ => throw new LiquidFault(LiquidSentence.Of("Expected a whole number, found {0}.", Describe(value))),
    };

    static long Leading(string text, LiquidContext context)
    {
        context.Walk(text);
        return Number.LeadingInteger(text).ToLong();
    }

    /// <summary>A value the way an error message names it.</summary>
    internal static LiquidSentence Describe(in LiquidValue value) => value.Kind switch
    {
        LiquidKind.Nil => LiquidSentence.Of("nothing"),
        LiquidKind.Text or LiquidKind.Html => value.Characters!.Length <= 40 ? LiquidSentence.Of("the text \"{0}\"", value.Characters) : LiquidSentence.Of("a text"),
        LiquidKind.List => LiquidSentence.Of("a list"),
        LiquidKind.Map => LiquidSentence.Of("a map"),
        LiquidKind.Bool => value.Bits != 0 ? LiquidSentence.Of("true") : LiquidSentence.Of("false"),
        LiquidKind.Instant => LiquidSentence.Of("a moment in time"),
        LiquidKind.Date => LiquidSentence.Of("a date"),
        LiquidKind.Range => LiquidSentence.Of("a range"),
        _ => LiquidSentence.Of("the number {0}", RubyText.Of(value)),
    };
}

/// <summary>Text counted in characters as people and Ruby count them, not in UTF-16 units.</summary>
static class Runes
{
    internal static bool AnyPair(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\ud800', '\udfff');

    internal static int Count(string text)
    {
        if (!AnyPair(text)) return text.Length;
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>The stretches that are one character each.</summary>
    internal static IEnumerable<Range> Each(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = Offset(text, at, 1);
            yield return at..next;
            at = next;
        }
    }

    internal static string First(string text) => Slice(text, 0, 1);

    internal static string Last(string text) => text.Length == 0 ? "" : Slice(text, Count(text) - 1, 1);

    internal static string Slice(string text, int start, int length)
    {
        if (!AnyPair(text)) return text.Substring(Math.Min(start, text.Length), Math.Min(length, text.Length - Math.Min(start, text.Length)));
        var from = Offset(text, 0, start);
        return text[from..Offset(text, from, length)];
    }

    static int Offset(string text, int at, int runes)
    {
        for (; runes > 0 && at < text.Length; runes--) at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return at;
    }
}
