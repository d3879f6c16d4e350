using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>Reads rules and figures by recursive descent; docs/rules.md has the grammar.</summary>
sealed class Parser
{
    /// <summary>Counters are kept for so many days.</summary>
    internal const int DaysKept = 400;

    const int Deepest = 100;

    readonly List<Token> tokens;
    int at;
    int depth;
    RuleScope scope;
    bool inContract;

    Parser(string text, RuleScope scope) => (tokens, this.scope) = (Lexer.Read(text), scope);

    internal static RuleNode Rule(string text, RuleScope scope)
    {
        var parser = new Parser(text, scope);
        var rule = parser.AsRule(parser.ReadAny());
        parser.ExpectEnd("and, or, or the end");
        return rule;
    }

    internal static FigureNode Figure(string text, RuleScope scope)
    {
        var parser = new Parser(text, scope);
        var figure = AsFigure(parser.Position, parser.ReadAny());
        parser.ExpectEnd("+, -, *, / or the end");
        return figure;
    }

    // ---- or, and, not

    Node ReadAny() => ReadJunction("or", ReadAll, parts => new Any(parts));

    Node ReadAll() => ReadJunction("and", ReadNot, parts => new All(parts));

    Node ReadJunction(string word, Func<Node> part, Func<ImmutableArray<RuleNode>, RuleNode> join)
    {
        var first = part();
        if (!Current.Is(word)) return first;
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
            var test = Compare(start, figure, comparator, AsFigure(right, ReadSum()));
            return Comparing() is null ? test : throw Wrong("Comparisons cannot be chained.", tokens[at - 1].Position, "and between two comparisons");
        }
        if (Current.Is("in") && Peek(1).Is("[") && Take("in")) return ReadList(figure);
        if (Current.Is("not") && Peek(1).Is("in") && Take("not") && Take("in")) return new Opposite(ReadList(figure));
        if (Take("is")) return ReadIs(start, figure);
        if (Current.Is("within")) return ReadWithin(start, figure);
        if (Current.Is("passed"))
        {
            CheckTime(start, figure);
            at++;
            return new Passed(figure);
        }
        if (Current.Kind == TokenKind.Word && Current.Value is "contains" or "starts" or "ends") return ReadTextTest(start, figure);
        return figure;
    }

    Comparator? Comparing()
    {
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
            throw Wrong($"{Noun(a)} cannot be compared with {Noun(b).ToLowerInvariant()}.", position);
        if (comparator is not (Comparator.Equal or Comparator.NotEqual) && (a is QuantityKind.Text or QuantityKind.Flag || b is QuantityKind.Text or QuantityKind.Flag))
            throw Wrong($"{Noun(a is QuantityKind.Text or QuantityKind.Flag ? a : b)} is neither less nor more than another.", position, "= or !=");
        return new(left, comparator, right);
    }

    Membered ReadList(FigureNode figure)
    {
        Expect("[", "a list such as [\"pro\", \"team\"]");
        var list = ImmutableArray.CreateBuilder<Quantity>();
        do
            list.Add(ReadLiteral("a text, number, date, yes or no").Value(default));
        while (Take(","));
        Expect("]", ", or ]");
        return new(figure, list.DrainToImmutable());
    }

    RuleNode ReadIs(int start, FigureNode figure)
    {
        var not = Take("not");
        if (Take("known")) return not ? new Opposite(new Known(figure)) : new Known(figure);
        return Compare(start, figure, not ? Comparator.NotEqual : Comparator.Equal, ReadLiteral("known, not, or a value"));
    }

    Within ReadWithin(int start, FigureNode figure)
    {
        var position = Position;
        at++;
        var isPast = Take("last");
        if (figure is CounterFigure && !isPast) throw new RuleException("What has happened lies behind.", position, "within last and a time", "within last");
        CheckTime(start, figure);
        position = Position;
        var length = ReadLength();
        if (length.IsExact && figure.Type == QuantityKind.Date) throw Wrong("A date has no hours.", position, "a number of days");
        return new(figure, length, isPast);
    }

    static void CheckTime(int position, FigureNode figure)
    {
        if (figure.Type is not (QuantityKind.Unknown or QuantityKind.Date or QuantityKind.Instant))
            throw Wrong($"{Noun(figure.Type)} is not a date.", position, "a date, such as contract.end or an attribute");
    }

    TextSearch ReadTextTest(int start, FigureNode figure)
    {
        if (figure.Type is not (QuantityKind.Unknown or QuantityKind.Text)) throw Wrong($"{Noun(figure.Type)} is not a text.", start, "a text");
        var word = Current.Value;
        at++;
        if (word != "contains") Expect("with", "with");
        return new(figure, word switch { "contains" => TextTest.Contains, "starts" => TextTest.StartsWith, _ => TextTest.EndsWith }, ReadText("a text in quotation marks"));
    }

    // ---- + - * /

    Node ReadSum() => ReadChain(ReadProduct, "+", Sign.Plus, "-", Sign.Minus);

    Node ReadProduct() => ReadChain(ReadPrimary, "*", Sign.Times, "/", Sign.Over);

    Node ReadChain(Func<Node> part, string first, Sign firstSign, string second, Sign secondSign)
    {
        var start = Position;
        var left = part();
        while (Current.Is(first) || Current.Is(second))
        {
            var (position, sign) = (Position, Current.Is(first) ? firstSign : secondSign);
            at++;
            var figure = AsFigure(start, left);
            var right = AsFigure(Position, part());
            if (Arithmetic.Of(figure.Type, sign, right.Type) is null)
                throw Wrong($"{Noun(figure.Type)} and {Noun(right.Type).ToLowerInvariant()} cannot be reckoned with this sign.", position);
            left = new Arithmetic(figure, sign, right);
        }
        return left;
    }

    // ---- the parts themselves

    Node ReadPrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Symbol when token.Value == "(":
                Deeper();
                at++;
                var inside = ReadAny();
                Expect(")", ")");
                depth--;
                return inside;
            case TokenKind.Text or TokenKind.Number or TokenKind.Date or TokenKind.Symbol when token.Kind != TokenKind.Symbol || token.Value == "-":
                return ReadLiteral("a rule");
            case TokenKind.Word:
                return ReadWord(token);
            default:
                throw Unexpected("a rule, such as guide \"first-report\" read");
        }
    }

    Node ReadWord(Token token)
    {
        if (token.Value is "yes" or "no" or "true" or "false" && !(token.Value == "no" && Peek(1).Kind == TokenKind.Text)) return ReadLiteral("a value");
        if (token.Value.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot) return ReadField(token, token.Value[..dot], token.Value[(dot + 1)..]);
        at++;
        switch (token.Value)
        {
            case "count": return ReadCounter(Counted.Count);
            case "sum": return ReadCounter(Counted.Sum);
            case "average": return ReadCounter(Counted.Average);
            case "first": return ReadCounter(Counted.First);
            case "last" when Take("value"):
                Expect("of", "of");
                return ReadCounter(Counted.LastValue);
            case "last": return ReadCounter(Counted.Last);
            case "recency":
                Expect("of", "of");
                var last = ReadCounter(Counted.Last);
                Expect("half-life", "half-life and a time");
                return new Recency(last, ReadLength());
            case "days": return ReadDays(token);
            case "share": return ReadShare();
            case "progress":
                Expect("of", "of");
                return new Progress(ReadText("the key of a journey in quotation marks"));
            case "survey": return ReadSurvey();
            case "guide": return ReadGuide();
            case "checkpoint": return ReadCheckpoint();
            case "enrolled":
                Expect("in", "in");
                var journey = ReadText("the key of a journey in quotation marks");
                return new Enrolled(journey, Take("for") ? ReadLength() : null);
            case "no": return ReadAbsence();
            case "segment": return new SegmentTest(ReadText("the key of a segment in quotation marks"));
            case "any" or "all" when Current.Is("contract"): return ReadContract(token);
            case "touch":
                Expect("model", "model");
                return new FieldFigure(FieldOwner.Account, "touch-model");
            case "role" when scope == RuleScope.Contact: return new RoleTest(ReadText("the key of a role in quotation marks"));
            case "role": throw Wrong("In account scope there is no single contact to hold a role.", token.Position, "share of contacts with role …, or by role …");
            default:
                at--;
                throw Unexpected("a rule, such as guide \"first-report\" read", Nearest.Of(token.Value, Openings));
        }
    }

    static readonly string[] Openings =
    [
        "count", "sum", "average", "first", "last", "recency", "days", "share", "progress", "survey", "guide", "checkpoint", "enrolled", "no", "segment",
        "any", "all", "touch", "role", "not", "yes", "account.lifecycle", "account.tier", "contact.title", "contract.end",
    ];

    FieldFigure ReadField(Token token, string owner, string name)
    {
        at++;
        switch (owner)
        {
            case "account":
                return new(FieldOwner.Account, name);
            case "contact":
                return scope == RuleScope.Contact ? new(FieldOwner.Contact, name)
                    : throw Wrong("In account scope there is no single contact.", token.Position, "share of contacts where (…), or account.…");
            case "contract":
                if (!inContract) throw Wrong("There may be several contracts.", token.Position, $"any contract ({token.Value} …) or all contract ({token.Value} …)");
                return FieldFigure.OfContract(name) is not null ? new(FieldOwner.Contract, name)
                    : throw Wrong($"Contracts have no field \"{name}\".", token.Position, "one of " + string.Join(", ", ContractFields), Nearest.Of(name, ContractFields) is { } near ? "contract." + near : null);
            default:
                throw Wrong($"\"{owner}\" has no fields.", token.Position, "account.…, contact.… or contract.…", Nearest.Of(owner, ["account", "contact", "contract"]) is { } near2 ? $"{near2}.{name}" : null);
        }
    }

    static readonly string[] ContractFields =
        ["start", "end", "notice-by", "auto-renew", "amount", "arr", "mrr", "period", "currency", "status", "products", "department", "outcome", "external-id"];

    CounterFigure ReadCounter(Counted what)
    {
        var kind = ReadText("a kind of signal in quotation marks, such as \"guide.read\"");
        string? subject = null;
        Who? who = null;
        Window? window = null;
        while (true)
        {
            if (subject is null && Take("of")) subject = ReadText("a subject in quotation marks, such as \"guide:first-report\"");
            else if (who is null && Take("by")) who = ReadWho();
            else if (window is null && Current.Is("in") && !Peek(1).Is("[")) window = ReadWindow(what);
            else return new(what, new(kind, subject), who, window);
        }
    }

    Window ReadWindow(Counted what)
    {
        if (what is Counted.First or Counted.Last or Counted.LastValue)
            throw Wrong("The first and the last are looked for in all time.", Position, "a comparison, such as within last 30 days");
        var position = Position;
        at++;
        var window = new Window(ReadLength(), Take("before") ? ReadLength() : null);
        return window.Reach.Days <= DaysKept ? window : throw Wrong("Counters are not kept that long.", position, FormattableString.Invariant($"at most {DaysKept} days back"));
    }

    Who ReadWho()
    {
        var position = Position;
        if (Take("this"))
        {
            Expect("contact", "contact");
            return scope == RuleScope.Contact ? Who.This
                : throw Wrong("In account scope there is no \"this contact\".", position, "any contact, all contacts, at least N contacts or role \"…\"");
        }
        if (Take("role")) return new(WhoKind.Role, ReadText("the key of a role in quotation marks"));
        if (Take("any"))
        {
            Expect("contact", "contact");
            return new(WhoKind.Any, ReadWithRole());
        }
        if (Take("all"))
        {
            Expect("contacts", "contacts");
            return new(WhoKind.All, ReadWithRole());
        }
        if (!Take("at")) throw Unexpected("this contact, any contact, all contacts, at least N contacts or role \"…\"", Nearest.Of(Current.Value, ["this", "any", "all", "at", "role"]));
        Expect("least", "least");
        var n = ReadWhole("a number of contacts");
        if (!Take("contact")) Expect("contacts", "contacts");
        return new(WhoKind.AtLeast, ReadWithRole(), n);
    }

    string? ReadWithRole()
    {
        if (!Current.Is("with") || !Peek(1).Is("role")) return null;
        at += 2;
        return ReadText("the key of a role in quotation marks");
    }

    DaysBetween ReadDays(Token token)
    {
        var until = Take("until");
        if (!until) Expect("since", "since or until");
        var figure = AsFigure(Position, ReadPrimary());
        CheckTime(token.Position, figure);
        return new(figure, until);
    }

    Share ReadShare()
    {
        Expect("of", "of");
        Expect("contacts", "contacts");
        var role = ReadWithRole();
        Expect("where", "with role or where");
        return new(role, ReadInside(RuleScope.Contact, inContract));
    }

    ContractQuantifier ReadContract(Token token)
    {
        at++;
        return new(token.Value == "all", ReadInside(scope, true));
    }

    RuleNode ReadInside(RuleScope innerScope, bool innerContract)
    {
        var (outerScope, outerContract) = (scope, inContract);
        Deeper();
        Expect("(", "( and a rule");
        (scope, inContract) = (innerScope, innerContract);
        var rule = AsRule(ReadAny());
        (scope, inContract) = (outerScope, outerContract);
        Expect(")", ")");
        depth--;
        return rule;
    }

    CounterFigure ReadSurvey()
    {
        var survey = ReadText("the key of a survey in quotation marks");
        Expect("last", "last answer");
        Expect("answer", "answer");
        return new(Counted.LastValue, new("survey.answered", "survey:" + survey), Take("by") ? ReadWho() : null, survey: survey);
    }

    Sugar ReadGuide()
    {
        var guide = ReadText("the key of a guide in quotation marks");
        var verb = Current.Value;
        if (Current.Kind != TokenKind.Word || verb is not ("viewed" or "read" or "completed"))
            throw Unexpected("viewed, read or completed", Nearest.Of(verb, ["viewed", "read", "completed"]));
        at++;
        Who? who = Take("by") ? ReadWho() : null;
        return Sugar.Guide(guide, verb, who, Take("within") ? ReadLength() : null);
    }

    RuleNode ReadCheckpoint()
    {
        var checkpoint = ReadText("the key of a checkpoint in quotation marks");
        Expect("of", "of and the key of its journey");
        var journey = ReadText("the key of a journey in quotation marks");
        var not = Take("not");
        Expect("reached", "reached or not reached");
        return not ? Sugar.NotReached(checkpoint, journey) : new CheckpointTest(checkpoint, journey);
    }

    Absence ReadAbsence()
    {
        var counter = ReadCounter(Counted.Count);
        Expect("for", "for and a time, such as for 14 days");
        return new(counter.Key, counter.Who, ReadLength());
    }

    // ---- values

    Literal ReadLiteral(string expected)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                at++;
                return new(Quantity.Of(token.Value));
            case TokenKind.Date:
                at++;
                return new(Quantity.Of(DateOnly.ParseExact(token.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)));
            case TokenKind.Word when token.Value is "yes" or "true" or "no" or "false":
                at++;
                return new(Quantity.Of(token.Value is "yes" or "true"));
            case TokenKind.Symbol when token.Value == "-" && Peek(1).Kind == TokenKind.Number:
                at++;
                return ReadNumber(-1);
            case TokenKind.Number:
                return ReadNumber(1);
            default:
                throw Unexpected(expected);
        }
    }

    Literal ReadNumber(int sign)
    {
        if (sign > 0 && Unit(Peek(1).Value) is not null && Peek(1).Kind == TokenKind.Word)
            return ReadLength() is var length ? new(Quantity.Of(new TimeSpan(length.Ticks)), length.ToString()) : throw Unexpected("a time");
        var number = sign * decimal.Parse(Current.Value, CultureInfo.InvariantCulture);
        at++;
        return new(Quantity.Of(Take("%") ? number / 100 : number));
    }

    Length ReadLength()
    {
        var count = ReadWhole("a time, such as 30 days");
        if (Current.Kind != TokenKind.Word || Unit(Current.Value) is not { } unit)
            throw Unexpected("minutes, hours, days or weeks", Nearest.Of(Current.Value, ["minutes", "hours", "days", "weeks"]));
        at++;
        return count <= 36_500 ? new(count, unit) : throw Wrong("This is longer than a hundred years of days.", tokens[at - 2].Position);
    }

    static LengthUnit? Unit(string word) => word switch
    {
        "minute" or "minutes" => LengthUnit.Minute,
        "hour" or "hours" => LengthUnit.Hour,
        "day" or "days" => LengthUnit.Day,
        "week" or "weeks" => LengthUnit.Week,
        _ => null,
    };

    int ReadWhole(string expected)
    {
        if (Current.Kind != TokenKind.Number) throw Unexpected(expected);
        if (!int.TryParse(Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n == 0)
            throw Wrong("This must be a whole number from 1 on.", Position, expected);
        at++;
        return n;
    }

    string ReadText(string expected)
    {
        if (Current.Kind != TokenKind.Text)
            throw Unexpected(expected, Current.Kind == TokenKind.Word ? Quoted.Write(Current.Value) : null);
        var text = Current.Value;
        if (text.Length == 0) throw Wrong("This text is empty.", Position, expected);
        at++;
        return text;
    }

    // ---- how it goes on

    Token Current => tokens[at];

    int Position => Current.Position;

    Token Peek(int ahead) => tokens[Math.Min(at + ahead, tokens.Count - 1)];

    bool Take(string word)
    {
        if (!Current.Is(word)) return false;
        at++;
        return true;
    }

    void Expect(string word, string expected)
    {
        if (!Take(word)) throw Unexpected(expected, Current.Kind == TokenKind.Word ? Nearest.Of(Current.Value, [word]) : null);
    }

    void ExpectEnd(string expected)
    {
        if (Current.Kind == TokenKind.End) return;
        throw Unexpected(expected, Nearest.Of(Current.Value, ["and", "or", "not", "in", "is", "within", "passed", "contains"]));
    }

    // The stack is not endless; no author nests this deep.
    void Deeper()
    {
        if (++depth > Deepest) throw Wrong("This is nested too deeply.", Position);
    }

    // The comparison is missing behind the figure, so that is where the error points.
    RuleNode AsRule(Node node) => node as RuleNode ?? throw Wrong($"{Noun(((FigureNode)node).Type)} is not yet a rule.", Position, "a comparison, such as >= 1");

    static FigureNode AsFigure(int position, Node node) => node as FigureNode ?? throw Wrong("This is true or false; it is not a figure.", position, "a figure, such as a count or a number");

    static string Noun(QuantityKind kind) => kind switch
    {
        QuantityKind.Number => "A number",
        QuantityKind.Duration => "A time span",
        QuantityKind.Date => "A date",
        QuantityKind.Instant => "A point in time",
        QuantityKind.Text => "A text",
        QuantityKind.Flag => "A yes or no",
        _ => "A figure",
    };

    static RuleException Wrong(string message, int position, string? expected = null, string? suggestion = null) => new(message, position, expected, suggestion);

    RuleException Unexpected(string expected, string? suggestion = null) =>
        new(Current.Kind == TokenKind.End ? "Something is missing at the end." : $"{Current.Shown} does not fit here.", Position, expected, suggestion);
}
