using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CsEngage.Core;

/// <summary>A piece of an extract.</summary>
/// <param name="Text">As the author wrote it.</param>
/// <param name="IsFound">Whether it is what was looked for.</param>
public sealed record ExtractPiece(string Text, bool IsFound);

/// <summary>
/// The place in a text at which a search was found, as it is written there: in its own letters and widths, cut between words, with an ellipsis
/// where something is left out.
/// </summary>
/// <param name="Pieces">What was found and what stands around it, in order.</param>
public sealed record SearchExtract(ImmutableArray<ExtractPiece> Pieces)
{
    const int Before = 40;
    const int Whole = 160;
    const int Reach = 24;

    /// <summary>The whole extract as one text.</summary>
    public override string ToString() => string.Concat(Pieces.Select(piece => piece.Text));

    /// <summary>The extract of a text.</summary>
    /// <param name="text">As written.</param>
    /// <param name="words">Folded words or pieces of a search (<see cref="SearchRanking"/>).</param>
    public static SearchExtract Of(string text, ImmutableArray<string> words)
    {
        var plain = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var (folded, places) = Fold(plain);
        var first = words.Select(word => folded.IndexOf(word, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = places[first] <= Before ? 0 : Back(plain, places[first] - Before);
        var end = start + Whole >= plain.Length ? plain.Length : On(plain, start + Whole);

        var pieces = ImmutableArray.CreateBuilder<ExtractPiece>();
        if (start > 0) pieces.Add(new("…", IsFound: false));
        for (var at = start; at < end;)
        {
            var (from, to) = Next(folded, places, words, at, end);
            if (from > at) pieces.Add(new(plain[at..from], IsFound: false));
            if (to > from) pieces.Add(new(plain[from..to], IsFound: true));
            at = Math.Max(to, from);
        }
        if (end < plain.Length) pieces.Add(new("…", IsFound: false));
        return new(pieces.DrainToImmutable());
    }

    /// <summary>The next find at or after a place of the text; the end where there is none.</summary>
    static (int From, int To) Next(string folded, int[] places, ImmutableArray<string> words, int at, int end)
    {
        var from = Array.BinarySearch(places, at);
        var (start, best, length) = (from < 0 ? ~from : First(places, from), int.MaxValue, 0);
        foreach (var word in words)
            if (start < folded.Length && folded.IndexOf(word, start, StringComparison.Ordinal) is >= 0 and var found && (found < best || (found == best && word.Length > length))) (best, length) = (found, word.Length);
        if (best == int.MaxValue || places[best] >= end) return (end, end);
        // One written sign may fold to several: what was found ends with the whole of the last.
        var last = best + length;
        while (last < folded.Length && places[last] == places[last - 1]) last++;
        return (places[best], Math.Min(end, places[last]));
    }

    static int First(int[] places, int at)
    {
        while (at > 0 && places[at - 1] == places[at]) at--;
        return at;
    }

    /// <summary>The text folded sign by sign, and for each unit of that where the sign begins in the text; one entry more for the end.</summary>
    static (string Folded, int[] Places) Fold(string text)
    {
        var (folded, places) = (new StringBuilder(text.Length), new List<int>(text.Length + 1));
        // Half-width ﾃﾞ is two characters and one sign: it becomes デ only as a whole.
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            var sign = SearchRanking.Fold(text.Substring(at, length));
            folded.Append(sign);
            for (var i = 0; i < sign.Length; i++) places.Add(at);
            at += length;
        }
        places.Add(text.Length);
        return (folded.ToString(), [.. places]);
    }

    static int Back(string text, int at)
    {
        for (var back = at; back > Math.Max(0, at - Reach); back--)
            if (IsBetweenWords(text, back)) return back;
        return at;
    }

    static int On(string text, int at)
    {
        for (var on = at; on < Math.Min(text.Length, at + Reach); on++)
            if (IsBetweenWords(text, on)) return on;
        return Math.Min(text.Length, at + Reach);
    }

    // Japanese has no spaces: it may be cut between any two signs, other scripts only between words.
    static bool IsBetweenWords(string text, int at) => at <= 0 || at >= text.Length
        || (!char.IsLowSurrogate(text[at]) && !IsMark(text[at]) && !(IsOfWord(text[at - 1]) && IsOfWord(text[at])));

    static bool IsOfWord(char letter) => letter < '\u3000' && (char.IsLetterOrDigit(letter) || letter is '\'' or '’' or '-');

    static bool IsMark(char letter) => letter is 'ー' or '。' or '、' or 'ﾞ' or 'ﾟ' or ' ' || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark;
}
