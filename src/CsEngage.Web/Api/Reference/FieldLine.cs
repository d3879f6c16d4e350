using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CsEngage.Web.Api.Reference;

/// <summary>A field of a body as the page lists it; those within others by their path, such as items[].id.</summary>
sealed record FieldLine(string Name, string Type, bool IsRequired, string Says)
{
    public static ImmutableArray<FieldLine> Of(Type type, bool isPartial)
    {
        var lines = ImmutableArray.CreateBuilder<FieldLine>();
        Add(SchemaShelf.Of(type, isPartial), "", lines);
        return lines.ToImmutable();
    }

    static void Add(JsonNode? schema, string prefix, ImmutableArray<FieldLine>.Builder lines)
    {
        if (schema?["properties"] is not JsonObject properties) return;
        var required = (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, property) in properties)
        {
            lines.Add(new FieldLine(prefix + name, TypeOf(property!), required.Contains(name), property!["description"]?.GetValue<string>() ?? ""));
            Add(property, prefix + name + ".", lines);
            Add(property["items"], prefix + name + "[].", lines);
        }
    }

    static string TypeOf(JsonNode schema)
    {
        if (schema["enum"] is JsonArray choices) return string.Join(" | ", choices.Where(choice => choice is not null).Select(choice => choice!.GetValue<string>()));
        var type = schema["type"] is JsonArray several ? several.Select(one => one!.GetValue<string>()).First(one => one != "null") : schema["type"]?.GetValue<string>();
        return type switch
        {
            "string" when schema["format"]?.GetValue<string>() is { } format => format,
            "array" when schema["items"] is { } items && items["properties"] is null => TypeOf(items) + "[]",
            "object" when schema["additionalProperties"] is not null => "map",
            null => "any",
            _ => type,
        };
    }
}
