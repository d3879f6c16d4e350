using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Web.Studio.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Studio;

/// <summary>One line of the library.</summary>
/// <param name="Found">Where the words that were looked for stand in the text, if not in the title.</param>
public sealed record LibraryLine(Shelved Shelved, SearchExtract? Found);

/// <summary>Everything that authors wrote, of every kind, found by title, key or text in any language.</summary>
public sealed class IndexModel(Shelves shelves) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Locale { get; set; }

    public ImmutableArray<LibraryLine> Lines { get; private set; } = [];

    /// <summary>How many there are of each kind.</summary>
    public ImmutableDictionary<string, int> Counts { get; private set; } = ImmutableDictionary<string, int>.Empty;

    public int Total { get; private set; }

    public async Task OnGet()
    {
        var all = await shelves.All();
        Counts = all.GroupBy(one => one.Kind.Key, StringComparer.Ordinal).ToImmutableDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        Total = all.Length;
        var words = SearchRanking.Words(Q ?? "");
        Lines =
        [
            .. all.Where(one => string.IsNullOrEmpty(Kind) || one.Kind.Key == Kind)
                .Where(one => State switch { "draft" => one.HasChanges, "published" => one.IsPublished, _ => true })
                .Where(one => string.IsNullOrEmpty(Locale) || !one.Titles.Texts.ContainsKey(Locale))
                .Select(one => Found(one, words)).OfType<LibraryLine>()
                .OrderByDescending(line => line.Found is null).ThenByDescending(line => line.Shelved.ChangedAt).ThenBy(line => line.Shelved.Key, StringComparer.Ordinal),
        ];
    }

    static LibraryLine? Found(Shelved one, ImmutableArray<string> words)
    {
        if (words.IsEmpty) return new(one, null);
        var head = SearchRanking.Fold($"{string.Join(' ', one.Titles.Texts.Values)} {one.Key} {one.Summary}");
        if (words.All(word => head.Contains(word, StringComparison.Ordinal))) return new(one, null);
        var text = one.Texts().FirstOrDefault(text => SearchRanking.Fold(text) is var folded && words.All(word => folded.Contains(word, StringComparison.Ordinal) || head.Contains(word, StringComparison.Ordinal)));
        return text is null ? null : new(one, SearchExtract.Of(text, words));
    }
}
