using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Host;

namespace CsEngage.Web.Studio.Documents;

/// <summary>Something authored, of whatever kind, as the library and lists of uses show it.</summary>
/// <param name="Titles">By locale.</param>
/// <param name="Texts">What people read of it, one text for each language; made when something is looked for.</param>
/// <param name="Locales">Of guides and templates: which texts there are, and the state of each.</param>
/// <param name="Points">What it points to, as kind:key.</param>
public sealed record Shelved(
    DocumentKind Kind, string Key, LocalizedText Titles, string? Summary, Func<ImmutableArray<string>> Texts, ImmutableArray<Draft> Locales, bool IsPublished, bool HasChanges, DateTimeOffset ChangedAt,
    ImmutableHashSet<string> Points)
{
    public string Title => Titles.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) is { Length: > 0 } title ? Desk.AuthoredTexts.Filled(title, null) : Key;

    public string Address => Kind.AddressOf(Key);
}

/// <summary>Everything that authors wrote, kind by kind, from both shelves on which it is kept.</summary>
public sealed class Shelves(ContentShelf content, DefinitionShelf definitions)
{
    public async Task<ImmutableArray<Shelved>> All(string? kind = null)
    {
        var all = ImmutableArray.CreateBuilder<Shelved>();
        foreach (var one in DocumentKind.All.Where(one => kind is null || one.Key == kind))
        {
            if (one.IsDefinition) all.AddRange(await Definitions(one));
            else all.AddRange(from entry in await content.All(one.Key) where entry.Drafts.Length > 0 select OfContent(one, entry.Item, entry.Drafts));
        }
        return all.DrainToImmutable();
    }

    /// <summary>What points to a document.</summary>
    public async Task<ImmutableArray<Shelved>> UsersOf(string kind, string key) => [.. (await All()).Where(one => one.Points.Contains($"{kind}:{key}") && !(one.Kind.Key == kind && one.Key == key))];

    async Task<IEnumerable<Shelved>> Definitions(DocumentKind kind)
    {
        var inForce = (await definitions.InForce(kind.Key)).ToDictionary(version => version.Key, version => version.Json, StringComparer.Ordinal);
        return from definition in await definitions.All(kind.Key)
               let fields = JsonNode.Parse(definition.Draft) as JsonObject ?? []
               let about = fields["description"] as JsonObject ?? fields["why"] as JsonObject ?? fields["intro"] as JsonObject
               select new Shelved(kind, definition.Key, kind.TitleOf(definition), about is null ? null : Localized(about).In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), () => Said(fields), [], definition.Published is not null,
                   !inForce.TryGetValue(definition.Key, out var json) || json != definition.Draft, definition.ChangedAt, References.Of(kind.Key, fields));
    }

    static Shelved OfContent(DocumentKind kind, Item item, ImmutableArray<Draft> drafts)
    {
        var points = drafts.SelectMany(draft => References.Of(kind.Key, Front(draft), draft.Body)).ToImmutableHashSet(StringComparer.Ordinal);
        if (item.Audience is { } audience) points = points.Union(References.Of("segment", new JsonObject { ["rule"] = audience }));
        var titles = new LocalizedText(drafts.ToImmutableSortedDictionary(draft => draft.Locale, draft => draft.Title, StringComparer.Ordinal));
        var shown = drafts.FirstOrDefault(draft => draft.Locale == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? drafts[0];
        return new Shelved(kind, item.Key, titles, (Front(shown)["summary"] ?? Front(shown)["preheader"])?.ToString(), () => [.. drafts.Select(draft => $"{Front(draft)["summary"]} {Prose(draft.Body)}")], drafts,
            drafts.Any(draft => draft.Published is not null), drafts.Any(draft => draft.State != "published"), drafts.Max(draft => draft.SavedAt), points);
    }

    static JsonObject Front(Draft draft) => JsonNode.Parse(draft.Front.Length == 0 ? "{}" : draft.Front) as JsonObject ?? [];

    // A draft may be unfinished; then its marks are found with it.
    static string Prose(string body)
    {
        try
        {
            return Body.Compile(body).Prose;
        }
        catch (ContentException)
        {
            return body;
        }
    }

    /// <summary>What people read of a document, language by language.</summary>
    static ImmutableArray<string> Said(JsonObject fields)
    {
        var said = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        Collect(fields, said);
        return [.. said.Values.Select(texts => string.Join(" · ", texts))];
    }

    static void Collect(JsonNode? node, SortedDictionary<string, List<string>> said)
    {
        if (node is JsonArray list)
            foreach (var item in list) Collect(item, said);
        if (node is not JsonObject map) return;
        foreach (var (name, value) in map)
        {
            if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && Languages.Has(name)) (said.TryGetValue(name, out var texts) ? texts : said[name] = []).Add(value.ToString());
            else Collect(value, said);
        }
    }

    /// <summary>A text in several languages as documents write it.</summary>
    internal static LocalizedText Localized(JsonObject map) => new(map.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal));
}
