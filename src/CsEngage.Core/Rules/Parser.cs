using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Reads rules and figures by recursive descent; docs/rules.md has the grammar.</summary>
sealed partial class Parser
{
    /// <summary>Counters are kept for so many days.</summary>
    internal const int DaysKept = 400;

    const int Deepest = 100;

    readonly List<Token> tokens;
    readonly HashSet<(string? Word, TextKind Kind)> hoped = [];
    int at;
    int depth;
    RuleScope scope;
    bool inContract;
    bool onlyFigure;

    Parser(string text, RuleScope scope) => (tokens, this.scope) = (Lexer.Read(text), scope);

    /// <summary>What could come at the end of a beginning.</summary>
    internal static IReadOnlySet<(string? Word, TextKind Kind)> Hopes(string beginning, RuleScope scope)
    {
        var parser = new Parser(beginning, scope);
        try
        {
            parser.ReadAny();
        }
        catch (RuleException)
        {
            // A beginning is not a rule yet; what matters is what was looked for at its end.
        }
        return parser.hoped;
    }

    internal static RuleNode Rule(string text, RuleScope scope)
    {
        var parser = new Parser(text, scope);
        var rule = parser.AsRule(parser.ReadAny());
        parser.ExpectEnd(Sentence.Of("and, or, or the end"));
        return rule;
    }

    internal static FigureNode Figure(string text, RuleScope scope)
    {
        var parser = new Parser(text, scope);
        var figure = AsFigure(parser.Position, parser.ReadAny());
        parser.ExpectEnd(Sentence.Of("+, -, *, / or the end"));
        return figure;
    }

    // ---- or, and, not

    Node ReadAny() => ReadJunction("or", ReadAll, parts => new Any(parts));

    Node ReadAll() => ReadJunction("and", ReadNot, parts => new All(parts));

    Node ReadJunction(string word, Func<Node> part, Func<ImmutableArray<RuleNode>, RuleNode> join)
    {
        var first = part();
        if (!Is(word)) return first;
        var parts = ImmutableArray.CreateBuilder<RuleNode>();
        parts.Add(AsRule(first));
        while (Take(word)) parts.Add(AsRule(part()));
        return join(parts.DrainToImmutable());
    }

    Node ReadNot()
    {
        if (!Take("not")) return ReadTest();
        Deeper();
        var part = AsRule(ReadNot());
        depth--;
        return new Opposite(part);
    }

    // ---- figure cmp figure, in, is, within, passed, contains

    Node ReadTest()
    {
        var start = Position;
        var left = ReadSum();
        if (left is not FigureNode figure) return left;
        if (Comparing() is { } comparator)
        {
            var right = Position;
            onlyFigure = true;
            var test = Compare(start, figure, comparator, AsFigure(right, ReadSum()));
            onlyFigure = false;
            return Comparing() is null ? test : throw Wrong(Sentence.Of("Comparisons cannot be chained."), tokens[at - 1].Position, Sentence.Of("and between two comparisons"));
        }
        if (Is("in") && Peek(1).Is("[") && Take("in")) return ReadList(figure);
        if (Is("not") && Peek(1).Is("in") && Take("not") && Take("in")) return new Opposite(ReadList(figure));
        if (Take("is")) return ReadIs(start, figure);
        if (Is("within")) return ReadWithin(start, figure);
        if (Is("passed"))
        {
            CheckTime(start, figure);
            at++;
            return new Passed(figure);
        }
        Hope("contains", "starts with", "ends with");
        if (Current.Kind == TokenKind.Word && Current.Value is "contains" or "starts" or "ends") return ReadTextTest(start, figure);
        return figure;
    }

    Comparator? Comparing()
    {
        Hope("=", "!=", "<", "<=", ">", ">=");
        Comparator? comparator = Current is { Kind: TokenKind.Symbol } symbol ? symbol.Value switch
        {
            "=" => Comparator.Equal,
            "!=" => Comparator.NotEqual,
            "<" => Comparator.Less,
            "<=" => Comparator.AtMost,
            ">" => Comparator.More,
            ">=" => Comparator.AtLeast,
            _ => null,
        } : null;
        if (comparator is not null) at++;
        return comparator;
    }

    static Comparison Compare(int position, FigureNode left, Comparator comparator, FigureNode right)
    {
        var (a, b) = (left.Type, right.Type);
        var times = a is QuantityKind.Date or QuantityKind.Instant && b is QuantityKind.Date or QuantityKind.Instant;
        if (a != b && !times && a != QuantityKind.Unknown && b != QuantityKind.Unknown)
            throw Wrong(Sentence.Of("This is {0}; it cannot be compared with {1}.", Noun(a), Noun(b)), position);
        if (comparator is not (Comparator.Equal or Comparator.NotEqual) && (a is QuantityKind.Text or QuantityKind.Flag || b is QuantityKind.Text or QuantityKind.Flag))
            throw Wrong(Sentence.Of("This is {0}; it is neither less nor more than another.", Noun(a is QuantityKind.Text or QuantityKind.Flag ? a : b)), position, Sentence.Of("= or !="));
        return new(left, comparator, right);
    }

    Membered ReadList(FigureNode figure)
    {
        Expect("[", Sentence.Of("a list such as [\"pro\", \"team\"]"));
        var list = ImmutableArray.CreateBuilder<Quantity>();
        do
            list.Add(ReadLiteral(Sentence.Of("a text, number, date, yes or no")).Value(default));
        while (Take(","));
        Expect("]", Sentence.Of(", or ]"));
        return new(figure, list.DrainToImmutable());
    }

    RuleNode ReadIs(int start, FigureNode figure)
    {
        var not = Take("not");
        if (Take("known")) return not ? new Opposite(new Known(figure)) : new Known(figure);
        return Compare(start, figure, not ? Comparator.NotEqual : Comparator.Equal, ReadLiteral(Sentence.Of("known, not, or a value")));
    }

    Within ReadWithin(int start, FigureNode figure)
    {
        var position = Position;
        at++;
        var isPast = Take("last");
        if (figure is CounterFigure && !isPast) throw new RuleException(Sentence.Of("What has happened lies behind."), position, Sentence.Of("within last and a time"), "within last");
        CheckTime(start, figure);
        position = Position;
        var length = ReadLength();
        if (length.IsExact && figure.Type == QuantityKind.Date) throw Wrong(Sentence.Of("A date has no hours."), position, Sentence.Of("a number of days"));
        return new(figure, length, isPast);
    }

    static void CheckTime(int position, FigureNode figure)
    {
        if (figure.Type is not (QuantityKind.Unknown or QuantityKind.Date or QuantityKind.Instant))
            throw Wrong(Sentence.Of("This is {0}, not a date.", Noun(figure.Type)), position, Sentence.Of("a date, such as contract.end or an attribute"));
    }

    TextSearch ReadTextTest(int start, FigureNode figure)
    {
        if (figure.Type is not (QuantityKind.Unknown or QuantityKind.Text)) throw Wrong(Sentence.Of("This is {0}, not a text.", Noun(figure.Type)), start, Sentence.Of("a text"));
        var word = Current.Value;
        at++;
        if (word != "contains") Expect("with");
        return new(figure, word switch { "contains" => TextTest.Contains, "starts" => TextTest.StartsWith, _ => TextTest.EndsWith }, ReadText(TextKind.Plain));
    }

    // ---- + - * /

    Node ReadSum() => ReadChain(ReadProduct, "+", Sign.Plus, "-", Sign.Minus);

    Node ReadProduct() => ReadChain(ReadPrimary, "*", Sign.Times, "/", Sign.Over);

    Node ReadChain(Func<Node> part, string first, Sign firstSign, string second, Sign secondSign)
    {
        var start = Position;
        var left = part();
        while (Is(first) || Is(second))
        {
            var (position, sign) = (Position, Is(first) ? firstSign : secondSign);
            at++;
            var figure = AsFigure(start, left);
            var right = AsFigure(Position, part());
            if (Arithmetic.Of(figure.Type, sign, right.Type) is null)
                throw Wrong(Sentence.Of("This sign cannot stand between {0} and {1}.", Noun(figure.Type), Noun(right.Type)), position);
            left = new Arithmetic(figure, sign, right);
        }
        return left;
    }

    // ---- how it goes on

    Token Current => tokens[at];

    int Position => Current.Position;

    Token Peek(int ahead) => tokens[Math.Min(at + ahead, tokens.Count - 1)];

    /// <summary>Whether a word comes next; at the end it is noted as one that could.</summary>
    bool Is(string word)
    {
        if (Current.Kind == TokenKind.End) hoped.Add((word, TextKind.Plain));
        return Current.Is(word);
    }

    void Hope(params ReadOnlySpan<string> words)
    {
        if (Current.Kind != TokenKind.End) return;
        foreach (var word in words) hoped.Add((word, TextKind.Plain));
    }

    bool Take(string word)
    {
        if (!Is(word)) return false;
        at++;
        return true;
    }

    void Expect(string word) => Expect(word, Sentence.Verbatim(word));

    void Expect(string word, Sentence expected)
    {
        if (!Take(word)) throw Unexpected(expected, Current.Kind == TokenKind.Word ? Nearest.Of(Current.Value, [word]) : null);
    }

    void ExpectEnd(Sentence expected)
    {
        if (Current.Kind == TokenKind.End) return;
        throw Unexpected(expected, Nearest.Of(Current.Value, ["and", "or", "not", "in", "is", "within", "passed", "contains"]));
    }

    // The stack is not endless; no author nests this deep.
    void Deeper()
    {
        if (++depth > Deepest) throw Wrong(Sentence.Of("This is nested too deeply."), Position);
    }

    // The comparison is missing behind the figure, so that is where the error points.
    RuleNode AsRule(Node node) => node as RuleNode ?? throw Wrong(Sentence.Of("This is {0}, not yet a rule.", Noun(((FigureNode)node).Type)), Position, Sentence.Of("a comparison, such as >= 1"));

    static FigureNode AsFigure(int position, Node node) => node as FigureNode ?? throw Wrong(Sentence.Of("This is true or false; it is not a figure."), position, Sentence.Of("a figure, such as a count or a number"));

    static Sentence Noun(QuantityKind kind) => kind switch
    {
        QuantityKind.Number => Sentence.Of("a number"),
        QuantityKind.Duration => Sentence.Of("a time span"),
        QuantityKind.Date => Sentence.Of("a date"),
        QuantityKind.Instant => Sentence.Of("a point in time"),
        QuantityKind.Text => Sentence.Of("a text"),
        QuantityKind.Flag => Sentence.Of("a yes or no"),
        _ => Sentence.Of("a figure"),
    };

    static RuleException Wrong(Sentence message, int position, Sentence? expected = null, string? suggestion = null) => new(message, position, expected, suggestion);

    RuleException Unexpected(Sentence expected, string? suggestion = null) =>
        new(Current.Kind == TokenKind.End ? Sentence.Of("Something is missing at the end.") : Sentence.Of("{0} does not fit here.", Current.Shown), Position, expected, suggestion);
}
