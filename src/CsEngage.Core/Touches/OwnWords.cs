using System.Text.Json;

namespace CsEngage.Core;

/// <summary>The words of one touch as a person wrote them, in place of a template's. They are kept with the touch and erased with its reader.</summary>
/// <param name="Locale">The language that they are in.</param>
/// <param name="Topic">What the reader can leave: a mail by hand heeds the same wishes as any other.</param>
/// <param name="Layout">standard or letter.</param>
/// <param name="Subject">Liquid.</param>
/// <param name="Body">Markdown with Liquid.</param>
/// <param name="Guide">Key of the guide that it sends; null when it sends none.</param>
public sealed record OwnWords(string Locale, string Topic, string Layout, string Subject, string Body, string? Guide)
{
    /// <summary>Stands in the ledger where a touch has no template.</summary>
    public const string Template = "own-words";

    /// <summary>As the ledger keeps them.</summary>
    public string ToPayload() => JsonSerializer.Serialize(new Dictionary<string, OwnWords>(StringComparer.Ordinal) { [Name] = this });

    /// <summary>What <see cref="ToPayload"/> wrote; null when the payload holds something else, or nothing.</summary>
    public static OwnWords? Of(string? payload)
    {
        if (payload is null) return null;
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Name, out var words) ? words.Deserialize<OwnWords>() : null;
    }

    const string Name = "words";
}
