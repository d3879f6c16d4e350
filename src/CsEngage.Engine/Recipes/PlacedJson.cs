using System.Text.Json.Nodes;

namespace CsEngage.Engine.Recipes;

/// <summary>A document as JSON that still knows on which line of its file each part stood.</summary>
public sealed class PlacedJson(JsonNode? root, IReadOnlyDictionary<string, int> lines)
{
    public JsonNode? Root { get; } = root;

    /// <summary>The line of a JSON pointer such as <c>/stages/0/key</c>, or of the nearest part around it.</summary>
    public int LineOf(string pointer)
    {
        while (true)
        {
            if (lines.TryGetValue(pointer, out var line)) return line;
            if (pointer.LastIndexOf('/') is not (>= 0 and var slash)) return 1;
            pointer = pointer[..slash];
        }
    }

    /// <summary>One step of a pointer, escaped as RFC 6901 wants it.</summary>
    public static string Step(string name) => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
