using System.Collections.Immutable;
using System.Text.Json;

namespace CsEngage.Engine.Content;

/// <summary>What one version of a blueprint says of guides: those that it lists, and the journeys whose guides come with them. A version is itself and nothing else.</summary>
public sealed class BlueprintGuides(ImmutableArray<string> guides, ImmutableArray<string> journeys)
{
    public static BlueprintGuides None { get; } = new([], []);

    /// <summary>In the order that its author recommends.</summary>
    public ImmutableArray<string> Guides => guides;

    public ImmutableArray<string> Journeys => journeys;

    public static BlueprintGuides Parse(JsonElement document) => new(Keys(document, "guides"), Keys(document, "journeys"));

    static ImmutableArray<string> Keys(JsonElement document, string name) =>
        document.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.String).Select(key => key.GetString()!)] : [];
}
