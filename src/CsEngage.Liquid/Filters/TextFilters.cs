using System.Text;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Filters;

/// <summary>Filters that read and make text. Each counts what it is about to allocate before it does.</summary>
static class TextFilters
{
    internal static IEnumerable<LiquidFilter> All =>
    [
        new("append", 1, 1, (input, call) => Joined(input, call[0], call.Context)),
        new("prepend", 1, 1, (input, call) => Joined(call[0], input, call.Context)),
        new("upcase", (input, call) => Made(call.Context.Text(input), call, Upper)),
        new("downcase", (input, call) => Made(call.Context.Text(input), call, text => text.ToLowerInvariant())),
        new("capitalize", (input, call) => Made(call.Context.Text(input), call, Capitalize)),
        new("strip", (input, call) => Kept(input, call, text => text.AsSpan().Trim(Stripped).ToString())),
        new("lstrip", (input, call) => Kept(input, call, text => text.AsSpan().TrimStart(Stripped).ToString())),
        new("rstrip", (input, call) => Kept(input, call, text => text.AsSpan().TrimEnd(Stripped).ToString())),
        new("strip_newlines", (input, call) => Kept(input, call, text => text.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal))),
        new("squish", (input, call) => input.IsNil ? input : Kept(input, call, Squish)),
        new("replace", 1, 2, (input, call) => Replaced(call.Context.Text(input), call.Context.Text(call[0]), call.Context.Text(call[1]), call)),
        new("replace_first", 1, 2, (input, call) => ReplacedFirst(call.Context.Text(input), call.Context.Text(call[0]), call.Context.Text(call[1]), call)),
        new("replace_last", 2, 2, (input, call) => ReplacedLast(call.Context.Text(input), call.Context.Text(call[0]), call.Context.Text(call[1]), call)),
        new("remove", 1, 1, (input, call) => Replaced(call.Context.Text(input), call.Context.Text(call[0]), "", call)),
        new("remove_first", 1, 1, (input, call) => ReplacedFirst(call.Context.Text(input), call.Context.Text(call[0]), "", call)),
        new("remove_last", 1, 1, (input, call) => ReplacedLast(call.Context.Text(input), call.Context.Text(call[0]), "", call)),
        new("slice", 1, 2, Slice),
        new("split", 1, 1, Split),
        new("truncate", 0, 2, Truncate),
        new("truncatewords", 0, 2, TruncateWords),
        new("base64_encode", (input, call) => Encoded(input, call, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
        new("base64_url_safe_encode", (input, call) => Encoded(input, call, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_'))),
        new("base64_decode", (input, call) => Decoded(input, call, text => text)),
        new("base64_url_safe_decode", (input, call) => Decoded(input, call, text => text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) & ~3, '='))),
        new("url_encode", (input, call) => input.IsNil ? input : Encoded(input, call, UrlText.Encode)),
        new("url_decode", (input, call) => input.IsNil ? input : Made(call.Context.Text(input), call, UrlText.Decode)),
    ];

    static ReadOnlySpan<char> Stripped => " \t\n\r\f\v\0";

    /// <summary>Text that is as long as its source, or a small multiple.</summary>
    internal static LiquidValue Made(string source, LiquidCall call, Func<string, string> make)
    {
        call.Context.Charge(source.Length * 6L + 24);
        return make(source);
    }

    /// <summary>Changes that only take white space away leave safe HTML safe.</summary>
    static LiquidValue Kept(LiquidValue input, LiquidCall call, Func<string, string> make)
    {
        var text = Made(call.Context.Text(input), call, make);
        return input.Kind is LiquidKind.Html ? LiquidValue.Html(text.PlainText) : text;
    }

    /// <summary>One text behind the other. In HTML, safe joined with unsafe is safe, because the unsafe half is escaped here.</summary>
    internal static LiquidValue Joined(in LiquidValue first, in LiquidValue second, LiquidContext context)
    {
        var (a, b) = (context.Text(first), context.Text(second));
        var html = context.IsHtml && (first.Kind is LiquidKind.Html || second.Kind is LiquidKind.Html);
        if (html) (a, b) = (HtmlFilters.AsHtml(first, context), HtmlFilters.AsHtml(second, context));
        context.Charge((a.Length + (long)b.Length) * 2 + 24);
        return html ? LiquidValue.Html(a + b) : a + b;
    }

    // The one letter of living languages whose capital is two, which .NET leaves alone.
    static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = Runes.First(text);
        return (first == "ß" ? "Ss" : first.ToUpperInvariant()) + text[first.Length..].ToLowerInvariant();
    }

    static string Squish(string text)
    {
        var squished = new StringBuilder(text.Length);
        foreach (var c in text.AsSpan().Trim(Stripped))
        {
            var white = c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';
            if (!white) squished.Append(c);
            else if (squished.Length > 0 && squished[^1] != ' ') squished.Append(' ');
        }
        return squished.ToString();
    }

    static LiquidValue Replaced(string text, string old, string with, LiquidCall call)
    {
        // An empty pattern matches before every character and at the end.
        long count = old.Length == 0 ? text.Length + 1 : text.AsSpan().Count(old);
        if (count == 0) return text;
        call.Context.Charge((text.Length + count * Math.Max(0, with.Length - old.Length)) * 4 + 24);
        if (old.Length > 0) return text.Replace(old, with, StringComparison.Ordinal);
        var spread = new StringBuilder(with, text.Length + with.Length * (text.Length + 1));
        foreach (var character in Runes.Each(text)) spread.Append(text.AsSpan(character)).Append(with);
        return spread.ToString();
    }

    static LiquidValue ReplacedFirst(string text, string old, string with, LiquidCall call) => ReplacedAt(text, text.IndexOf(old, StringComparison.Ordinal), old, with, call);

    static LiquidValue ReplacedLast(string text, string old, string with, LiquidCall call) => ReplacedAt(text, text.LastIndexOf(old, StringComparison.Ordinal), old, with, call);

    static LiquidValue ReplacedAt(string text, int at, string old, string with, LiquidCall call)
    {
        if (at < 0) return text;
        call.Context.Charge((text.Length + (long)with.Length) * 2 + 24);
        return string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length));
    }

    static LiquidValue Slice(LiquidValue input, LiquidCall call)
    {
        var start = Coerce.ToInteger(call[0], call.Context);
        var length = call[1].IsNil ? 1 : Coerce.ToInteger(call[1], call.Context);
        if (input.AsList is { } list)
        {
            if (!Cut(list.Count, ref start, ref length)) return LiquidList.None;
            call.Context.Count(length);
            call.Context.Charge(length * 16);
            var items = new LiquidValue[length];
            for (var i = 0; i < length; i++) items[i] = list[(int)start + i];
            return items;
        }
        var text = call.Context.Text(input);
        if (!Cut(Runes.Count(text), ref start, ref length)) return "";
        call.Context.Charge(length * 4 + 24);
        return Runes.Slice(text, (int)start, (int)length);
    }

    /// <summary>Ruby's slice: a negative start counts from the end; out of reach is nothing.</summary>
    static bool Cut(int count, ref long start, ref long length)
    {
        if (start < 0) start += count;
        if (start < 0 || start > count || length < 0) return false;
        length = Math.Min(length, count - start);
        return true;
    }

    static LiquidValue Split(LiquidValue input, LiquidCall call)
    {
        var text = call.Context.Text(input);
        var separator = call.Context.Text(call[0]);
        var context = call.Context;
        var parts = new List<LiquidValue>();
        if (separator.Length == 0)
        {
            foreach (var character in Runes.Each(text)) Add(text[character]);
            return LiquidList.Wrap(parts);
        }
        // A single space is Ruby's word split: any run of white space, none at the start.
        if (separator == " ")
        {
            foreach (var word in Words(text)) Add(word);
            return LiquidList.Wrap(parts);
        }
        var start = 0;
        for (var at = text.IndexOf(separator, StringComparison.Ordinal); at >= 0; at = text.IndexOf(separator, start, StringComparison.Ordinal))
        {
            Add(text[start..at]);
            start = at + separator.Length;
        }
        Add(text[start..]);
        // Empty parts at the end fall away.
        while (parts.Count > 0 && parts[^1].PlainText!.Length == 0) parts.RemoveAt(parts.Count - 1);
        return LiquidList.Wrap(parts);

        void Add(string part)
        {
            context.Charge(part.Length * 2L + 72);
            if (parts.Count >= context.Options.Limits.Items) context.Count(parts.Count + 1);
            parts.Add(part);
        }
    }

    internal static IEnumerable<string> Words(string text)
    {
        var at = 0;
        while (true)
        {
            while (at < text.Length && Syntax.White.Is(text[at])) at++;
            if (at == text.Length) yield break;
            var start = at;
            while (at < text.Length && !Syntax.White.Is(text[at])) at++;
            yield return text[start..at];
        }
    }

    static LiquidValue Truncate(LiquidValue input, LiquidCall call)
    {
        if (input.IsNil) return input;
        var text = call.Context.Text(input);
        var length = call.Count > 0 ? Coerce.ToInteger(call[0], call.Context) : 50;
        var end = call.Count > 1 ? call.Context.Text(call[1]) : "...";
        if (Runes.Count(text) <= length) return text;
        call.Context.Charge((text.Length + (long)end.Length) * 2 + 24);
        return Runes.Slice(text, 0, (int)Math.Max(0, length - Runes.Count(end))) + end;
    }

    static LiquidValue TruncateWords(LiquidValue input, LiquidCall call)
    {
        if (input.IsNil) return input;
        var text = call.Context.Text(input);
        var most = Math.Max(1, call.Count > 0 ? Coerce.ToInteger(call[0], call.Context) : 15);
        var end = call.Count > 1 ? call.Context.Text(call[1]) : "...";
        call.Context.Charge(text.Length * 4L + end.Length * 2L + 24);
        var words = Words(text).Take((int)Math.Min(most, int.MaxValue - 1) + 1).ToList();
        if (words.Count <= most) return text;
        words.RemoveAt(words.Count - 1);
        return string.Join(' ', words) + end;
    }

    /// <summary>A character may be three octets, and an octet three characters.</summary>
    static LiquidValue Encoded(LiquidValue input, LiquidCall call, Func<string, string> encode)
    {
        var text = call.Context.Text(input);
        call.Context.Charge(Encoding.UTF8.GetByteCount(text) * 12L + 24);
        return encode(text);
    }

    static LiquidValue Decoded(LiquidValue input, LiquidCall call, Func<string, string> standard)
    {
        var text = call.Context.Text(input);
        call.Context.Charge(text.Length * 12L + 24);
        var encoded = standard(text);
        // Ruby is strict about white space and padding, .NET only about the latter.
        if (encoded.AsSpan().ContainsAny(" \t\r\n")) throw LiquidCall.Fail(LiquidSentence.Of("This is not valid base64."));
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            throw LiquidCall.Fail(LiquidSentence.Of("This is not valid base64."));
        }
    }
}
