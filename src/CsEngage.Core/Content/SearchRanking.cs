using System.Collections.Immutable;
using System.Text;

namespace CsEngage.Core;

/// <summary>A text in which all words of a search were found.</summary>
/// <param name="Id">Whose text it is; decides between equals.</param>
/// <param name="Title">Folded title.</param>
/// <param name="Body">Folded plain text.</param>
public sealed record SearchText(string Id, string Title, string Body);

/// <summary>A found text at its place.</summary>
/// <param name="Text">The text.</param>
/// <param name="Score">Higher is better.</param>
public sealed record SearchHit(SearchText Text, double Score);

/// <summary>How searches are read and results ordered; here, so that both databases give the same rows in the same order.</summary>
public static class SearchRanking
{
    const int MostWords = 8;
    const int MostPieces = 24;
    const double Enough = 0.6;

    /// <summary>Folded for comparison: NFKC, so that half and full width are one, and lower case.</summary>
    public static string Fold(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>The words of a query, folded, at most eight; any white space, also the wide one of Japanese, parts them.</summary>
    public static ImmutableArray<string> Words(string query) =>
        [.. Fold(query).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostWords)];

    /// <summary>
    /// Texts that hold every word, best first: a word at the start of the title counts 8, elsewhere in the title 5, in the body up to 2 by how early
    /// and up to 1 by how often it comes; the whole query as one phrase counts again. Equals stand by id.
    /// </summary>
    public static ImmutableArray<SearchHit> Rank(ImmutableArray<string> words, IEnumerable<SearchText> texts) => words.IsEmpty ? [] :
        [.. texts.Where(text => words.All(word => Holds(text.Title, word) || Holds(text.Body, word)))
            .Select(text => new SearchHit(text, Score(words, text)))
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Text.Title.Length).ThenBy(hit => hit.Text.Id, StringComparer.Ordinal)];

    static double Score(ImmutableArray<string> words, SearchText text)
    {
        var score = words.Sum(word => InTitle(text.Title, word) + InBody(text.Body, word));
        if (words.Length < 2) return score;
        var phrase = string.Join(' ', words);
        return score + InTitle(text.Title, phrase) + (Holds(text.Body, phrase) ? 2 : 0);
    }

    static double InTitle(string title, string word) => title.IndexOf(word, StringComparison.Ordinal) switch { < 0 => 0, 0 => 8, _ => 5 };

    static double InBody(string body, string word)
    {
        var at = body.IndexOf(word, StringComparison.Ordinal);
        if (at < 0) return 0;
        var count = 0;
        for (var next = at; next >= 0 && count < 10; next = body.IndexOf(word, next + word.Length, StringComparison.Ordinal)) count++;
        return (2.0 * (1 - ((double)at / (body.Length + 1)))) + (count / 10.0);
    }

    static bool Holds(string text, string word) => text.Contains(word, StringComparison.Ordinal);

    /// <summary>
    /// The pieces of a query for a second, looser look, when nothing holds its words as they are written. Japanese is written without spaces, so it is
    /// parted where the script changes ("チームの招待" is チーム and 招待; the particle says nothing), and a long run of kanji into pairs
    /// ("契約更新" finds 契約の更新). Empty when there is nothing looser to look for.
    /// </summary>
    public static ImmutableArray<string> Pieces(ImmutableArray<string> words)
    {
        var pieces = words.SelectMany(PiecesOf).Distinct(StringComparer.Ordinal).Take(MostPieces).ToImmutableArray();
        return pieces.SequenceEqual(words) ? [] : pieces;
    }

    /// <summary>Texts that hold at least three of five pieces, those with the most of them first, then as <see cref="Rank"/> orders them.</summary>
    public static ImmutableArray<SearchHit> RankLoosely(ImmutableArray<string> pieces, IEnumerable<SearchText> texts) => pieces.IsEmpty ? [] :
        [.. texts.Select(text => (Hit: new SearchHit(text, Score(Held(text, pieces), text)), Held: Held(text, pieces).Length)).Where(one => one.Held >= Enough * pieces.Length)
            .OrderByDescending(one => one.Held).ThenByDescending(one => one.Hit.Score).ThenBy(one => one.Hit.Text.Title.Length).ThenBy(one => one.Hit.Text.Id, StringComparer.Ordinal).Select(one => one.Hit)];

    static ImmutableArray<string> Held(SearchText text, ImmutableArray<string> pieces) => [.. pieces.Where(piece => Holds(text.Title, piece) || Holds(text.Body, piece))];

    enum Script { Other, Latin, Hiragana, Katakana, Kanji }

    static IEnumerable<string> PiecesOf(string word)
    {
        for (var at = 0; at < word.Length;)
        {
            var (start, script) = (at, ScriptOf(word[at]));
            while (at < word.Length && (ScriptOf(word[at]) == script || (script == Script.Katakana && word[at] == 'ー'))) at++;
            var run = word[start..at];
            switch (script)
            {
                case Script.Kanji when run.Length > 2:
                    for (var pair = 0; pair + 2 <= run.Length; pair++) yield return run.Substring(pair, 2);
                    break;
                // Particles and endings say little; a longer run of hiragana is a word.
                case Script.Hiragana when run.Length < 3 && run.Length < word.Length: break;
                case Script.Other when run.Length < word.Length: break;
                default: yield return run; break;
            }
        }
    }

    static Script ScriptOf(char letter) => letter switch
    {
        >= '\u3041' and <= '\u309f' => Script.Hiragana,
        >= '\u30a0' and <= '\u30ff' => Script.Katakana,
        >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or '々' => Script.Kanji,
        _ => char.IsLetterOrDigit(letter) ? Script.Latin : Script.Other,
    };
}
