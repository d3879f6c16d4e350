using System.Globalization;
using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Syntax;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid;

/// <summary>Reads the markup of a tag word by word, and the body of a block branch by branch. Every method that cannot go on ends the tag with an error.</summary>
public sealed class LiquidTagReader
{
    readonly TemplateParser _parser;
    readonly PartSource? _source;
    readonly LiquidTag? _tag;
    readonly TagHead _opening;
    Lexer _lexer;
    int _depth;

    internal LiquidTagReader(TemplateParser parser, int start, int end)
    {
        _parser = parser;
        Reset(start, end);
    }

    internal LiquidTagReader(TemplateParser parser, TagHead head, PartSource source, LiquidTag tag)
    {
        (_parser, _source, _tag, _opening) = (parser, source, tag, head);
        Reset(head.MarkupStart, head.MarkupEnd);
    }

    void Reset(int start, int end)
    {
        (MarkupStart, MarkupEnd) = (start, end);
        _lexer = new(_parser.Text, start, end);
    }

    internal bool IsClosed { get; private set; }

    internal bool IsLax => _parser.Options.Syntax is LiquidSyntax.Lax;

    internal TemplateParser Parser => _parser;

    internal int MarkupStart { get; private set; }

    internal int MarkupEnd { get; private set; }

    internal int Here => _lexer.Current.Start;

    /// <summary>The markup behind the name of the tag, or of the branch that was reached.</summary>
    public string Markup => _parser.Text[MarkupStart..MarkupEnd];

    /// <summary>Where the tag stands, for <see cref="LiquidContext"/> errors of nodes.</summary>
    public int Position => _tag is null ? MarkupStart : _opening.NameStart;

    /// <summary>The branch at which the last <see cref="Body"/> ended; null when it was the end of the block.</summary>
    public string? Branch { get; private set; }

    /// <summary>Whether all markup is read.</summary>
    public bool AtEnd => _lexer.Current.Kind is LexKind.End;

    /// <summary>Refuses markup that is left over.</summary>
    public void End()
    {
        if (AtEnd || IsLax) return;
        var word = Spell(_lexer.Current);
        throw word switch
        {
            "=" => Unexpected("the end", "=="),
            "&" => Unexpected("the end", "and"),
            "|" => Unexpected("the end", "or"),
            _ => Unexpected("the end"),
        };
    }

    /// <summary>In lax mode, what cannot be understood is passed over up to one of these signs.</summary>
    internal void PassOver(params ReadOnlySpan<LexKind> signs)
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

    /// <summary>Ends the tag with an error at the present word.</summary>
    /// <returns>What to throw.</returns>
    public Exception Fail(string message, string? expected = null, string? suggestion = null) =>
        new SyntaxFault(_lexer.Current.Start, _lexer.Current.Length, message, expected, suggestion);

    SyntaxFault Unexpected(string expected, string? suggestion = null)
    {
        var current = _lexer.Current;
        if (current.Kind is LexKind.Unknown && _parser.Text[current.Start] is '"' or '\'' && current.Length > 1)
            return new(current.Start, current.Length, "This text is not closed; expected its quote.", _parser.Text[current.Start].ToString());
        var found = current.Kind is LexKind.End ? "the end" : $"\"{Spell(current)}\"";
        return new(current.Start, current.Length, $"Expected {expected}, found {found}.", expected, suggestion);
    }

    string Spell(Lex lex) => _parser.Text[lex.Start..lex.End];

    /// <summary>Reads a name.</summary>
    public string Word(string what = "a name")
    {
        if (_lexer.Current.Kind is not LexKind.Word) throw Unexpected(what);
        var word = _parser.NameAt(_lexer.Current.Start, _lexer.Current.End);
        _lexer.Advance();
        return word;
    }

    /// <summary>Reads this word if it comes next.</summary>
    public bool TryWord(string word)
    {
        if (!IsWord(word)) return false;
        _lexer.Advance();
        return true;
    }

    internal bool IsWord(string word) => _lexer.Current.Kind is LexKind.Word && Spans(_lexer.Current, word);

    bool Spans(Lex lex, string word) => _parser.Text.AsSpan(lex.Start, lex.End - lex.Start).SequenceEqual(word);

    /// <summary>Reads a comma if one comes next.</summary>
    public bool TryComma() => Try(LexKind.Comma);

    /// <summary>Reads a colon if one comes next.</summary>
    public bool TryColon() => Try(LexKind.Colon);

    bool Try(LexKind kind)
    {
        if (_lexer.Current.Kind != kind) return false;
        _lexer.Advance();
        return true;
    }

    void Expect(LexKind kind, string what)
    {
        if (!Try(kind)) throw Unexpected(what);
    }

    /// <summary>Whether a word or sign follows that could only be an operator.</summary>
    internal bool AtOperator => _lexer.Current.Kind is LexKind.Word or LexKind.Equals or LexKind.Comparison;

    internal bool AtArgument => _lexer.Current.Kind is LexKind.Word && _lexer.Next.Kind is LexKind.Colon;

    /// <summary>Reads a text literal, without its quotes.</summary>
    public string Text(string what = "a text in quotes")
    {
        if (_lexer.Current.Kind is not LexKind.Text) throw Unexpected(what);
        var text = _parser.Text[(_lexer.Current.Start + 1)..(_lexer.Current.End - 1)];
        _lexer.Advance();
        return text;
    }

    internal bool AtText => _lexer.Current.Kind is LexKind.Text;

    /// <summary>Reads <c>name: value</c> pairs with or without commas between them.</summary>
    public IReadOnlyList<(string Name, LiquidExpression Value)> Arguments()
    {
        var arguments = new List<(string, LiquidExpression)>();
        TryComma();
        while (_lexer.Current.Kind is LexKind.Word)
        {
            var name = Word();
            Expect(LexKind.Colon, "a colon");
            arguments.Add((name, Expression()));
            TryComma();
        }
        return arguments;
    }

    /// <summary>Reads a value without filters: a literal, a range, or a variable with its members.</summary>
    public LiquidExpression Expression() => Primary(words: false);

    /// <summary>Reads a value with its filters.</summary>
    public LiquidExpression Value() => Filtered(Expression());

    LiquidExpression Primary(bool words)
    {
        var current = _lexer.Current;
        switch (current.Kind)
        {
            case LexKind.Text:
                return new Literal(Text());
            case LexKind.Number:
                _lexer.Advance();
                return new Literal(Amount(_parser.Text.AsSpan(current.Start, current.End - current.Start)));
            case LexKind.OpenRound:
                return Range();
            case LexKind.OpenSquare:
                return Variable();
            case LexKind.Word:
                if (_lexer.Next.Kind is LexKind.Dot or LexKind.OpenSquare) return Variable();
                if (LiteralWord(Spell(current), words) is { } literal)
                {
                    _lexer.Advance();
                    return literal;
                }
                return Variable();
            default:
                throw Unexpected("a value");
        }
    }

    static Literal? LiteralWord(string word, bool words) => word switch
    {
        "nil" or "null" => Literal.Nil,
        "true" => new(true),
        "false" => new(false),
        // In a comparison these are questions; anywhere else they are empty text.
        "blank" => new(words ? LiquidValue.Blank : LiquidValue.EmptyText),
        "empty" => new(words ? LiquidValue.Empty : LiquidValue.EmptyText),
        _ => null,
    };

    static LiquidValue Amount(ReadOnlySpan<char> digits)
    {
        if (digits.Contains('.')) return double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : Number.LeadingInteger(digits).ToValue();
    }

    RangeExpression Range()
    {
        Deeper();
        Expect(LexKind.OpenRound, "(");
        var start = Expression();
        Expect(LexKind.DotDot, "\"..\"");
        var end = Expression();
        Expect(LexKind.CloseRound, "\")\"");
        _depth--;
        return new(start, end);
    }

    void Deeper() => _parser.GoDeeper(++_depth, _lexer.Current.Start);

    Lookup Variable()
    {
        var start = _lexer.Current.Start;
        string? name = null;
        LiquidExpression? nameExpression = null;
        if (_lexer.Current.Kind is LexKind.OpenSquare)
        {
            nameExpression = Bracketed();
            if (nameExpression.Constant is { IsText: true } known) (name, nameExpression) = (known.Characters, null);
        }
        else name = Word();

        var members = new List<Member>();
        var path = "";
        while (true)
        {
            if (Try(LexKind.Dot))
            {
                var member = Word("a name after the dot");
                members.Add(new(member, null, dotted: true));
                path += "." + member;
            }
            else if (_lexer.Current.Kind is LexKind.OpenSquare)
            {
                var member = Bracketed();
                var key = member.Constant is { IsText: true } text ? text.Characters : null;
                members.Add(new(key, key is null ? member : null, dotted: false));
                path += key is null ? "[]" : IsPlain(key) ? "." + key : $"[\"{key}\"]";
            }
            // "list[0]title" is read as "list[0].title" where the grammar is not taken strictly.
            else if (IsLax && _lexer.Current.Kind is LexKind.Word && _parser.Text[_lexer.Current.Start - 1] == ']')
            {
                var member = Word();
                members.Add(new(member, null, dotted: true));
                path += "." + member;
            }
            else break;
        }
        if (name is not null && _parser.Facts.Resolve(name, path) is { } read) _parser.Facts.Use(read, start);
        return new(name, nameExpression, [.. members], (name ?? "[]") + path, start);
    }

    static bool IsPlain(string key) => key.Length > 0 && key.AsSpan().IndexOfAnyExcept(s_plain) < 0;

    static readonly System.Buffers.SearchValues<char> s_plain = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    LiquidExpression Bracketed()
    {
        Deeper();
        Expect(LexKind.OpenSquare, "[");
        var inner = Expression();
        Expect(LexKind.CloseSquare, "\"]\"");
        _depth--;
        return inner;
    }

    LiquidExpression Filtered(LiquidExpression input)
    {
        var sites = new List<FilterSite>();
        PassOver(LexKind.Pipe);
        while (Try(LexKind.Pipe))
        {
            if (IsLax && _lexer.Current.Kind is not LexKind.Word)
            {
                PassOver(LexKind.Pipe);
                continue;
            }
            var at = _lexer.Current;
            var name = Word("the name of a filter");
            var (values, names) = Try(LexKind.Colon) ? FilterArguments() : ([], []);
            if (Site(name, at, values, names) is { } site) sites.Add(site);
            PassOver(LexKind.Pipe);
        }
        return sites.Count == 0 ? input : new FilterChain(input, [.. sites]);
    }

    (LiquidExpression[] Values, string[] Names) FilterArguments()
    {
        var values = new List<LiquidExpression>();
        var named = new List<(string Name, LiquidExpression Value)>();
        do
        {
            if (_lexer.Current.Kind is LexKind.End or LexKind.Pipe) break;
            if (AtArgument)
            {
                var name = Word();
                _lexer.Advance();
                named.Add((name, Expression()));
            }
            else values.Add(Expression());
            if (IsLax && _lexer.Current.Kind is not (LexKind.Comma or LexKind.Colon)) PassOver(LexKind.Pipe, LexKind.Comma);
        } while (TryComma());
        return ([.. values, .. named.Select(pair => pair.Value)], [.. named.Select(pair => pair.Name)]);
    }

    FilterSite? Site(string name, Lex at, LiquidExpression[] values, string[] names)
    {
        _parser.Facts.Filter(name);
        if (!_parser.Options.Filters.TryGetValue(name, out var filter))
        {
            if (_parser.Options.UnknownFiltersPass) return null;
            throw new SyntaxFault(at.Start, at.Length, $"There is no filter \"{name}\".", null, Similar.To(name, _parser.Options.Filters.Keys), LiquidErrorKind.UnknownFilter);
        }
        var count = values.Length - names.Length;
        var strange = filter.TakesAnyNamed ? null : Array.Find(names, given => !filter.Named.Contains(given));
        if (strange is not null)
            throw new SyntaxFault(at.Start, at.Length, $"The filter \"{name}\" has no argument named \"{strange}\".", null, Similar.To(strange, filter.Named));
        if (count < filter.Least || count > filter.Most)
        {
            var takes = filter.Most == 0 ? "no arguments" : filter.Least == filter.Most ? Plural(filter.Most) : $"{filter.Least} to {Plural(filter.Most)}";
            throw new SyntaxFault(at.Start, at.Length, $"The filter \"{name}\" takes {takes}, found {count}.", takes);
        }
        return new(filter, values, names, at.Start);

        static string Plural(int count) => count == 1 ? "1 argument" : $"{count} arguments";
    }

    /// <summary>Reads a condition: comparisons joined by <c>and</c> and <c>or</c>.</summary>
    public LiquidExpression Condition()
    {
        Deeper();
        var left = Compared();
        var result = left;
        if (IsWord("and") || IsWord("or"))
        {
            var and = IsWord("and");
            _lexer.Advance();
            result = new LogicExpression(left, and, Condition());
        }
        _depth--;
        return result;
    }

    LiquidExpression Compared()
    {
        var start = _lexer.Current.Start;
        var left = Operand();
        if (_lexer.Current.Kind is not LexKind.Comparison)
        {
            // "not x" reads as the variable "not" with something left over.
            if (left is Lookup { IsName: true, Name: "not" } && !AtEnd && !IsWord("and") && !IsWord("or"))
                throw new SyntaxFault(start, 3, "Liquid has no \"not\"; compare with \"!=\" or use the tag \"unless\".", null, "unless");
            return left;
        }
        var comparison = Spell(_lexer.Current) switch
        {
            "==" => Comparison.Same,
            "!=" or "<>" => Comparison.Different,
            "<" => Comparison.Less,
            "<=" => Comparison.AtMost,
            ">" => Comparison.More,
            ">=" => Comparison.AtLeast,
            _ => Comparison.Contains,
        };
        _lexer.Advance();
        return new CompareExpression(left, comparison, Operand(), start);
    }

    /// <summary>Reads one side of a comparison, where <c>blank</c> and <c>empty</c> have their meaning.</summary>
    internal LiquidExpression Operand() => Primary(words: true);

    internal LiquidExpression Output()
    {
        var value = IsLax ? LaxValue() : Value();
        End();
        return value;
    }

    /// <summary>What is no value is nothing, and its filters still apply.</summary>
    LiquidExpression LaxValue()
    {
        LiquidExpression value = Literal.Nil;
        try
        {
            value = Expression();
        }
        catch (SyntaxFault fault) when (!fault.IsFatal)
        {
            PassOver(LexKind.Pipe);
        }
        return Filtered(value);
    }

    /// <summary>What was read from a place on, without white space: the name a loop is known by.</summary>
    internal string Since(int start) => string.Concat(_parser.Text[start..Math.Max(start, EndOfLast(start))].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    int EndOfLast(int start)
    {
        var end = _lexer.Current.Start;
        while (end > start && TagHead.IsSpace(_parser.Text[end - 1])) end--;
        return end;
    }

    /// <summary>Reads the body of a block up to its end or to one of the named branches, whose markup is then read next; see <see cref="Branch"/>.</summary>
    public LiquidBody Body(params ReadOnlySpan<string> branches)
    {
        if (_tag is null || _source is null) throw new InvalidOperationException("Only a tag has a body.");
        string[] ends = ["end" + _tag.Name, .. branches];
        _parser.OpenBlock(_tag.Name);
        var body = _parser.ParseBody(_source, ends, out var end);
        _parser.CloseBlock();
        if (end is not { } head)
        {
            IsClosed = true;
            throw new SyntaxFault(_opening.NameStart, _opening.Name.Length, $"\"{_tag.Name}\" is not closed; expected \"end{_tag.Name}\".", "end" + _tag.Name);
        }
        Branch = head.Name == ends[0] ? null : head.Name;
        IsClosed = Branch is null;
        Reset(head.MarkupStart, head.MarkupEnd);
        return body;
    }

    /// <summary>Reads on to the end of a block whose own markup could not be read; mistakes inside are noted.</summary>
    internal void SkipBody()
    {
        try
        {
            do Body("else", "elsif", "when");
            while (Branch is not null);
        }
        catch (SyntaxFault fault) when (!fault.IsFatal)
        {
            _parser.Note(fault);
        }
    }

    /// <summary>Moves behind the end of a block whose inside is not parsed, and hands out where that inside lies.</summary>
    internal (int Start, int End) SkipVerbatim()
    {
        IsClosed = true;
        if (_source!.SkipVerbatim(_tag!.Name) is not { } end)
            throw new SyntaxFault(_opening.NameStart, _opening.Name.Length, $"\"{_tag.Name}\" is not closed; expected \"end{_tag.Name}\".", "end" + _tag.Name);
        return (_opening.End, end.Start);
    }

    /// <summary>Notes that the template makes a variable of that name itself.</summary>
    public void Defines(string name) => _parser.Facts.Assigned(name);

    /// <summary>Until <see cref="CloseLoop"/> the name stands for the items of a list.</summary>
    internal void OpenLoop(string name, LiquidExpression list)
    {
        var source = list is Lookup { Name: { } root } lookup ? _parser.Facts.Resolve(root, lookup.Path[root.Length..] + "[]") : null;
        _parser.Facts.OpenLoop(name, source);
    }

    internal void CloseLoop() => _parser.Facts.CloseLoop();
}
