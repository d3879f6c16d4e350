using System.Collections.Immutable;
using CsEngage.Liquid.Syntax;

namespace CsEngage.Liquid;

/// <summary>What a piece of a template is.</summary>
public enum LiquidPieceKind : byte
{
    /// <summary>Text that is written as it stands.</summary>
    Text,
    /// <summary><c>{{ … }}</c>.</summary>
    Output,
    /// <summary><c>{% … %}</c>, one of them; a block is its opening piece, what is inside, and its closing piece.</summary>
    Tag,
    /// <summary><c>{% raw %}…{% endraw %}</c> as a whole; the inside is text.</summary>
    Raw,
    /// <summary><c>{% comment %}…{% endcomment %}</c>, <c>{% doc %}…{% enddoc %}</c> or <c>{% # … %}</c> as a whole.</summary>
    Comment,
    /// <summary>An opening that is never closed; parsing such a template fails.</summary>
    Broken,
}

/// <summary>A piece of a template. All pieces in a row are the template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins, delimiters included.</param>
/// <param name="Length">How long it is, delimiters included.</param>
/// <param name="Name">The name of the tag, for a tag, raw or comment; otherwise empty.</param>
/// <param name="InnerStart">Where its inside begins: the markup of an output or tag, the body of raw, comment and doc; all of a text.</param>
/// <param name="InnerLength">How long the inside is.</param>
public readonly record struct LiquidPiece(LiquidPieceKind Kind, int Start, int Length, string Name, int InnerStart, int InnerLength)
{
    /// <summary>Where the next piece begins.</summary>
    public int End => Start + Length;

    /// <summary>The piece as it stands in the template.</summary>
    public string In(string template) => template.Substring(Start, Length);

    /// <summary>The inside as it stands in the template.</summary>
    public string Inner(string template) => template.Substring(InnerStart, InnerLength);
}

/// <summary>
/// Cuts a text into literal, output and tag pieces exactly where the parser does, so that whoever has to lift Liquid out of
/// another language (Markdown, CSS) and put it back later never needs a grammar of its own.
/// </summary>
public static class LiquidScanner
{
    /// <summary>The pieces of a text. Never fails: what cannot be understood is <see cref="LiquidPieceKind.Broken"/>.</summary>
    public static ImmutableArray<LiquidPiece> Scan(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = ImmutableArray.CreateBuilder<LiquidPiece>();
        var tokens = new Tokenizer(text);
        while (tokens.TryNext(out var token)) pieces.Add(Piece(text, token, ref tokens));
        return pieces.DrainToImmutable();
    }

    static LiquidPiece Piece(string text, Token token, ref Tokenizer tokens)
    {
        switch (token.Kind)
        {
            case TokenKind.Text:
                return Whole(LiquidPieceKind.Text, token.Start, token.End);
            case TokenKind.Output:
                var (from, to) = (token.Start + 2, token.End - 2);
                if (from < to && text[from] == '-') from++;
                if (to > from && text[to - 1] == '-') to--;
                return new(LiquidPieceKind.Output, token.Start, token.End - token.Start, "", from, to - from);
            case TokenKind.Tag when TagHead.TryRead(text, token.Start, token.End, out var head):
                return head.Name switch
                {
                    "#" => Tag(LiquidPieceKind.Comment, head),
                    "raw" => Block(LiquidPieceKind.Raw, text, head, ref tokens),
                    "comment" or "doc" => Block(LiquidPieceKind.Comment, text, head, ref tokens),
                    _ => Tag(LiquidPieceKind.Tag, head),
                };
            default:
                return Whole(LiquidPieceKind.Broken, token.Start, token.End);
        }
    }

    static LiquidPiece Whole(LiquidPieceKind kind, int start, int end) => new(kind, start, end - start, "", start, end - start);

    static LiquidPiece Tag(LiquidPieceKind kind, TagHead head) =>
        new(kind, head.Start, head.End - head.Start, head.Name, head.MarkupStart, head.MarkupEnd - head.MarkupStart);

    static LiquidPiece Block(LiquidPieceKind kind, string text, TagHead open, ref Tokenizer tokens)
    {
        var close = open.Name switch
        {
            "raw" => Verbatim.ToEnd(text, ref tokens, "endraw"),
            "doc" => Verbatim.ToEnd(text, ref tokens, "enddoc"),
            _ => Verbatim.ToEndOfComment(text, ref tokens),
        };
        return close is { } end
            ? new(kind, open.Start, end.End - open.Start, open.Name, open.End, end.Start - open.End)
            : new(LiquidPieceKind.Broken, open.Start, text.Length - open.Start, open.Name, open.End, text.Length - open.End);
    }
}
