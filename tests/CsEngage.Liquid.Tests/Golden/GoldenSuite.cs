using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Liquid;

namespace CsEngage.Tests.Golden;

/// <summary>One case of a file in the format of golden-liquid.</summary>
public sealed record GoldenCase(
    string Name, string Template, LiquidMap Data, ImmutableDictionary<string, string> Templates,
    bool Invalid, ImmutableArray<string> Results, ImmutableArray<string> Tags)
{
    static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Null when the case passes, otherwise what came instead.</summary>
    public string? Failure()
    {
        try
        {
            var strict = Tags.Contains("strict") || Tags.Contains("strict2");
            var options = LiquidOptions.Standard.With(LiquidPartials.From(Templates)).With(strict ? LiquidSyntax.Strict : LiquidSyntax.Lax, unknownFiltersPass: true);
            var text = LiquidTemplate.Parse(Template, options).Render(Data, LiquidRenderOptions.Standard with { Now = s_now });
            if (Invalid) return $"expected an error, wrote {JsonSerializer.Serialize(text)}";
            return Results.Contains(text) ? null : $"expected {JsonSerializer.Serialize(Results[0])}, wrote {JsonSerializer.Serialize(text)}";
        }
        catch (LiquidException fault)
        {
            return Invalid ? null : $"expected {JsonSerializer.Serialize(Results[0])}, failed: {fault.Errors[0].Message}";
        }
    }
}

/// <summary>Reads conformance files.</summary>
public static class GoldenSuite
{
    public static ImmutableArray<GoldenCase> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Tests(document.RootElement)!.Value.EnumerateArray().Select(Case)];
    }

    /// <summary>The list of cases: the document itself, or its member "tests"; null when it has none.</summary>
    public static JsonElement? Tests(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root,
        JsonValueKind.Object when root.TryGetProperty("tests", out var tests) && tests.ValueKind is JsonValueKind.Array => tests,
        _ => null,
    };

    /// <summary>One case.</summary>
    /// <exception cref="FormatException">It has no name or no template, or says nothing of what is expected.</exception>
    public static GoldenCase Case(JsonElement test) => new(
        Text(test, "name"),
        Text(test, "template"),
        test.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object ? Value(data).AsMap! : LiquidMap.None,
        test.TryGetProperty("templates", out var templates) && templates.ValueKind is JsonValueKind.Object
            ? templates.EnumerateObject().ToImmutableDictionary(partial => partial.Name, partial => partial.Value.GetString()!) : [],
        test.TryGetProperty("invalid", out var invalid) && invalid.ValueKind is JsonValueKind.True,
        Results(test),
        test.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : []);

    static string Text(JsonElement test, string member) =>
        test.TryGetProperty(member, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : throw new FormatException($"a case has a \"{member}\", which is text");

    static ImmutableArray<string> Results(JsonElement test) =>
        test.TryGetProperty("results", out var results) ? [.. results.EnumerateArray().Select(result => result.GetString()!)]
        : test.TryGetProperty("result", out var one) && one.ValueKind is JsonValueKind.String ? [one.GetString()!]
        : test.TryGetProperty("invalid", out var invalid) && invalid.ValueKind is JsonValueKind.True ? []
        : throw new FormatException("a case has a \"result\", \"results\", or \"invalid\": true");

    /// <summary>A JSON value as a Liquid value.</summary>
    public static LiquidValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (LiquidValue)whole : json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Array => LiquidValue.List(json.EnumerateArray(), Value),
        JsonValueKind.Object => Map(json),
        _ => LiquidValue.Nil,
    };

    static LiquidValue Map(JsonElement json)
    {
        var map = new LiquidMapBuilder();
        foreach (var member in json.EnumerateObject()) map.Add(member.Name, Value(member.Value));
        return map.Build();
    }
}
