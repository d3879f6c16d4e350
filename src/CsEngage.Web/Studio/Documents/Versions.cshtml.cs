using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Documents;

/// <summary>One state of a document that can be compared: a version, or the draft.</summary>
/// <param name="Number">0 is the draft.</param>
/// <param name="Parts">What it says, by the name of each part.</param>
public sealed record Edition(int Number, DateTimeOffset At, ImmutableArray<(string Name, string Text)> Parts);

/// <summary>What became of one part of a document.</summary>
/// <param name="Stretches">Lines in a row, each with what became of its words; those far from any change are folded.</param>
public sealed record PartDiff(string Name, ImmutableArray<(ImmutableArray<ImmutableArray<DiffPart>> Lines, bool IsFolded)> Stretches, int Deleted, int Inserted);

/// <summary>Two versions of a document beside each other in one text: what went, what came. For guides and templates a version can be made the draft again.</summary>
public sealed class VersionsModel(ContentShelf content, DefinitionShelf definitions, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    // Lines of the same around a change, by which one sees where it is.
    const int Around = 2;

    [FromRoute]
    public string Shelf { get; set; } = "";

    [FromRoute]
    public string Key { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Locale { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? To { get; set; }

    public DocumentKind Kind { get; private set; } = null!;

    public string Title { get; private set; } = "";

    /// <summary>The language of the text; null for documents that hold all of them.</summary>
    public string? Language { get; private set; }

    public ImmutableArray<string> Locales { get; private set; } = [];

    /// <summary>Newest first; the draft before all, where it says something else.</summary>
    public ImmutableArray<Edition> Editions { get; private set; } = [];

    public Edition? Earlier { get; private set; }

    public Edition? Later { get; private set; }

    public int? InForce { get; private set; }

    public int DraftVersion { get; private set; }

    public ImmutableArray<PartDiff> Parts { get; private set; } = [];

    public string Address => Kind.AddressOf(Key) + (Language is null ? "" : $"?locale={Language}");

    public bool MayRestore => Language is not null && Later is { Number: > 0 } && Kind.MayWrite(User);

    public async Task<IActionResult> OnGet()
    {
        if (!await Load()) return NotFound();
        // What is to come is asked for most: what readers see now against the draft, else the last change.
        Later = Editions.FirstOrDefault(one => one.Number == To) ?? Editions.FirstOrDefault();
        Earlier = Editions.FirstOrDefault(one => one.Number == From) ?? (Later is { Number: 0 } ? Editions.FirstOrDefault(one => one.Number == InForce) : null) ?? Editions.SkipWhile(one => one != Later).Skip(1).FirstOrDefault() ?? Later;
        if (Earlier is null || Later is null) return Page();
        Parts =
        [
            .. from name in Earlier.Parts.Select(part => part.Name).Union(Later.Parts.Select(part => part.Name), StringComparer.Ordinal)
               let diff = WordDiff.Of(TextOf(Earlier, name), TextOf(Later, name))
               select new PartDiff(name, Stretches(WordDiff.ByLine(diff)), diff.Count(part => part.Kind == DiffKind.Deleted), diff.Count(part => part.Kind == DiffKind.Inserted)),
        ];
        return Page();
    }

    /// <summary>An earlier text becomes the draft again; publishing it makes a new version, so that nothing is lost.</summary>
    public async Task<IActionResult> OnPostRestore(int number, int version)
    {
        if (!await Load() || Language is null || await content.Find(Kind.Key, Key) is not { } item) return NotFound();
        if (!Kind.MayWrite(User)) return Forbid();
        if (await content.Draft(item.Id, Language) is not { } draft || await content.Version(item.Id, Language, number) is not { } past) return NotFound();
        var saved = await content.SaveDraft(draft with
        {
            Version = version, Title = past.Title, Slug = past.Slug, Body = past.Body, Front = past.Front, State = "draft", SavedAt = clock.GetUtcNow(), SavedBy = $"staff:{User.StaffId()}",
        });
        TempData[saved is null ? "Refused" : "Said"] = (saved is null ? words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."] : words["Version {0} is the draft now. Publish it when it is right.", number]).Value;
        return LocalRedirect(Address);
    }

    async Task<bool> Load()
    {
        if (DocumentKind.At(Shelf) is not { } kind) return false;
        Kind = kind;
        return kind.IsDefinition ? await LoadDefinition() : await LoadText();
    }

    async Task<bool> LoadDefinition()
    {
        if (await definitions.Find(Kind.Key, Key) is not { } document) return false;
        (Title, InForce, DraftVersion) = (Kind.TitleOf(document).In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), document.Published, document.DraftVersion);
        var versions = await definitions.Versions(Kind.Key, Key);
        Editions = [.. versions.Select(version => new Edition(version.Number, version.PublishedAt, Written(version.Json)))];
        if (versions.FirstOrDefault(version => version.Number == document.Published)?.Json != document.Draft) Editions = Editions.Insert(0, new(0, document.ChangedAt, Written(document.Draft)));
        return true;
    }

    async Task<bool> LoadText()
    {
        if (await content.Find(Kind.Key, Key) is not { } item) return false;
        var drafts = (await content.All(Kind.Key, archived: true)).First(entry => entry.Item.Id == item.Id).Drafts;
        Locales = [.. drafts.Select(draft => draft.Locale)];
        var mine = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if ((drafts.FirstOrDefault(draft => draft.Locale == Locale) ?? drafts.FirstOrDefault(draft => draft.Locale == mine) ?? drafts.FirstOrDefault()) is not { } open) return false;
        (Title, Language, InForce, DraftVersion) = (open.Title, open.Locale, open.Published, open.Version);
        Editions = [.. (await content.Versions(item.Id, open.Locale)).Select(version => new Edition(version.Number, version.CreatedAt, Written(version.Title, version.Slug, version.Front, version.Body)))];
        if (open.State != "published") Editions = Editions.Insert(0, new(0, open.SavedAt, Written(open.Title, open.Slug, open.Front, open.Body)));
        return true;
    }

    static ImmutableArray<(string, string)> Written(string json) => [("", YamlText.Write(JsonNode.Parse(json)))];

    static ImmutableArray<(string, string)> Written(string title, string slug, string front, string body)
    {
        var fields = JsonNode.Parse(front.Length == 0 ? "{}" : front) as JsonObject ?? [];
        // Title and address have a place of their own beside the front matter.
        fields.Remove("title");
        fields.Remove("subject");
        fields["slug"] = slug;
        return [(Words.Key("Title"), title), (Words.Key("Text"), body), (Words.Key("Fields"), YamlText.Write(fields))];
    }

    static string TextOf(Edition edition, string name) => edition.Parts.FirstOrDefault(part => part.Name == name).Text ?? "";

    static ImmutableArray<(ImmutableArray<ImmutableArray<DiffPart>> Lines, bool IsFolded)> Stretches(ImmutableArray<ImmutableArray<DiffPart>> lines)
    {
        var near = new bool[lines.Length];
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].Any(part => part.Kind != DiffKind.Same))
                for (var j = Math.Max(0, i - Around); j <= Math.Min(lines.Length - 1, i + Around); j++) near[j] = true;
        var stretches = ImmutableArray.CreateBuilder<(ImmutableArray<ImmutableArray<DiffPart>>, bool)>();
        for (var (at, start) = (0, 0); start < lines.Length; start = at)
        {
            while (at < lines.Length && near[at] == near[start]) at++;
            stretches.Add((lines[start..at], !near[start]));
        }
        return stretches.ToImmutable();
    }
}
