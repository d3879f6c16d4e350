using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>Reading accounts.yaml, which its schema has already found to be in order.</summary>
static class RecipeNode
{
    public static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    public static int Number(JsonNode? node) => node is null ? 0 : (int)decimal.Parse(node.ToString(), CultureInfo.InvariantCulture);

    public static double Figure(JsonNode? node, double otherwise = 0) => node is null ? otherwise : double.Parse(node.ToString(), CultureInfo.InvariantCulture);

    public static IEnumerable<JsonObject> List(JsonNode? node) => List<JsonObject>(node);

    public static IEnumerable<T> List<T>(JsonNode? node) where T : JsonNode => node is JsonArray array ? array.OfType<T>() : [];

    public static string Localized(JsonNode? text, string? locale) =>
        text is JsonObject texts ? Text(texts[locale ?? "en"]) ?? Text(texts["en"]) ?? "" : Text(text) ?? "";

    public static ImmutableArray<string> Words(JsonNode? list) => [.. List<JsonNode>(list).Select(item => item.ToString())];

    public static AttributeValue? Value(JsonNode? value, RecipeDays days) => value switch
    {
        null => null,
        JsonObject day => new AttributeValue.Date(days.On(day["day"])),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => new AttributeValue.Flag(true),
            JsonValueKind.False => new AttributeValue.Flag(false),
            JsonValueKind.Number => new AttributeValue.Number(decimal.Parse(value.ToString(), CultureInfo.InvariantCulture)),
            _ => new AttributeValue.Text(value.ToString()),
        },
    };
}
