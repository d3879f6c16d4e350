using System.Text.Json.Nodes;
using CsEngage.Store.Definitions;

namespace CsEngage.Engine.Settings;

/// <summary>The settings document: what holds for all accounts.</summary>
public static class SettingsDocument
{
    /// <summary>What is in force; nothing where nobody published any.</summary>
    public static async Task<JsonObject> InForce(DefinitionShelf definitions) =>
        (await definitions.InForce("settings")).FirstOrDefault() is { } version && JsonNode.Parse(version.Json) is JsonObject read ? read : [];

    /// <summary>What the settings call the own fields of accounts.</summary>
    public static IEnumerable<JsonObject> AccountFields(JsonObject settings) => Listed(settings, "attributes").Where(one => one["of"]?.ToString() == "account");

    /// <summary>The entries of a list; none where there is no such list.</summary>
    public static IEnumerable<JsonObject> Listed(JsonObject settings, string name) => (settings[name] as JsonArray ?? []).OfType<JsonObject>();
}
