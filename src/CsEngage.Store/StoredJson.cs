using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsEngage.Core;

namespace CsEngage.Store;

/// <summary>How small structures stand in text columns.</summary>
internal static class StoredJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Keys, separated by commas, in ordinal order.</summary>
    public static string Keys(IEnumerable<string> keys) => string.Join(',', keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public static ImmutableArray<string> Keys(string? text) => string.IsNullOrEmpty(text) ? [] : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Attributes as {"plan":"t:pro"}: the letter of the kind before the stored text.</summary>
    public static string Attributes(IReadOnlyDictionary<string, AttributeValue> attributes) =>
        attributes.Count == 0 ? "{}" : JsonSerializer.Serialize(attributes.ToDictionary(pair => pair.Key, pair => Value(pair.Value)), Options);

    public static ImmutableSortedDictionary<string, AttributeValue> Attributes(string text) => text == "{}"
        ? ImmutableSortedDictionary.Create<string, AttributeValue>(StringComparer.Ordinal)
        : Pairs(text, static text => Value(text)!);

    public static string? Value(AttributeValue? value) => value is null ? null : $"{value.Kind}:{value.Stored}";

    public static AttributeValue? Value(string? text) => text is null ? null : AttributeValue.Parse(text[0], text[2..]);

    public static string? Cause(Cause? cause) =>
        cause is null ? null : JsonSerializer.Serialize(new[] { cause.Type, cause.Id }.Concat(cause.Journeys.IsDefault ? [] : cause.Journeys), Options);

    public static Cause? Cause(string? text) =>
        text is null ? null : Texts(text) is [var type, var id, .. var journeys] ? new Cause(type, id, [.. journeys]) : null;

    public static string? Map(ImmutableSortedDictionary<string, string>? map) => map is null or { Count: 0 } ? null : JsonSerializer.Serialize(map, Options);

    public static ImmutableSortedDictionary<string, string>? Map(string? text) =>
        text is null ? null : Pairs(text, static text => text);

    public static string Localized(LocalizedText text) => JsonSerializer.Serialize(text.Texts, Options);

    public static LocalizedText Localized(string text) =>
        new(Pairs(text, static text => text));

    /// <summary>An object of texts. It stands in each row of the busiest queries, so it is read without a serializer.</summary>
    static ImmutableSortedDictionary<string, T> Pairs<T>(string json, Func<string, T> value) => Read(json, (ref reader) =>
    {
        var pairs = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            pairs[name] = value(reader.GetString()!);
        }
        return pairs.ToImmutable();
    });

    static List<string> Texts(string json) => Read(json, static (ref reader) =>
    {
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) texts.Add(reader.GetString()!);
        return texts;
    });

    delegate T Reading<T>(ref Utf8JsonReader reader);

    /// <param name="read">Begins at the bracket that opens.</param>
    static T Read<T>(string json, Reading<T> read)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
            reader.Read();
            return read(ref reader);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
