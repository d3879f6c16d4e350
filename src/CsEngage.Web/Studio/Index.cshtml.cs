using System.Collections.Immutable;
using CsEngage.Store.Content;
using CsEngage.Web.Portal;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Studio;

/// <summary>One line of the library: a guide with the state of each of its locales.</summary>
public sealed record LibraryLine(string Key, string Title, string? Summary, ImmutableArray<Draft> Variants, DateTimeOffset SavedAt)
{
    public bool IsPublished => Variants.Any(variant => variant.Published is not null);

    public bool HasChanges => Variants.Any(variant => variant.State != "published");
}

public sealed class IndexModel(ContentShelf shelf) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public ImmutableArray<LibraryLine> Lines { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGet()
    {
        var locale = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var all = from entry in await shelf.All("guide")
                  where entry.Drafts.Length > 0
                  let shown = entry.Drafts.FirstOrDefault(draft => draft.Locale == locale) ?? entry.Drafts[0]
                  select new LibraryLine(entry.Item.Key, shown.Title, GuideFront.Parse(shown.Front).Summary, entry.Drafts, entry.Drafts.Max(draft => draft.SavedAt));
        var lines = all.ToList();
        Total = lines.Count;
        Lines =
        [
            .. lines.Where(line => string.IsNullOrWhiteSpace(Q) || Core.SearchRanking.Fold(line.Title + " " + line.Key).Contains(Core.SearchRanking.Fold(Q.Trim()), StringComparison.Ordinal))
                .Where(line => State switch { "draft" => line.HasChanges, "published" => line.IsPublished, _ => true })
                .OrderByDescending(line => line.SavedAt),
        ];
    }
}
