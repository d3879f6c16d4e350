namespace CsEngage.Liquid.Syntax;

/// <summary>The blocks whose inside is not parsed: raw, doc and comment.</summary>
static class Verbatim
{
    /// <summary>Moves behind the closing tag of that name; null when there is none.</summary>
    internal static TagHead? ToEnd(string text, ref Tokenizer tokens, string end)
    {
        while (tokens.TryNext(out var token))
            if (TagHead.TryReadLast(text, token, out var head) && head.Name == end) return head;
        return null;
    }

    /// <summary>Moves behind the matching <c>endcomment</c>: comments nest, and raw inside a comment hides what it holds.</summary>
    internal static TagHead? ToEndOfComment(string text, ref Tokenizer tokens)
    {
        var depth = 1;
        while (tokens.TryNext(out var token))
        {
            if (token.Kind != TokenKind.Tag || !TagHead.TryRead(text, token.Start, token.End, out var head)) continue;
            switch (head.Name)
            {
                case "raw" when ToEnd(text, ref tokens, "endraw") is null: return null;
                case "comment": depth++; break;
                case "endcomment" when --depth == 0: return head;
            }
        }
        return null;
    }
}
