using System.Globalization;
using System.Text;

namespace CsEngage.Core;

/// <summary>Kinds of tokens.</summary>
enum TokenKind { Word, Text, Number, Date, Symbol, End }

/// <summary>One token; <paramref name="Position"/> and <paramref name="End"/> are offsets in the text.</summary>
readonly record struct Token(TokenKind Kind, string Value, int Position, int End)
{
    internal bool Is(string value) => Kind is TokenKind.Word or TokenKind.Symbol && Value == value;

    internal string Shown => Kind switch { TokenKind.End => "the end", TokenKind.Text => Quoted.Write(Value), _ => $"\"{Value}\"" };
}

/// <summary>Cuts a rule into words, texts, numbers, dates and symbols.</summary>
sealed class Lexer(string text)
{
    readonly List<Token> tokens = [];
    int at;

    internal static List<Token> Read(string text) => new Lexer(text).Read();

    List<Token> Read()
    {
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) break;
            var c = text[at];
            if (c == '"') ReadText();
            else if (char.IsAsciiDigit(c)) ReadNumber();
            else if (char.IsAsciiLetter(c)) ReadWord();
            else ReadSymbol(c);
        }
        tokens.Add(new(TokenKind.End, "", text.Length, text.Length));
        return tokens;
    }

    void ReadText()
    {
        var start = at++;
        var value = new StringBuilder();
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\') at++;
            value.Append(text[at++]);
        }
        if (at == text.Length) throw new RuleException(Sentence.Of("This text is not closed."), start, Sentence.Of("a closing \""));
        tokens.Add(new(TokenKind.Text, value.ToString(), start, ++at));
    }

    void ReadNumber()
    {
        var start = at;
        if (at + 10 <= text.Length && DateOnly.TryParseExact(text.AsSpan(at, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            at += 10;
            tokens.Add(new(TokenKind.Date, text[start..at], start, at));
            return;
        }
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]);) at++;
        if (!decimal.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
            throw new RuleException(Sentence.Of("This number is too large."), start);
        tokens.Add(new(TokenKind.Number, text[start..at], start, at));
    }

    // Words have hyphens inside (half-life, account.go-live-on), so a minus sign wants a space before it.
    void ReadWord()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_' || (text[at] is '-' or '.' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1])))) at++;
        tokens.Add(new(TokenKind.Word, text[start..at], start, at));
    }

    void ReadSymbol(char c)
    {
        var two = at + 1 < text.Length ? text.AsSpan(at, 2) : [];
        if (two is "<=" or ">=" or "!=")
        {
            tokens.Add(new(TokenKind.Symbol, two.ToString(), at, at + 2));
            at += 2;
            return;
        }
        if (!"<>=+-*/()[],%".Contains(c, StringComparison.Ordinal)) throw new RuleException(Sentence.Of("\"{0}\" has no meaning in a rule.", c), at, suggestion: Meant(c, two.ToString()));
        tokens.Add(new(TokenKind.Symbol, c.ToString(), at, at + 1));
        at++;
    }

    static string? Meant(char c, string two) => (c, two) switch
    {
        (_, "&&") => "and",
        (_, "||") => "or",
        ('!', _) => "not",
        ('≤', _) => "<=",
        ('≥', _) => ">=",
        ('≠', _) => "!=",
        ('“' or '”' or '„' or '«' or '»' or '\'' or '‘' or '’' or '「' or '」', _) => "\"",
        ('（', _) => "(",
        ('）', _) => ")",
        _ => null,
    };
}
