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
            ? whole : throw new LiquidFault($"Expected a whole number, found {Describe(value)}.");
    }

    /// <summary>Ruby's to_i, as tablerow uses it: text counts as far as it is a number, nothing as 0; what has no to_i is an error.</summary>
    internal static long ToCount(in LiquidValue value, LiquidContext context) => value.Kind switch
    {
        LiquidKind.Nil => 0,
        LiquidKind.Text or LiquidKind.Html => Leading(value.Characters!, context),
        LiquidKind.Integer or LiquidKind.Decimal or LiquidKind.Float => Number.From(value).ToLong(),
        _ => throw new LiquidFault($"Expected a whole number, found {Describe(value)}."),
    };

    static long Leading(string text, LiquidContext context)
    {
        context.Walk(text);
        return Number.LeadingInteger(text).ToLong();
    }

    /// <summary>A value the way an error message names it.</summary>
    internal static string Describe(in LiquidValue value) => value.Kind switch
    {
        LiquidKind.Nil => "nothing",
        LiquidKind.Text or LiquidKind.Html => value.Characters!.Length <= 40 ? $"the text \"{value.Characters}\"" : "a text",
        LiquidKind.List => "a list",
        LiquidKind.Map => "a map",
        LiquidKind.Bool => value.Bits != 0 ? "true" : "false",
        LiquidKind.Instant => "a moment in time",
        LiquidKind.Date => "a date",
        LiquidKind.Range => "a range",
        _ => $"the number {RubyText.Of(value)}",
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

/// <summary>The name that was probably meant.</summary>
static class Similar
{
    internal static string? To(string name, IEnumerable<string> known)
    {
        if (name.Length > 60) return null;
        // A third of the letters may differ, but never all of them.
        var limit = Math.Min(name.Length - 1, Math.Max(1, name.Length / 3));
        string? best = null;
        var least = limit + 1;
        foreach (var candidate in known.Take(2000))
        {
            if (Math.Abs(candidate.Length - name.Length) >= least) continue;
            var distance = Distance(name, candidate);
            if (distance >= least || distance == 0) continue;
            (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Changes of one letter, and swaps of neighbours, that lead from one word to the other; case costs nothing.</summary>
    static int Distance(string a, string b)
    {
        var rows = new int[3, b.Length + 1];
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (now, last, before) = (i % 3, (i - 1) % 3, (i + 1) % 3);
            rows[now, 0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var best = Math.Min(Math.Min(rows[last, j], rows[now, j - 1]) + 1, rows[last, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, rows[before, j - 2] + 1);
                rows[now, j] = best;
            }
        }
        return rows[a.Length % 3, b.Length];
    }
}
