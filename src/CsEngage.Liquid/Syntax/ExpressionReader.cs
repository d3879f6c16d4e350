using System.Buffers;
using System.Globalization;
using CsEngage.Liquid.Nodes;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Syntax;

/// <summary>Reads values, their filters, and conditions.</summary>
sealed class ExpressionReader(TemplateParser parser, int from, int to) : MarkupReader(parser, from, to)
{
    static readonly SearchValues<char> s_plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    int _depth;

    /// <summary>Whether the condition read last joins by <c>and</c>.</summary>
    internal bool HasAnd { get; private set; }

    /// <summary>Whether the condition read last joins by <c>or</c>.</summary>
    internal bool HasOr { get; private set; }

    /// <summary>Reads a value without filters: a literal, a range, or a variable with its members.</summary>
    internal LiquidExpression Expression() => Primary(words: false);

    /// <summary>Reads one side of a comparison, where <c>blank</c> and <c>empty</c> have their meaning.</summary>
    internal LiquidExpression Operand() => Primary(words: true);

    /// <summary>Reads a value with its filters.</summary>
    internal LiquidExpression Value()
    {
        var start = Current.Start;
        return Filtered(Expression(), start);
    }

    /// <summary>Reads a value with its filters, and nothing behind it.</summary>
    internal LiquidExpression Output()
    {
        var value = IsLax ? LaxValue() : Value();
        Finish();
        return value;
    }

    /// <summary>What is no value is nothing, and its filters still apply.</summary>
    LiquidExpression LaxValue()
    {
        LiquidExpression value = Literal.Nil;
        var start = Current.Start;
        try
        {
            value = Expression();
        }
        catch (SyntaxFault fault) when (!fault.IsFatal)
        {
            PassOver(LexKind.Pipe);
        }
        return Filtered(value, start);
    }

    LiquidExpression Primary(bool words)
    {
        var current = Current;
        switch (current.Kind)
        {
            case LexKind.Text:
                return new Literal(Text("a text in quotes"));
            case LexKind.Number:
                Advance();
                return new Literal(Amount(Parser.Text.AsSpan(current.Start, current.End - current.Start)));
            case LexKind.OpenRound:
                return Range();
            case LexKind.OpenSquare:
                return Variable();
            case LexKind.Word:
                if (Next.Kind is LexKind.Dot or LexKind.OpenSquare) return Variable();
                if (LiteralWord(Spell(current), words) is { } literal)
                {
                    Advance();
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

    void Deeper() => Parser.GoDeeper(++_depth, Current.Start);

    Lookup Variable()
    {
        var start = Current.Start;
        string? name = null;
        LiquidExpression? nameExpression = null;
        if (Current.Kind is LexKind.OpenSquare)
        {
            nameExpression = Bracketed();
            if (nameExpression.Constant is { IsText: true } known) (name, nameExpression) = (known.Characters, null);
        }
        else name = Word("a name");

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
            else if (Current.Kind is LexKind.OpenSquare)
            {
                var member = Bracketed();
                var key = member.Constant is { IsText: true } text ? text.Characters : null;
                members.Add(new(key, key is null ? member : null, dotted: false));
                path += key is null ? "[]" : IsPlain(key) ? "." + key : $"[\"{key}\"]";
            }
            // "list[0]title" is read as "list[0].title" where the grammar is not taken strictly.
            else if (IsLax && Current.Kind is LexKind.Word && Parser.Text[Current.Start - 1] == ']')
            {
                var member = Word("a name");
                members.Add(new(member, null, dotted: true));
                path += "." + member;
            }
            else break;
        }
        if (name is not null && Parser.Facts.Resolve(name, path) is { } read) Parser.Facts.Use(read, start);
        return new(name, nameExpression, [.. members], (name ?? "[]") + path, start);
    }

    static bool IsPlain(string key) => key.Length > 0 && key.AsSpan().IndexOfAnyExcept(s_plain) < 0;

    LiquidExpression Bracketed()
    {
        Deeper();
        Expect(LexKind.OpenSquare, "[");
        var inner = Expression();
        Expect(LexKind.CloseSquare, "\"]\"");
        _depth--;
        return inner;
    }

    LiquidExpression Filtered(LiquidExpression input, int start)
    {
        var sites = new List<FilterSite>();
        PassOver(LexKind.Pipe);
        while (Try(LexKind.Pipe))
        {
            if (IsLax && Current.Kind is not LexKind.Word)
            {
                PassOver(LexKind.Pipe);
                continue;
            }
            var at = Current;
            var name = Word("the name of a filter");
            if (sites.Count == 0 && input.Constant is { IsText: true, Characters: { } text }) Parser.Facts.Filtered(name, text, start + 1);
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
            if (Current.Kind is LexKind.End or LexKind.Pipe) break;
            if (Current.Kind is LexKind.Word && Next.Kind is LexKind.Colon)
            {
                var name = Word("a name");
                Advance();
                named.Add((name, Expression()));
            }
            else values.Add(Expression());
            if (IsLax && Current.Kind is not (LexKind.Comma or LexKind.Colon)) PassOver(LexKind.Pipe, LexKind.Comma);
        } while (Try(LexKind.Comma));
        return ([.. values, .. named.Select(pair => pair.Value)], [.. named.Select(pair => pair.Name)]);
    }

    FilterSite? Site(string name, Lex at, LiquidExpression[] values, string[] names)
    {
        Parser.Facts.Filter(name);
        if (!Parser.Options.Filters.TryGetValue(name, out var filter))
        {
            if (Parser.Options.UnknownFiltersPass) return null;
            throw new SyntaxFault(at.Start, at.Length, LiquidSentence.Of("There is no filter \"{0}\".", name), null, Similar.To(name, Parser.Options.Filters.Keys), LiquidErrorKind.UnknownFilter);
        }
        var count = values.Length - names.Length;
        var strange = filter.TakesAnyNamed ? null : Array.Find(names, given => !filter.Named.Contains(given));
        if (strange is not null)
            throw new SyntaxFault(at.Start, at.Length, LiquidSentence.Of("The filter \"{0}\" has no argument named \"{1}\".", name, strange), null, Similar.To(strange, filter.Named));
        if (count < filter.Least || count > filter.Most)
        {
            var takes = filter.Most == 0 ? LiquidSentence.Of("no arguments") : filter.Least == filter.Most ? Plural(filter.Most) : filter.Most == 1 ? LiquidSentence.Of("{0} to 1 argument", filter.Least) : LiquidSentence.Of("{0} to {1} arguments", filter.Least, filter.Most);
            throw new SyntaxFault(at.Start, at.Length, LiquidSentence.Of("The filter \"{0}\" takes {1}, found {2}.", name, takes, count), takes.ToString());
        }
        return new(filter, values, names, at.Start);

        static LiquidSentence Plural(int count) => count == 1 ? LiquidSentence.Of("1 argument") : LiquidSentence.Of("{0} arguments", count);
    }

    /// <summary>Reads <c>name: value</c> pairs with or without commas between them.</summary>
    internal List<(string Name, LiquidExpression Value)> Arguments()
    {
        var arguments = new List<(string, LiquidExpression)>();
        Try(LexKind.Comma);
        while (Current.Kind is LexKind.Word)
        {
            var name = Word("a name");
            Expect(LexKind.Colon, "a colon");
            arguments.Add((name, Expression()));
            Try(LexKind.Comma);
        }
        return arguments;
    }

    /// <summary>Reads a condition: comparisons joined by <c>and</c> and <c>or</c>.</summary>
    internal LiquidExpression Condition()
    {
        (HasAnd, HasOr) = (false, false);
        return Joined();
    }

    LiquidExpression Joined()
    {
        Deeper();
        var left = Compared();
        var result = left;
        if (IsWord("and") || IsWord("or"))
        {
            var and = IsWord("and");
            (HasAnd, HasOr) = (HasAnd || and, HasOr || !and);
            Advance();
            result = new LogicExpression(left, and, Joined());
        }
        _depth--;
        return result;
    }

    LiquidExpression Compared()
    {
        var (start, from) = (Current.Start, Parser.Facts.Here.Uses);
        if (Current.Kind is LexKind.OpenRound && !IsLax) NoParentheses();
        var left = Operand();
        if (Current.Kind is not LexKind.Comparison)
        {
            // "not x" reads as the variable "not" with something left over.
            if (left is Lookup { IsName: true, Name: "not" } && !AtEnd && !IsWord("and") && !IsWord("or"))
                throw new SyntaxFault(start, 3, LiquidSentence.Of("Liquid has no \"not\"; compare with \"!=\" or use the tag \"unless\"."));
            return left;
        }
        var comparison = Spell(Current) switch
        {
            "==" => Comparison.Same,
            "!=" or "<>" => Comparison.Different,
            "<" => Comparison.Less,
            "<=" => Comparison.AtMost,
            ">" => Comparison.More,
            ">=" => Comparison.AtLeast,
            _ => Comparison.Contains,
        };
        Advance();
        var at = Current.Start;
        var right = Operand();
        Parser.Facts.Compared(left, right, at);
        Parser.Facts.Compared(right, left, start);
        // Something is there when it equals something, or differs from nothing.
        if (comparison is Comparison.Same or Comparison.Different)
            Parser.Facts.Proves(from, comparison is Comparison.Different == (IsNothing(left) || IsNothing(right)) ? Proof.IfTrue : Proof.IfFalse);
        return new CompareExpression(left, comparison, right, start);
    }

    static bool IsNothing(LiquidExpression side) => side.Constant is { Kind: LiquidKind.Nil or LiquidKind.Blank or LiquidKind.Empty };

    // A range begins like this as well, and then two dots follow its first value.
    void NoParentheses()
    {
        var inside = Parser.Text.AsSpan(Current.Start, End - Current.Start);
        var close = inside.IndexOf(')');
        if ((close < 0 ? inside : inside[..close]).IndexOf("..", StringComparison.Ordinal) < 0)
            throw new SyntaxFault(Current.Start, 1, LiquidSentence.Of("Liquid has no parentheses in conditions; use one \"if\" inside another."));
    }
}
