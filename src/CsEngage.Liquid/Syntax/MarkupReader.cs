namespace CsEngage.Liquid.Syntax;

/// <summary>Walks the words and signs of one markup, and says at which of them it cannot go on.</summary>
class MarkupReader
{
    readonly TemplateParser _parser;
    Lexer _lexer;

    internal MarkupReader(TemplateParser parser, int start, int end)
    {
        _parser = parser;
        Reset(start, end);
    }

    /// <summary>Goes on in another markup of the same template.</summary>
    internal void Reset(int start, int end)
    {
        (Start, End) = (start, end);
        _lexer = new(_parser.Text, start, end);
    }

    internal TemplateParser Parser => _parser;

    internal int Start { get; private set; }

    internal int End { get; private set; }

    protected Lex Current => _lexer.Current;

    protected Lex Next => _lexer.Next;

    protected void Advance() => _lexer.Advance();

    internal bool IsLax => _parser.Options.Syntax is LiquidSyntax.Lax;

    internal int Here => _lexer.Current.Start;

    internal bool AtEnd => _lexer.Current.Kind is LexKind.End;

    internal bool AtText => _lexer.Current.Kind is LexKind.Text;

    /// <summary>Whether a word or sign follows that could only be an operator.</summary>
    internal bool AtOperator => _lexer.Current.Kind is LexKind.Word or LexKind.Equals or LexKind.Comparison;

    /// <summary>Refuses markup that is left over.</summary>
    internal void Finish()
    {
        if (AtEnd || IsLax) return;
        throw Spell(_lexer.Current) switch
        {
            "=" => Unexpected("the end", "=="),
            "&" => Unexpected("the end", "and"),
            "|" => Unexpected("the end", "or"),
            _ => Unexpected("the end"),
        };
    }

    /// <summary>In lax mode, what cannot be understood is passed over up to one of these signs.</summary>
    protected void PassOver(params ReadOnlySpan<LexKind> signs)
    {
        while (IsLax && !AtEnd && !signs.Contains(_lexer.Current.Kind)) _lexer.Advance();
    }

    /// <summary>In lax mode, passes over one word or sign.</summary>
    internal bool TryPassOver()
    {
        if (!IsLax || AtEnd) return false;
        _lexer.Advance();
        return true;
    }

    internal SyntaxFault Fail(LiquidSentence said, string? expected, string? suggestion) =>
        new(_lexer.Current.Start, _lexer.Current.Length, said, expected, suggestion);

    protected SyntaxFault Unexpected(string expected, string? suggestion = null)
    {
        var current = _lexer.Current;
        if (current.Kind is LexKind.Unknown && _parser.Text[current.Start] is '"' or '\'' && current.Length > 1)
            return new(current.Start, current.Length, LiquidSentence.Of("This text is not closed; expected its quote."), _parser.Text[current.Start].ToString());
        if (current.Kind is LexKind.Unknown && Typed.Plain(_parser.Text[current.Start]) is { } plain)
            return new(current.Start, 1, plain == ' ' ? LiquidSentence.Of("This space is a full-width one; write a plain one.") : LiquidSentence.Of("Write {0} instead of {1}.", plain, Spell(current)), plain.ToString(), plain.ToString());
        var found = current.Kind is LexKind.End ? LiquidSentence.Of("the end") : LiquidSentence.Of("\"{0}\"", Spell(current));
        return new(current.Start, current.Length, LiquidSentence.Of("Expected {0}, found {1}.", LiquidSentence.Of(expected), found), expected, suggestion);
    }

    protected string Spell(Lex lex) => _parser.Text[lex.Start..lex.End];

    internal string Word(string what)
    {
        if (_lexer.Current.Kind is not LexKind.Word) throw Unexpected(what);
        var word = _parser.NameAt(_lexer.Current.Start, _lexer.Current.End);
        _lexer.Advance();
        return word;
    }

    internal bool TryWord(string word)
    {
        if (!IsWord(word)) return false;
        _lexer.Advance();
        return true;
    }

    internal bool IsWord(string word) =>
        _lexer.Current.Kind is LexKind.Word && _parser.Text.AsSpan(_lexer.Current.Start, _lexer.Current.End - _lexer.Current.Start).SequenceEqual(word);

    internal bool Try(LexKind kind)
    {
        if (_lexer.Current.Kind != kind) return false;
        _lexer.Advance();
        return true;
    }

    protected void Expect(LexKind kind, string what)
    {
        if (!Try(kind)) throw Unexpected(what);
    }

    /// <summary>Reads a text literal, without its quotes.</summary>
    internal string Text(string what)
    {
        if (!AtText) throw Unexpected(what);
        var text = _parser.Text[(_lexer.Current.Start + 1)..(_lexer.Current.End - 1)];
        _lexer.Advance();
        return text;
    }

    /// <summary>What was read from a place on, without white space: the name a loop is known by.</summary>
    internal string Since(int start) => string.Concat(_parser.Text[start..Here].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
