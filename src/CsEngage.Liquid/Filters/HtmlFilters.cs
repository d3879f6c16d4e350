using System.Net;
using System.Text;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Filters;

/// <summary>Filters that know HTML. In HTML output what they return is marked as safe, so that nothing is escaped twice.</summary>
static class HtmlFilters
{
    internal static IEnumerable<LiquidFilter> All =>
    [
        new("raw", Raw),
        new("escape", Escape),
        new("h", Escape),
        new("escape_once", EscapeOnce),
        new("newline_to_br", NewlineToBr),
        new("strip_html", StripHtml),
    ];

    static LiquidValue Raw(LiquidValue input, LiquidCall call)
    {
        if (input.Kind is LiquidKind.Html) return input;
        var text = RubyText.Written(input);
        call.Context.Charge(input.IsText ? 32 : text.Length * 6L + 128);
        return LiquidValue.Html(text);
    }

    /// <summary>The value as HTML source: safe as it is, anything else escaped.</summary>
    internal static string AsHtml(in LiquidValue value, LiquidContext context)
    {
        var text = context.Text(value);
        return value.Kind is LiquidKind.Html ? text : Escaped(text, context);
    }

    internal static string Escaped(string text, LiquidContext context)
    {
        if (!LiquidOutput.NeedsEscape(text)) return text;
        context.Charge(text.Length * 24L + 24);
        var escaped = new StringBuilder(text.Length + 32);
        foreach (var c in text)
            if (c is '&' or '<' or '>' or '"' or '\'') escaped.Append(LiquidOutput.Entity(c));
            else escaped.Append(c);
        return escaped.ToString();
    }

    static LiquidValue Marked(string text, LiquidContext context) => context.IsHtml ? LiquidValue.Html(text) : text;

    static LiquidValue Escape(LiquidValue input, LiquidCall call)
    {
        if (input.IsNil || (call.Context.IsHtml && input.Kind is LiquidKind.Html)) return input;
        return Marked(Escaped(call.Context.Text(input), call.Context), call.Context);
    }

    static LiquidValue EscapeOnce(LiquidValue input, LiquidCall call)
    {
        if (call.Context.IsHtml && input.Kind is LiquidKind.Html) return input;
        var text = call.Context.Text(input);
        call.Context.Charge(text.Length * 24L + 24);
        var escaped = new StringBuilder(text.Length + 32);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '<' or '>' or '"' or '\'' || (c == '&' && !IsEntity(text, i))) escaped.Append(LiquidOutput.Entity(c));
            else escaped.Append(c);
        }
        return Marked(escaped.ToString(), call.Context);
    }

    static bool IsEntity(string text, int at)
    {
        var end = at + 1;
        if (end < text.Length && text[end] == '#')
        {
            for (end++; end < text.Length && char.IsAsciiDigit(text[end]);) end++;
            return end > at + 2 && end < text.Length && text[end] == ';';
        }
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return end > at + 1 && end < text.Length && text[end] == ';';
    }

    static LiquidValue NewlineToBr(LiquidValue input, LiquidCall call)
    {
        var text = call.Context.IsHtml ? AsHtml(input, call.Context) : call.Context.Text(input);
        call.Context.Charge((text.Length + text.AsSpan().Count('\n') * 6L) * 4 + 24);
        return Marked(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "<br />\n", StringComparison.Ordinal), call.Context);
    }

    /// <summary>Takes out scripts, styles, comments and tags. From safe HTML this makes plain text, entities read back, fit to be cut and escaped again.</summary>
    static LiquidValue StripHtml(LiquidValue input, LiquidCall call)
    {
        var text = call.Context.Text(input);
        call.Context.Charge(text.Length * 8L + 48);
        var stripped = WithoutTags(WithoutBlocks(text));
        return call.Context.IsHtml && input.Kind is LiquidKind.Html ? WebUtility.HtmlDecode(stripped) : stripped;
    }

    static string WithoutBlocks(string text)
    {
        var kept = new StringBuilder(text.Length);
        // An opening that is never closed is looked for only once: otherwise "<script<script<script…" would be quadratic.
        bool script = true, style = true, comment = true;
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('<', at);
            if (open < 0) break;
            kept.Append(text, at, open - at);
            var end = -1;
            if (script && Starts(text, open, "<script")) script = (end = After(text, open + 7, "</script>")) >= 0;
            else if (comment && Starts(text, open, "<!--")) comment = (end = After(text, open + 4, "-->")) >= 0;
            else if (style && Starts(text, open, "<style")) style = (end = After(text, open + 6, "</style>")) >= 0;
            if (end < 0) kept.Append('<');
            at = end < 0 ? open + 1 : end;
        }
        return kept.Append(text, at, text.Length - at).ToString();
    }

    static string WithoutTags(string text)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('<', at);
            var close = open < 0 ? -1 : text.IndexOf('>', open);
            if (close < 0) break;
            kept.Append(text, at, open - at);
            at = close + 1;
        }
        return kept.Append(text, at, text.Length - at).ToString();
    }

    static bool Starts(string text, int at, string with) => text.AsSpan(at).StartsWith(with, StringComparison.Ordinal);

    static int After(string text, int from, string end)
    {
        var at = text.IndexOf(end, Math.Min(from, text.Length), StringComparison.Ordinal);
        return at < 0 ? -1 : at + end.Length;
    }
}
