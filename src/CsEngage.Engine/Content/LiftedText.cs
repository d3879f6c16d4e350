using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsEngage.Core;

namespace CsEngage.Engine.Content;

enum LiquidPart { Value, Tag, Raw, Comment }

/// <summary>One <c>{{ … }}</c> or <c>{% … %}</c> as it stood in the source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">Exactly what was written.</param>
/// <param name="Name">Name of a tag: if, endfor, assign; empty for values.</param>
/// <param name="Line">1-based line of the source on which it starts.</param>
sealed record LiquidToken(LiquidPart Kind, string Source, string Name, int Line);

/// <summary>
/// A source whose Liquid was lifted out. Each token is a word of letters that Markdown has no opinion about, so that neither
/// language ever reads the other's punctuation: no pipe of a filter splits a table, no value closes a link.
/// </summary>
sealed class LiftedText
{
    /// <summary>Length of every word.</summary>
    public const int Width = 16;
    const int LongestToken = 4096;
    readonly List<LiquidToken> tokens = [];
    readonly List<int> linesLost = [];
    readonly string prefix;
    Dictionary<string, Queue<(int Start, int End)>>? wholeEnds;

    LiftedText(string source) => prefix = FreeWord(source);

    public string Text { get; private set; } = "";

    public char FirstLetter => prefix[0];

    public ImmutableArray<LiquidToken> Tokens => [.. tokens];

    public static LiftedText From(string source)
    {
        var lifted = new LiftedText(source);
        lifted.Text = lifted.Lift(source);
        return lifted;
    }

    /// <summary>A token of our own, such as the address of a guide, as a word to be put back later.</summary>
    public string Add(string liquid)
    {
        tokens.Add(new(liquid.StartsWith("{%", StringComparison.Ordinal) ? LiquidPart.Tag : LiquidPart.Value, liquid, "", 0));
        return Word(tokens.Count - 1);
    }

    /// <summary>Whether a word of ours starts here, and which.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out LiquidToken token)
    {
        token = null!;
        if (text.Length < Width || !text.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var index = 0;
        foreach (var letter in text[prefix.Length..Width])
        {
            if (letter is < 'a' or > 'p') return false;
            index = index * 16 + (letter - 'a');
        }
        if (index >= tokens.Count) return false;
        token = tokens[index];
        return true;
    }

    /// <summary>The text with every word replaced by what <paramref name="put"/> makes of its token, the rest by <paramref name="literal"/>.</summary>
    public string PutBack(string text, Func<LiquidToken, string> put, Func<string, string> literal)
    {
        var result = new StringBuilder(text.Length + 64);
        var done = 0;
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at, StringComparison.Ordinal))
        {
            if (!TryRead(text.AsSpan(at), out var token)) { at += prefix.Length; if (at >= text.Length) break; continue; }
            result.Append(literal(text[done..at])).Append(put(token));
            done = at += Width;
        }
        return result.Append(literal(text[done..])).ToString();
    }

    /// <summary>The tokens in a text, in order.</summary>
    public IEnumerable<LiquidToken> In(string text)
    {
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at, StringComparison.Ordinal))
        {
            if (TryRead(text.AsSpan(at), out var token)) { yield return token; at += Width; }
            else at += prefix.Length;
            if (at >= text.Length) yield break;
        }
    }

    /// <summary>The text as its author wrote it.</summary>
    public string Original(string text) => PutBack(text, token => token.Source, rest => rest);

    /// <summary>The text without any token: for identifiers and word counts.</summary>
    public string Plain(string text) => PutBack(text, _ => "", rest => rest);

    /// <summary>The source's line for a 0-based line of <see cref="Text"/>.</summary>
    public int SourceLine(int line) => line + 1 + (line < linesLost.Count ? linesLost[line] : linesLost.LastOrDefault());

    string Lift(string source)
    {
        var text = new StringBuilder(source.Length);
        int at = 0, line = 1, lost = 0;
        while (at < source.Length)
        {
            var end = source[at] == '{' ? EndOfToken(source, at) : -1;
            if (end < 0)
            {
                text.Append(source[at]);
                if (source[at++] == '\n') { line++; linesLost.Add(lost); }
                continue;
            }
            var token = Read(source[at..end], line);
            tokens.Add(token);
            if (tokens.Count > 0xffff) throw new ContentException(Sentence.Of("This text has more than 65,535 Liquid tags; split it."), line);
            text.Append(Word(tokens.Count - 1));
            var lines = source.AsSpan(at, end - at).Count('\n');
            lost += lines;
            line += lines;
            at = end;
        }
        linesLost.Add(lost);
        return text.ToString();
    }

    static LiquidToken Read(string source, int line)
    {
        if (source[1] == '{') return new(LiquidPart.Value, source, "", line);
        var name = NameOf(source);
        return new(name switch { "raw" => LiquidPart.Raw, "comment" or "doc" => LiquidPart.Comment, _ => LiquidPart.Tag }, source, name, line);
    }

    static string NameOf(string tag)
    {
        var inside = tag.AsSpan(2).TrimStart('-').TrimStart();
        var length = 0;
        while (length < inside.Length && (char.IsAsciiLetterOrDigit(inside[length]) || inside[length] is '_' or '#')) length++;
        return inside[..length].ToString();
    }

    /// <summary>
    /// Where the token that starts at <paramref name="at"/> ends, or -1 when it is not one. A back-tick or an empty line inside means
    /// that somebody writes <em>about</em> Liquid, not in it.
    /// </summary>
    int EndOfToken(string source, int at)
    {
        if (at + 1 >= source.Length || source[at + 1] is not ('{' or '%')) return -1;
        var isValue = source[at + 1] == '{';
        var window = source.AsSpan(at, Math.Min(LongestToken, source.Length - at));
        var length = window[2..].IndexOf(isValue ? "}}" : "%}");
        if (length < 0) return -1;
        var inside = window.Slice(2, length);
        if (inside.Contains('`') || (isValue && inside.Contains("\n\n", StringComparison.Ordinal))) return -1;
        var end = at + length + 4;
        return isValue ? end : EndOfWhole(source, at, end);
    }

    // raw, comment and doc are lifted up to their end tag: what stands inside is not Liquid.
    int EndOfWhole(string source, int at, int end)
    {
        var name = NameOf(source[at..end]);
        if (name is not ("raw" or "comment" or "doc")) return end;
        var ends = wholeEnds ??= WholeEnds(source);
        if (!ends.TryGetValue("end" + name, out var found)) return end;
        while (found.TryPeek(out var next) && next.Start < end) found.Dequeue();
        return found.TryPeek(out var close) ? close.End : end;
    }

    static Dictionary<string, Queue<(int Start, int End)>> WholeEnds(string source)
    {
        var ends = new Dictionary<string, Queue<(int, int)>>(StringComparer.Ordinal);
        for (var at = source.IndexOf("{%", StringComparison.Ordinal); at >= 0; at = source.IndexOf("{%", at + 2, StringComparison.Ordinal))
        {
            var window = source.AsSpan(at, Math.Min(64, source.Length - at));
            var length = window.IndexOf("%}");
            if (length < 0) continue;
            var name = NameOf(source.Substring(at, length + 2));
            if (name is not ("endraw" or "endcomment" or "enddoc")) continue;
            if (!ends.TryGetValue(name, out var found)) ends[name] = found = new();
            found.Enqueue((at, at + length + 2));
        }
        return ends;
    }

    string Word(int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{(char)('a' + (index >> 12))}{(char)('a' + (index >> 8 & 15))}{(char)('a' + (index >> 4 & 15))}{(char)('a' + (index & 15))}");

    static string FreeWord(string source)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(source));
        for (var at = 0; at + 5 <= hash.Length; at++)
        {
            var word = "Zq" + string.Concat(hash.AsSpan(at, 5).ToArray().Select(b => $"{(char)('a' + (b >> 4))}{(char)('a' + (b & 15))}"));
            if (!source.Contains(word, StringComparison.Ordinal)) return word;
        }
        throw new ContentException(Sentence.Of("This text cannot be told apart from its own placeholders; change any word of it."));
    }
}
