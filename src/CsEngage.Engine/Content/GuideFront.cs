using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;

namespace CsEngage.Engine.Content;

/// <summary>What the front matter of a guide says beside its title.</summary>
/// <param name="Roles">Roles of which the reader needs one; empty for anybody.</param>
/// <param name="Locks">Checkpoints that must be reached before it opens.</param>
/// <param name="Tags">By which lists find it.</param>
public sealed record GuideFront(
    string? Summary, int? Minutes, string? Next, ImmutableArray<string> Related, ImmutableArray<string> Roles, ImmutableArray<LockKey> Locks, ImmutableArray<string> Tags)
{
    public static GuideFront Parse(string json)
    {
        using var document = JsonDocument.Parse(json.Length == 0 ? "{}" : json);
        var root = document.RootElement;
        return new GuideFront(
            Text(root, "summary"),
            root.TryGetProperty("minutes", out var minutes) && minutes.TryGetInt32(out var number) ? number : null,
            Text(root, "next"),
            Keys(root, "related"), Keys(root, "roles"), LocksOf(root), Keys(root, "tags"));
    }

    static ImmutableArray<string> Keys(JsonElement root, string name) =>
        root.TryGetProperty(name, out var keys) && keys.ValueKind == JsonValueKind.Array ? [.. keys.EnumerateArray().Select(key => key.GetString()!)] : [];

    static ImmutableArray<LockKey> LocksOf(JsonElement root) => root.TryGetProperty("locks", out var locks) && locks.ValueKind == JsonValueKind.Array
        ? [.. locks.EnumerateArray().Select(one => new LockKey(one.GetProperty("journey").GetString()!, one.GetProperty("checkpoint").GetString()!))] : [];

    static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
