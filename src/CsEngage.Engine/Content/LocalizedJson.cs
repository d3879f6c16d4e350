using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Content;

/// <summary>A short text in several languages as documents hold it: a map from locale to text.</summary>
static class LocalizedJson
{
    public static LocalizedText Read(JsonNode? map) =>
        map is JsonObject texts ? new(texts.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal)) : LocalizedText.Empty;
}
