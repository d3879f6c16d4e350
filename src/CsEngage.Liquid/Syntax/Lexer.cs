using System.Runtime.InteropServices;

namespace CsEngage.Liquid.Syntax;

enum LexKind : byte
{
    End, Word, Text, Number, Comparison, Pipe, Dot, Colon, Comma, OpenSquare, CloseSquare, OpenRound, CloseRound, DotDot, Question, Dash, Equals, Unknown,
}

/// <summary>One word or sign of the markup inside a tag or output.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Lex(LexKind Kind, int Start, int End)
{
    internal int Length => Math.Max(1, End - Start);
}

/// <summary>Reads the signs of a markup one by one, with one sign of look-ahead beyond the current.</summary>
struct Lexer
{
    readonly string _text;
    readonly int _end;
    int _at;
    bool _afterDot;

    internal Lexer(string text, int start, int end)
    {
        (_text, _at, _end) = (text, start, end);
        Current = Read();
        Next = Read();
    }

    internal Lex Current { get; private set; }

    internal Lex Next { get; private set; }

    internal void Advance()
    {
        Current = Next;
        Next = Read();
    }

    Lex Read()
    {
        var text = _text;
        while (_at < _end && TagHead.IsSpace(text[_at])) _at++;
        if (_at >= _end) return new(LexKind.End, _end, _end);

        var start = _at;
        var c = text[start];
        var afterDot = _afterDot;
        _afterDot = c == '.';
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (_at < _end && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '-')) _at++;
            if (_at < _end && text[_at] == '?') _at++;
            var word = text.AsSpan(start, _at - start);
            return new(word is "contains" && !afterDot ? LexKind.Comparison : LexKind.Word, start, _at);
        }
        if (char.IsAsciiDigit(c) || (c == '-' && start + 1 < _end && char.IsAsciiDigit(text[start + 1]))) return NumberAt(start);
        switch (c)
        {
            case '"' or '\'':
                var close = text.AsSpan(start + 1, _end - start - 1).IndexOf(c);
                _at = close < 0 ? _end : start + close + 2;
                return new(close < 0 ? LexKind.Unknown : LexKind.Text, start, _at);
            case '.' when Follows('.'):
                _afterDot = false;
                return Sign(LexKind.DotDot, 2);
            case '=' when Follows('='): return Sign(LexKind.Comparison, 2);
            case '!' when Follows('='): return Sign(LexKind.Comparison, 2);
            case '<': return Sign(LexKind.Comparison, Follows('=') || Follows('>') ? 2 : 1);
            case '>': return Sign(LexKind.Comparison, Follows('=') ? 2 : 1);
        }
        return Sign(c switch
        {
            '|' => LexKind.Pipe,
            '.' => LexKind.Dot,
            ':' => LexKind.Colon,
            ',' => LexKind.Comma,
            '[' => LexKind.OpenSquare,
            ']' => LexKind.CloseSquare,
            '(' => LexKind.OpenRound,
            ')' => LexKind.CloseRound,
            '?' => LexKind.Question,
            '-' => LexKind.Dash,
            '=' => LexKind.Equals,
            _ => LexKind.Unknown,
        }, 1);
    }

    Lex NumberAt(int start)
    {
        _at = start + 1;
        while (_at < _end && char.IsAsciiDigit(_text[_at])) _at++;
        if (_at + 1 < _end && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            while (_at < _end && char.IsAsciiDigit(_text[_at])) _at++;
        }
        return new(LexKind.Number, start, _at);
    }

    readonly bool Follows(char c) => _at + 1 < _end && _text[_at + 1] == c;

    Lex Sign(LexKind kind, int length)
    {
        var start = _at;
        _at += length;
        return new(kind, start, _at);
    }
}
