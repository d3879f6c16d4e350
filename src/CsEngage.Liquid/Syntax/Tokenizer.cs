using System.Runtime.InteropServices;

namespace CsEngage.Liquid.Syntax;

enum TokenKind : byte { Text, Output, Tag, Broken }

/// <summary>A stretch of the template, delimiters included. A broken one opens an output or tag and never closes it properly.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Token(TokenKind Kind, int Start, int End);

/// <summary>
/// Cuts a template where Shopify's tokenizer cuts it: quotes do not protect a closing delimiter, and a <c>{%</c> inside an
/// output that is not closed yet runs on to the next <c>%}</c>, which is how <c>{% doc %}{{ foo {% enddoc %}</c> is understood.
/// </summary>
[StructLayout(LayoutKind.Auto)]
struct Tokenizer(string text, int position = 0)
{
    int _at = position;

    internal readonly int Position => _at;

    internal bool TryNext(out Token token)
    {
        if (_at >= text.Length)
        {
            token = default;
            return false;
        }
        token = text[_at] == '{' && _at + 1 < text.Length
            ? text[_at + 1] switch { '%' => Tag(_at), '{' => Output(_at), _ => Text(_at) }
            : Text(_at);
        _at = token.End;
        return true;
    }

    readonly Token Text(int start)
    {
        var at = start + (text[start] == '{' ? 1 : 0);
        while (true)
        {
            var brace = text.AsSpan(at).IndexOf('{');
            if (brace < 0 || at + brace + 1 >= text.Length) return new(TokenKind.Text, start, text.Length);
            at += brace;
            if (text[at + 1] is '{' or '%') return new(TokenKind.Text, start, at);
            at++;
        }
    }

    readonly Token Tag(int start, TokenKind kind = TokenKind.Tag, int? from = null)
    {
        var close = text.AsSpan(from ?? start + 2).IndexOf("%}", StringComparison.Ordinal);
        return close < 0 ? new(TokenKind.Broken, start, text.Length) : new(kind, start, (from ?? start + 2) + close + 2);
    }

    readonly Token Output(int start)
    {
        var at = start + 2;
        while (true)
        {
            var brace = text.AsSpan(at).IndexOfAny('{', '}');
            if (brace < 0 || at + brace + 1 >= text.Length) return new(TokenKind.Broken, start, text.Length);
            at += brace;
            var next = text[at + 1];
            if (text[at] == '}') return next == '}' ? new(TokenKind.Output, start, at + 2) : new(TokenKind.Broken, start, at + 1);
            if (next == '%') return Tag(start, TokenKind.Broken, at + 2);
            at++;
        }
    }
}

/// <summary>The inside of one tag: where its name and the text after the name lie.</summary>
readonly record struct TagHead(string Name, int NameStart, int MarkupStart, int MarkupEnd, int Start, int End)
{
    internal static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';

    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>Reads <c>{%- name markup -%}</c>; false when there is no name.</summary>
    internal static bool TryRead(string text, int start, int end, out TagHead head)
    {
        var at = start + 2;
        if (at < end - 2 && text[at] == '-') at++;
        var close = end - 2;
        if (close > at && text[close - 1] == '-') close--;
        return TryReadLine(text, at, close, start, end, out head);
    }

    /// <summary>Reads <c>name markup</c>, as on a line of the liquid tag; false when there is no name.</summary>
    internal static bool TryReadLine(string text, int from, int to, int start, int end, out TagHead head)
    {
        var at = from;
        while (at < to && IsSpace(text[at])) at++;
        var name = at;
        if (at < to && text[at] == '#') at++;
        else while (at < to && IsWord(text[at])) at++;
        if (at == name)
        {
            head = default;
            return false;
        }
        var markup = at;
        while (markup < to && IsSpace(text[markup])) markup++;
        head = new(text[name..at], name, markup, to, start, end);
        return true;
    }

    /// <summary>
    /// The closing tag inside a token that may hold other things before it: Ruby's <c>\A(.*){%-?\s*(\w+)\s*(.*)-?%}\z</c>.
    /// </summary>
    internal static bool TryReadLast(string text, Token token, out TagHead head)
    {
        head = default;
        var span = text.AsSpan(token.Start, token.End - token.Start);
        if (!span.EndsWith("%}", StringComparison.Ordinal)) return false;
        for (var open = span.LastIndexOf("{%", StringComparison.Ordinal); open >= 0; open = span[..open].LastIndexOf("{%", StringComparison.Ordinal))
            if (TryRead(text, token.Start + open, token.End, out head) && head.Name != "#") return true;
        return false;
    }
}
