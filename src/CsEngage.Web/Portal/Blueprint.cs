using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Portal;

/// <summary>One entry of a portal's navigation.</summary>
/// <param name="To">plan, guides, community, page:key, guide:key or tag:key.</param>
sealed record NavigationEntry(LocalizedText Title, string To);

/// <summary>What a portal is made from: the parts of a blueprint's document that the portal shows.</summary>
/// <param name="Home">The blocks of its home page.</param>
sealed record Blueprint(ImmutableArray<string> Guides, ImmutableArray<NavigationEntry> Navigation, ImmutableArray<string> Journeys, string? Theme, ImmutableArray<PageBlock> Home)
{
    public static readonly Blueprint Empty = new([], [], [], null, []);

    /// <summary>What the audiences of the home page's blocks read.</summary>
    public RuleNeeds Audiences { get; } = AudiencesOf(Home);

    /// <summary>What the whole home page reads of its reader, as far as signals tell it.</summary>
    public RuleNeeds Needs { get; } = NeedsOf(Home);

    /// <summary>A version is parsed once, and what is kept for it is found by it on every page: it is itself and nothing else.</summary>
    public bool Equals(Blueprint? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    static RuleNeeds AudiencesOf(ImmutableArray<PageBlock> home) => home.Aggregate(RuleNeeds.None, (sum, block) => block.Audience is { } rule ? sum.And(rule.Needs) : sum);

    static RuleNeeds NeedsOf(ImmutableArray<PageBlock> home) => AudiencesOf(home) is { IsOfSignals: true } audiences ? NextCard.Needs.And(audiences) : NextCard.Needs;

    public static Blueprint Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new Blueprint(
            Texts(root, "guides"),
            [.. Items(root, "navigation").Select(entry => new NavigationEntry(Localized(entry, "title"), entry.GetProperty("to").GetString()!))],
            Texts(root, "journeys"),
            root.TryGetProperty("theme", out var theme) && theme.ValueKind == JsonValueKind.Object && theme.TryGetProperty("name", out var name) ? name.GetString() : null,
            HomeOf(root));
    }

    // The page of that key, else the first that is written here.
    static ImmutableArray<PageBlock> HomeOf(JsonElement root)
    {
        var pages = Items(root, "pages").Where(page => page.ValueKind == JsonValueKind.Object).ToList();
        var home = pages.FirstOrDefault(page => page.TryGetProperty("key", out var key) && key.GetString() == "home");
        if (home.ValueKind == JsonValueKind.Undefined) home = pages.FirstOrDefault();
        return home.ValueKind == JsonValueKind.Undefined ? [] : [.. Items(home, "blocks").Select(PageBlock.Parse).OfType<PageBlock>()];
    }

    static JsonElement[] Items(JsonElement root, string name) => root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    static ImmutableArray<string> Texts(JsonElement root, string name) => [.. Items(root, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    static LocalizedText Localized(JsonElement entry, string name) => entry.GetProperty(name) is var title && title.ValueKind == JsonValueKind.String
        ? LocalizedText.Of(title.GetString()!)
        : new LocalizedText(title.EnumerateObject().ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal));
}

/// <summary>Blueprint versions, parsed once: a version never changes.</summary>
sealed class Blueprints(DefinitionShelf shelf)
{
    readonly ConcurrentDictionary<(string Key, int Number), Blueprint> known = new();

    /// <summary>What new portals are made from now.</summary>
    public async Task<ImmutableArray<(string Key, Blueprint Blueprint)>> InForce() =>
        [.. (await shelf.InForce("blueprint")).Select(version => (version.Key, known.GetOrAdd((version.Key, version.Number), _ => Blueprint.Parse(version.Json))))];

    public async Task<Blueprint> Of(Store.Content.Portal portal)
    {
        if (known.TryGetValue((portal.Blueprint, portal.BlueprintVersion), out var blueprint)) return blueprint;
        if (await shelf.Version("blueprint", portal.Blueprint, portal.BlueprintVersion) is not { } version) return Blueprint.Empty;
        return known[(portal.Blueprint, portal.BlueprintVersion)] = Blueprint.Parse(version.Json);
    }
}
