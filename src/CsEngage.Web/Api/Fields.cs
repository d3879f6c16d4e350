using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsEngage.Core;

namespace CsEngage.Web.Api;

/// <summary>
/// The fields of a body, read one by one: a field that is absent keeps what was there, null clears it. What is wrong is collected, what nobody
/// read is unknown, and <see cref="Check"/> reports all of it at once.
/// </summary>
sealed class Fields
{
    readonly JsonElement body;
    readonly HashSet<string> read = new(StringComparer.Ordinal);
    readonly List<FieldProblem> problems = [];

    Fields(JsonElement body) => this.body = body;

    public static async Task<Fields> Of(HttpRequest request)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 16 }, request.HttpContext.RequestAborted);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new Fields(document.RootElement.Clone())
            : throw new ApiProblem(400, "not-an-object", "The body must be a JSON object.");
    }

    public string? Text(string name, string? kept, Func<string, string?>? wrong = null, int most = 500) => Read(name, kept, value => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when value.GetString()!.Trim() is var text => text.Length > most ? Refuse(name, $"must have at most {most} characters", kept)
            : text.Length == 0 ? null
            : wrong?.Invoke(text) is { } reason ? Refuse(name, reason, kept) : text,
        _ => Refuse(name, "must be text or null", kept),
    });

    public string Required(string name, string? kept, Func<string, string?>? wrong = null)
    {
        var text = Text(name, kept, wrong);
        return string.IsNullOrEmpty(text) ? Refuse(name, "is required", "") : text;
    }

    public string OneOf(string name, string kept, params string[] choices) =>
        Text(name, kept, text => choices.Contains(text) ? null : $"must be one of {string.Join(", ", choices)}") ?? kept;

    public bool Flag(string name, bool kept) => Read(name, kept, value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Refuse(name, "must be true or false", kept));

    public DateOnly? Date(string name, DateOnly? kept) => Read(name, kept, value => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when DateOnly.TryParseExact(value.GetString(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => (DateOnly?)date,
        _ => Refuse(name, "must be a date such as 2026-11-21", kept),
    });

    public DateOnly RequiredDate(string name, DateOnly? kept) => Date(name, kept) ?? Refuse(name, "is required", default(DateOnly));

    /// <summary>An amount of money in units of its currency, kept in 1/10,000.</summary>
    public long Money(string name, long kept) => Read(name, kept, value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount) && amount is >= 0 and < 100_000_000_000_000m && decimal.Round(amount, 4) == amount
            ? (long)(amount * 10_000) : Refuse(name, "must be a number ≥ 0 with at most four decimals", kept));

    public ImmutableArray<string> Keys(string name, ImmutableArray<string> kept) => Read(name, kept, value =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && IsKey(item.GetString()!))
            ? [.. value.EnumerateArray().Select(item => item.GetString()!).Distinct()]
            : Refuse(name, "must be a list of keys (a-z, 0-9, -)", kept));

    public ImmutableSortedDictionary<string, AttributeValue> Attributes(string name, ImmutableSortedDictionary<string, AttributeValue> kept) => Read(name, kept, value =>
    {
        if (value.ValueKind != JsonValueKind.Object) return Refuse(name, "must be an object of attributes", kept);
        var attributes = kept.ToBuilder();
        foreach (var attribute in value.EnumerateObject())
        {
            if (!IsKey(attribute.Name)) Refuse($"{name}.{attribute.Name}", "is not a key (a-z, 0-9, -)", 0);
            else if (attribute.Value.ValueKind == JsonValueKind.Null) attributes.Remove(attribute.Name);
            else if (Attribute(attribute.Value) is { } known) attributes[attribute.Name] = known;
            else Refuse($"{name}.{attribute.Name}", "must be text, a number, a date such as 2026-11-21, true, false or null", 0);
        }
        return attributes.ToImmutable();
    });

    /// <summary>Adds what only the caller can know to be wrong.</summary>
    public T Refuse<T>(string field, string detail, T kept)
    {
        problems.Add(new FieldProblem(field, detail));
        return kept;
    }

    /// <exception cref="ApiProblem">Something was wrong or unknown.</exception>
    public void Check()
    {
        foreach (var field in body.EnumerateObject())
            if (!read.Contains(field.Name)) Refuse(field.Name, "is not a field of this call; its fields are " + string.Join(", ", read.Order()), 0);
        if (problems.Count > 0) throw new ApiProblem(400, "fields-wrong", "Nothing was changed: some fields cannot be taken.", problems);
    }

    public static bool IsKey(string text) => text.Length is > 0 and <= 100 && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    T Read<T>(string name, T kept, Func<JsonElement, T> map)
    {
        read.Add(name);
        return body.TryGetProperty(name, out var value) ? map(value) : kept;
    }

    static AttributeValue? Attribute(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when DateOnly.TryParseExact(value.GetString(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => new AttributeValue.Date(date),
        JsonValueKind.String => new AttributeValue.Text(value.GetString()!),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => new AttributeValue.Number(number),
        JsonValueKind.True => new AttributeValue.Flag(true),
        JsonValueKind.False => new AttributeValue.Flag(false),
        _ => null,
    };
}
