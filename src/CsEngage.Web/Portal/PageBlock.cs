using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Content;

namespace CsEngage.Web.Portal;

/// <summary>One block of a page as its blueprint writes it.</summary>
/// <param name="Roles">Roles of which the reader needs one; empty for anybody.</param>
/// <param name="Audience">Who sees it; null for everybody.</param>
sealed record PageBlock(string Id, string Kind, ImmutableArray<string> Roles, Rule? Audience)
{
    public LocalizedText Title { get; init; } = LocalizedText.Empty;

    public LocalizedText Body { get; init; } = LocalizedText.Empty;

    /// <summary>Of a list of guides: manual, tag or next.</summary>
    public string? Source { get; init; }

    public ImmutableArray<string> Guides { get; init; } = [];

    public string? Tag { get; init; }

    public int? Limit { get; init; }

    public string? Journey { get; init; }

    /// <summary>How much of a journey: line, stages or full.</summary>
    public string? Detail { get; init; }

    /// <summary>What stands beside the name of the CSM.</summary>
    public ImmutableArray<string> Show { get; init; } = [];

    public string? Url { get; init; }

    public LocalizedText Label { get; init; } = LocalizedText.Empty;

    public string? Media { get; init; }

    public LocalizedText Alt { get; init; } = LocalizedText.Empty;

    /// <summary>Beside the main column, where there is room: what one looks up, not what one does.</summary>
    public bool IsAside => Kind is "contact-card" or "announcements" or "survey" or "community-feed" || (Kind == "guide-list" && Source != "next");

    /// <summary>The guides that it lists, of those that a reader sees. A list that names none is the list of all.</summary>
    public IEnumerable<Guide> Lists(GuideList held)
    {
        var chosen = Source == "tag" ? held.All.Where(guide => Tag is { } tag && guide.HasTag(tag)) : Guides.IsEmpty ? held.All : Guides.Select(held.Find).OfType<Guide>();
        return Limit is { } most ? chosen.Take(most) : chosen;
    }

    /// <summary>What a home page shows whose blueprint says nothing of it.</summary>
    public static readonly ImmutableArray<PageBlock> Usual =
    [
        new("next", "guide-list", [], null) { Source = "next" }, new("progress", "journey-progress", [], null) { Detail = "stages" },
        new("guides", "guide-list", [], null) { Source = "manual", Limit = 6 }, new("contact", "contact-card", [], null) { Show = ["photo", "ask", "book"] },
    ];

    /// <summary>The blocks of a page, in its order.</summary>
    public static ImmutableArray<PageBlock> All(JsonElement page) =>
        page.TryGetProperty("blocks", out var blocks) && blocks.ValueKind == JsonValueKind.Array ? [.. blocks.EnumerateArray().Select(Parse).OfType<PageBlock>()] : [];

    /// <summary>The block; null when its audience cannot be read, for then nobody may be shown it.</summary>
    public static PageBlock? Parse(JsonElement block)
    {
        try
        {
            return new(Text(block, "id") ?? "", Text(block, "kind") ?? "", Texts(block, "roles"), Text(block, "audience") is { } rule ? Rule.Parse(rule, RuleScope.Contact) : null)
            {
                Title = Localized(block, "title"), Body = Localized(block, "body"), Source = Text(block, "source"), Guides = Texts(block, "guides"), Tag = Text(block, "tag"),
                Limit = block.TryGetProperty("limit", out var limit) && limit.TryGetInt32(out var most) ? most : null, Journey = Text(block, "journey"), Detail = Text(block, "detail"), Show = Texts(block, "show"),
                Url = Text(block, "url"), Label = Localized(block, "label"), Media = Text(block, "media"), Alt = Localized(block, "alt"),
            };
        }
        catch (RuleException)
        {
            return null;
        }
    }

    internal static string? Text(JsonElement block, string name) => block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static ImmutableArray<string> Texts(JsonElement block, string name) =>
        block.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];

    internal static LocalizedText Localized(JsonElement block, string name) => !block.TryGetProperty(name, out var text) ? LocalizedText.Empty
        : text.ValueKind == JsonValueKind.String ? LocalizedText.Of(text.GetString()!) : text.ValueKind != JsonValueKind.Object ? LocalizedText.Empty
        : new(text.EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.String).ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal));
}
