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
/// <param name="Extract">A piece of the folded body around the first word.</param>
public sealed record SearchHit(SearchText Text, double Score, string Extract);

/// <summary>How searches are read and results ordered; here, so that both databases give the same rows in the same order.</summary>
public static class SearchRanking
{
    const int MostWords = 8;
    const int ExtractLength = 160;

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
            .Select(text => new SearchHit(text, Score(words, text), Extract(words, text.Body)))
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

    static string Extract(ImmutableArray<string> words, string body)
    {
        var at = words.Select(word => body.IndexOf(word, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(0).Min();
        var start = Math.Max(0, at - (ExtractLength / 4));
        // Never cut a character of two code units in half.
        if (start > 0 && start < body.Length && char.IsLowSurrogate(body[start])) start--;
        var end = Math.Min(body.Length, start + ExtractLength);
        if (end < body.Length && char.IsLowSurrogate(body[end])) end--;
        return body[start..end].Trim();
    }
}
