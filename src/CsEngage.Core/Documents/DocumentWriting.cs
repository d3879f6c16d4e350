using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>What the writers of authored documents share. What is missing or empty is left out.</summary>
static class DocumentWriting
{
    // Rules are full of quotes and the texts are Japanese: people read this in diffs, and it never stands inside HTML.
    static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void WriteRule(this Utf8JsonWriter json, string name, Rule? rule) => json.WriteOptional(name, rule?.ToString());

    public static void WriteOptional(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    public static void WriteText(this Utf8JsonWriter json, string name, LocalizedText text)
    {
        if (text.Texts.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (locale, words) in text.Texts) json.WriteString(locale, words);
        json.WriteEndObject();
    }

    public static void WriteKeys(this Utf8JsonWriter json, string name, ImmutableArray<string> keys) => json.WriteList(name, keys, json.WriteStringValue);

    public static void WriteList<T>(this Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        if (items.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    /// <summary>A duration in the largest unit that holds it whole.</summary>
    public static void WriteSpan(this Utf8JsonWriter json, string name, Duration? duration)
    {
        if (duration is null) return;
        json.WriteStartObject(name);
        var (unit, amount) = duration.Unit switch
        {
            DurationUnit.Days => ("days", duration.Amount),
            DurationUnit.BusinessDays => ("business_days", duration.Amount),
            _ when duration.Amount % 60 == 0 => ("hours", duration.Amount / 60),
            _ => ("minutes", duration.Amount),
        };
        json.WriteNumber(unit, amount);
        json.WriteEndObject();
    }
}
