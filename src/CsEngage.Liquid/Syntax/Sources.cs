namespace CsEngage.Liquid.Syntax;

enum PartKind : byte { Text, Output, Tag, Broken }

/// <summary>What the parser deals with next: text to write, the markup of an output, or a tag.</summary>
readonly record struct Part(PartKind Kind, int Start, int End, TagHead Tag = default, bool TrimsBefore = false);

/// <summary>Where parts come from: the document, or the lines of a liquid tag.</summary>
abstract class PartSource(string text)
{
    TagHead? _again;

    protected string Text => text;

    internal bool TryNext(out Part part)
    {
        if (_again is not { } tag) return TryRead(out part);
        _again = null;
        part = new(PartKind.Tag, tag.Start, tag.End, tag);
        return true;
    }

    /// <summary>Gives a tag back that ends an outer block as well.</summary>
    internal void Return(TagHead tag) => _again = tag;

    protected abstract bool TryRead(out Part part);

    /// <summary>Goes on reading at an opening that lies within what was handed out last; false where that cannot be.</summary>
    internal virtual bool TryResume(int position) => false;

    /// <summary>Moves behind the end of a block whose inside is not parsed; null when it has no end.</summary>
    internal abstract TagHead? SkipVerbatim(string name);
}

sealed class DocumentSource(string text) : PartSource(text)
{
    Tokenizer _tokens = new(text);
    bool _trims;

    protected override bool TryRead(out Part part)
    {
        part = default;
        if (!_tokens.TryNext(out var token)) return false;
        if (token.Kind == TokenKind.Text)
        {
            var start = token.Start;
            if (_trims)
                while (start < token.End && White.Is(Text[start])) start++;
            _trims = false;
            part = new(PartKind.Text, start, token.End);
            return true;
        }
        var before = token.End - token.Start > 2 && Text[token.Start + 2] == '-';
        _trims = TrimsAfter(token.Start, token.End);
        if (token.Kind == TokenKind.Output)
        {
            var from = token.Start + (before ? 3 : 2);
            var to = token.End - (_trims ? 3 : 2);
            part = new(PartKind.Output, from, Math.Max(from, to), default, before);
            return true;
        }
        part = token.Kind == TokenKind.Tag && TagHead.TryRead(Text, token.Start, token.End, out var head)
            ? new(PartKind.Tag, token.Start, token.End, head, before)
            : new(PartKind.Broken, token.Start, token.End);
        return true;
    }

    internal override bool TryResume(int position)
    {
        (_tokens, _trims) = (new Tokenizer(Text, position), false);
        return true;
    }

    bool TrimsAfter(int start, int end) => end - start > 4 && Text[end - 3] == '-';

    internal override TagHead? SkipVerbatim(string name)
    {
        var end = name == "comment" ? Verbatim.ToEndOfComment(Text, ref _tokens) : Verbatim.ToEnd(Text, ref _tokens, "end" + name);
        if (end is { } head) _trims = TrimsAfter(head.Start, head.End);
        return end;
    }
}

/// <summary>The lines of a liquid tag, each a tag without its delimiters. Only a line feed ends a line.</summary>
sealed class LineSource(string text, int start, int end) : PartSource(text)
{
    int _at = start;

    protected override bool TryRead(out Part part)
    {
        while (TryLine(out var from, out var to))
        {
            if (TagHead.TryReadLine(Text, from, to, from, to, out var head))
            {
                while (head.MarkupEnd > head.MarkupStart && TagHead.IsSpace(Text[head.MarkupEnd - 1])) head = head with { MarkupEnd = head.MarkupEnd - 1 };
                part = new(PartKind.Tag, from, to, head);
                return true;
            }
            if (Text.AsSpan(from, to - from).Trim().Length == 0) continue;
            part = new(PartKind.Broken, from, to);
            return true;
        }
        part = default;
        return false;
    }

    bool TryLine(out int from, out int to)
    {
        (from, to) = (_at, _at);
        if (_at >= end) return false;
        var feed = Text.AsSpan(_at, end - _at).IndexOf('\n');
        to = feed < 0 ? end : _at + feed;
        _at = to + 1;
        return true;
    }

    internal override TagHead? SkipVerbatim(string name)
    {
        // On lines only comments can be closed: raw and doc look for delimiters, which lines do not have.
        if (name != "comment") return null;
        for (var depth = 1; TryLine(out var from, out var to);)
        {
            if (!TagHead.TryReadLine(Text, from, to, from, to, out var head)) continue;
            if (head.Name == "comment") depth++;
            if (head.Name == "endcomment" && --depth == 0) return head;
        }
        return null;
    }
}

/// <summary>The white space that Ruby's strip takes away.</summary>
static class White
{
    internal static bool Is(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v' or '\0';
}
