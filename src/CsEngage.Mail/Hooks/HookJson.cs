using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsEngage.Mail.Reports;

namespace CsEngage.Mail.Hooks;

/// <summary>Reading providers' JSON without trusting its shape: what is missing or of another type is null.</summary>
static class HookJson
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(body, Options);
            Walk(document.RootElement);
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            return null;      // the answer to a malformed body is "refused", given by the caller
        }
    }

    // Half of a surrogate pair (\ud800) parses and throws only when it is read: read everything once, here.
    static void Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) Walk(item);
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var property in element.EnumerateObject())
        {
            _ = property.Name;
            Walk(property.Value);
        }
    }

    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var next)) return null;
            element = next;
        }
        return element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path) is { } found
        ? found.ValueKind switch { JsonValueKind.String => found.GetString(), JsonValueKind.Number => found.GetRawText(), _ => null } : null;

    public static IEnumerable<JsonElement> List(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Take(10_000) : [];

    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path)
    {
        if (element.At(path) is not { } found) return null;
        if (found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out var seconds) && seconds is > 0 and < 1e11) return DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Floor(seconds * 1000));
        return found.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(found.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    public static EnhancedStatus? Status(string? text, string words)
    {
        var given = text is null ? null : EnhancedStatus.Leading(text.Trim() + " ");
        return BounceText.Exact(given, words, BounceText.ReplyCode(words));
    }

    public static string Short(string? words) => words is null ? "" : words.Length > 1000 ? words[..1000] : words;

    /// <summary>A stable id where the provider gives none.</summary>
    public static string Digest(params string?[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));

    /// <summary>The address out of <c>Name &lt;a@b&gt;</c>.</summary>
    public static string Address(string? text) => text is null ? "" : Mailbox.TryParse(text)?.Address ?? text.Trim();
}
