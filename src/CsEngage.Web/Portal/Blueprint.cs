using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Portal;

/// <summary>One entry of a portal's navigation.</summary>
/// <param name="To">plan, guides, search, page:key, guide:key, tag:key or an https address; null for a heading.</param>
/// <param name="Children">What stands below it.</param>
sealed record NavigationEntry(LocalizedText Title, string? To, ImmutableArray<NavigationEntry> Children);

/// <summary>What a portal is made from: the parts of a blueprint's document that the portal shows.</summary>
/// <param name="Home">The blocks of its home page.</param>
/// <param name="Pages">Its further pages.</param>
/// <param name="PageKeys">Pages that stand in documents of their own.</param>
sealed record Blueprint(
    BlueprintGuides Guides, ImmutableArray<NavigationEntry> Navigation, PortalLook Look, PageBlocks Home, ImmutableArray<BlueprintPage> Pages, ImmutableArray<string> PageKeys)
{
    public static readonly Blueprint Empty = new(BlueprintGuides.None, [], PortalLook.None, new("", PageBlock.Usual), [], []);

    /// <summary>A version is parsed once, and what is kept for it is found by it on every page: it is itself and nothing else.</summary>
    public bool Equals(Blueprint? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <param name="origin">The document with its version.</param>
    public static Blueprint Parse(string json, string origin)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var pages = Items(root, "pages").Where(page => page.ValueKind == JsonValueKind.Object).ToList();
        // The page of that key, else the first that is written here.
        var home = Math.Max(0, pages.FindIndex(page => PageBlock.Text(page, "key") == "home"));
        return new Blueprint(
            BlueprintGuides.Parse(root), Entries(root, "navigation"),
            root.TryGetProperty("theme", out var theme) ? PortalLook.Parse(theme) : PortalLook.None,
            new PageBlocks(origin, pages.Count > home && PageBlock.All(pages[home]) is { IsEmpty: false } blocks ? blocks : PageBlock.Usual),
            [.. pages.Where((_, at) => at != home).Select(page => BlueprintPage.Parse(page, origin)).OfType<BlueprintPage>()], PageBlock.Texts(root, "pages"));
    }

    static JsonElement[] Items(JsonElement root, string name) => root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    static ImmutableArray<NavigationEntry> Entries(JsonElement root, string name) =>
        [.. Items(root, name).Select(entry => new NavigationEntry(PageBlock.Localized(entry, "title"), PageBlock.Text(entry, "to"), Entries(entry, "children")))];
}

/// <summary>Blueprint versions, parsed once: a version never changes. Pages that stand in documents of their own are those in force.</summary>
sealed class Blueprints : IDisposable
{
    readonly DefinitionShelf shelf;
    readonly ConcurrentDictionary<(string Key, int Number), Blueprint> known = new();
    readonly Remembered<PagesInForce> pages;

    public Blueprints(DefinitionShelf shelf, WakeUp wakeUp)
    {
        this.shelf = shelf;
        pages = new(wakeUp, "definitions", ReadPages);
    }

    /// <summary>What new portals are made from now.</summary>
    public async Task<ImmutableArray<(string Key, Blueprint Blueprint)>> InForce() =>
        [.. (await shelf.InForce("blueprint")).Select(version => (version.Key, Parsed(version)))];

    public async Task<Blueprint> Of(Store.Content.Portal portal)
    {
        if (known.TryGetValue((portal.Blueprint, portal.BlueprintVersion), out var blueprint)) return blueprint;
        return await shelf.Version("blueprint", portal.Blueprint, portal.BlueprintVersion) is { } version ? Parsed(version) : Blueprint.Empty;
    }

    /// <summary>The pages that portals of this blueprint have beside their home, whoever may see them.</summary>
    public async ValueTask<PageSet> Pages(Blueprint blueprint) => blueprint is { Pages.IsEmpty: true, PageKeys.IsEmpty: true } ? PageSet.None : (await pages.Value()).Of(blueprint);

    Blueprint Parsed(DefinitionVersion version) => known.GetOrAdd((version.Key, version.Number), _ => Blueprint.Parse(version.Json, $"{version.Key}.{version.Number}"));

    async Task<PagesInForce> ReadPages()
    {
        var all = new Dictionary<string, BlueprintPage>(StringComparer.Ordinal);
        foreach (var version in await shelf.InForce("page"))
        {
            using var document = JsonDocument.Parse(version.Json);
            if (BlueprintPage.Parse(document.RootElement, $"page.{version.Key}.{version.Number}") is { } page) all[version.Key] = page;
        }
        return new(all.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public void Dispose() => pages.Dispose();

    sealed class PagesInForce(FrozenDictionary<string, BlueprintPage> alone)
    {
        readonly ConditionalWeakTable<Blueprint, PageSet> sets = [];

        public PageSet Of(Blueprint blueprint) => sets.GetValue(blueprint, one => new([.. one.Pages, .. one.PageKeys.Select(key => alone.GetValueOrDefault(key)).OfType<BlueprintPage>()]));
    }
}
