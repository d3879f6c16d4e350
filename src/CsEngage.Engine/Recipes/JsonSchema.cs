using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CsEngage.Engine.Recipes;

/// <summary>
/// The published schemas of our documents (JSON Schema 2020-12, the keywords that they use), checked with messages for authors.
/// They are compiled into the program, so that what is documented is what is enforced.
/// </summary>
public sealed class JsonSchema
{
    static readonly ConcurrentDictionary<string, JsonSchema> Loaded = new(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);
    readonly string file;
    readonly JsonObject root;

    JsonSchema(string file, JsonObject root) => (this.file, this.root) = (file, root);

    /// <summary>The schema of a kind of document: journey, guide, settings …</summary>
    public static JsonSchema Of(string kind) => Load($"{kind}.schema.json");

    /// <summary>Everything that is wrong: a JSON pointer and a sentence each.</summary>
    public IReadOnlyList<(string Pointer, string Message)> Check(JsonNode? document)
    {
        var faults = new List<(string, string)>();
        Check(root, document, "", faults);
        return faults;
    }

    /// <summary>Where a document holds texts of a shared definition, such as rule or figure.</summary>
    public IReadOnlyList<(string Pointer, string Text)> Marked(JsonNode? document, string definition)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        Mark(root, document, "", "/$defs/" + definition, found);
        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    void Mark(JsonNode? schema, JsonNode? value, string at, string wanted, Dictionary<string, string> found)
    {
        if (schema is not JsonObject rules || value is null) return;
        if (rules["$ref"]?.GetValue<string>() is { } reference)
        {
            if (reference.EndsWith(wanted, StringComparison.Ordinal) && Text(value) is { } text) found[at] = text;
            var (other, target) = Resolve(reference);
            other.Mark(target, value, at, wanted, found);
        }
        if (value is JsonObject map)
            foreach (var (name, child) in map) Mark(rules["properties"]?[name] ?? rules["additionalProperties"] as JsonObject, child, at + PlacedJson.Step(name), wanted, found);
        if (value is JsonArray list)
            for (var i = 0; i < list.Count; i++) Mark(rules["items"], list[i], $"{at}/{i}", wanted, found);
        foreach (var form in (rules["oneOf"] as JsonArray ?? []).Concat(rules["anyOf"] as JsonArray ?? []).Concat(rules["allOf"] as JsonArray ?? []))
            Mark(form, value, at, wanted, found);
        Mark(rules["then"], value, at, wanted, found);
    }

    static JsonSchema Load(string file) => Loaded.GetOrAdd(file, static name =>
    {
        using var stream = typeof(JsonSchema).Assembly.GetManifestResourceStream("schema/" + name) ?? throw new InvalidOperationException($"There is no schema {name}.");
        return new JsonSchema(name, JsonNode.Parse(stream)!.AsObject());
    });

    void Check(JsonNode schema, JsonNode? value, string at, List<(string, string)> faults)
    {
        if (schema is not JsonObject rules)
        {
            if (!schema.GetValue<bool>()) faults.Add((at, "Nothing may stand here."));
            return;
        }
        if (rules["$ref"] is { } reference)
        {
            var (other, target) = Resolve(reference.GetValue<string>());
            other.Check(target, value, at, faults);
        }
        if (!Type(rules, value, at, faults)) return;
        Values(rules, value, at, faults);
        switch (value)
        {
            case JsonObject map: Map(rules, map, at, faults); break;
            case JsonArray list: List(rules, list, at, faults); break;
        }
        Combined(rules, value, at, faults);
    }

    (JsonSchema, JsonNode) Resolve(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var schema = hash > 0 ? Load(reference[..hash]) : hash < 0 ? Load(reference) : this;
        JsonNode target = schema.root;
        if (hash >= 0)
            foreach (var step in reference[(hash + 1)..].Split('/', StringSplitOptions.RemoveEmptyEntries))
                target = target[step] ?? throw new InvalidOperationException($"{file}: {reference} leads nowhere.");
        return (schema, target);
    }

    static bool Type(JsonObject rules, JsonNode? value, string at, List<(string, string)> faults)
    {
        if (rules["type"] is not { } type) return true;
        string[] wanted = type is JsonArray several ? [.. several.Select(one => one!.GetValue<string>())] : [type.GetValue<string>()];
        if (wanted.Any(name => IsA(name, value))) return true;
        faults.Add((at, $"This must be {string.Join(" or ", wanted.Select(Words))}, not {Shown(value)}."));
        return false;
    }

    static bool IsA(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => Number(value) is { } number && decimal.Truncate(number) == number,
        _ => Number(value) is not null,
    };

    static string Words(string type) => type switch
    {
        "object" => "a map of names and values", "array" => "a list", "string" => "a text", "boolean" => "true or false",
        "integer" => "a whole number", "null" => "empty", _ => "a number",
    };

    static string Shown(JsonNode? value) => value switch
    {
        null => "empty", JsonObject => "a map", JsonArray => "a list",
        _ => value.ToJsonString() is { Length: > 60 } longer ? longer[..57] + "…" : value.ToJsonString(),
    };

    static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static void Values(JsonObject rules, JsonNode? value, string at, List<(string, string)> faults)
    {
        if (rules["const"] is { } constant && !JsonNode.DeepEquals(constant, value)) faults.Add((at, $"This must be {constant.ToJsonString()}."));
        if (rules["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
            faults.Add((at, $"{Shown(value)} is not one of {string.Join(", ", choices.Select(choice => choice?.ToJsonString() ?? "empty"))}{Suggest(Text(value), choices.Select(Text))}."));
        if (Text(value) is { } text) Texts(rules, text, at, faults);
        if (Number(value) is not { } number) return;
        if (Number(rules["minimum"]) is { } least && number < least) faults.Add((at, $"{number} is less than {least}."));
        if (Number(rules["maximum"]) is { } most && number > most) faults.Add((at, $"{number} is more than {most}."));
        if (Number(rules["exclusiveMinimum"]) is { } above && number <= above) faults.Add((at, $"This must be more than {above}."));
        if (Number(rules["exclusiveMaximum"]) is { } below && number >= below) faults.Add((at, $"This must be less than {below}."));
    }

    static void Texts(JsonObject rules, string text, string at, List<(string, string)> faults)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (Number(rules["minLength"]) is { } least && length < least) faults.Add((at, least == 1 ? "This text is empty." : $"This text needs at least {least} characters."));
        if (Number(rules["maxLength"]) is { } most && length > most) faults.Add((at, $"This text has {length} characters; at most {most} fit."));
        if (rules["pattern"]?.GetValue<string>() is { } pattern && !Patterns.GetOrAdd(pattern, static p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)).IsMatch(text))
            faults.Add((at, $"\"{text}\" does not have the expected form{(rules["description"] is { } words ? ": " + words.GetValue<string>() : $" {pattern}")}"));
        if (rules["format"]?.GetValue<string>() is { } format && !HasFormat(format, text)) faults.Add((at, $"\"{text}\" is not a valid {format}."));
    }

    static bool HasFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "email" => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var sign && sign < text.Length - 1,
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => true,
    };

    void Map(JsonObject rules, JsonObject map, string at, List<(string, string)> faults)
    {
        if (Number(rules["minProperties"]) is { } least && map.Count < least) faults.Add((at, least == 1 ? "At least one entry is needed here." : $"At least {least} entries are needed here."));
        if (Number(rules["maxProperties"]) is { } most && map.Count > most) faults.Add((at, $"At most {most} {(most == 1 ? "entry" : "entries")} may stand here."));
        if (rules["required"] is JsonArray required)
            foreach (var name in required.Select(name => name!.GetValue<string>()))
                if (!map.ContainsKey(name)) faults.Add((at, $"\"{name}\" is missing."));
        var known = rules["properties"] as JsonObject;
        foreach (var (name, value) in map)
        {
            var here = at + PlacedJson.Step(name);
            if (rules["propertyNames"] is { } names) Check(names, JsonValue.Create(name), here, faults);
            if (known?[name] is { } schema) Check(schema, value, here, faults);
            else if (rules["additionalProperties"] is JsonValue no && no.GetValueKind() == JsonValueKind.False) faults.Add((here, $"\"{name}\" is not known here{Suggest(name, known?.Select(pair => pair.Key) ?? [])}."));
            else if (rules["additionalProperties"] is JsonObject rest) Check(rest, value, here, faults);
        }
    }

    void List(JsonObject rules, JsonArray list, string at, List<(string, string)> faults)
    {
        if (Number(rules["minItems"]) is { } least && list.Count < least) faults.Add((at, $"At least {least} {(least == 1 ? "entry is" : "entries are")} needed here."));
        if (Number(rules["maxItems"]) is { } most && list.Count > most) faults.Add((at, $"At most {most} entries may stand here."));
        var isUnique = rules["uniqueItems"]?.GetValue<bool>() == true;
        for (var i = 0; i < list.Count; i++)
        {
            if (rules["items"] is { } items) Check(items, list[i], $"{at}/{i}", faults);
            if (isUnique && list.Take(i).Any(other => JsonNode.DeepEquals(other, list[i]))) faults.Add(($"{at}/{i}", $"{Shown(list[i])} is listed twice."));
        }
    }

    void Combined(JsonObject rules, JsonNode? value, string at, List<(string, string)> faults)
    {
        if (rules["allOf"] is JsonArray all) foreach (var part in all) Check(part!, value, at, faults);
        if (rules["if"] is { } condition)
        {
            var branch = Holds(condition, value) ? rules["then"] : rules["else"];
            if (branch is not null) Check(branch, value, at, faults);
        }
        if (rules["not"] is { } not && Holds(not, value)) faults.Add((at, "This combination is not allowed."));
        if ((rules["oneOf"] ?? rules["anyOf"]) is not JsonArray forms) return;
        var tries = forms.Select(form => { var found = new List<(string, string)>(); Check(form!, value, at, found); return found; }).ToList();
        var fitting = tries.Count(found => found.Count == 0);
        if (fitting == 1 || (fitting > 1 && rules["oneOf"] is null)) return;
        if (fitting > 1) { faults.Add((at, $"Only one of these may be given: {Forms(forms)}.")); return; }
        // The form that came deepest into the document is most likely the one that was meant.
        var best = tries.Where(found => found.All(fault => fault.Item1.Length > at.Length)).MaxBy(found => found.Max(fault => fault.Item1.Length));
        if (best is not null) faults.AddRange(best);
        else faults.Add((at, $"One of these is needed: {Forms(forms)}."));
    }

    bool Holds(JsonNode schema, JsonNode? value)
    {
        var faults = new List<(string, string)>();
        Check(schema, value, "", faults);
        return faults.Count == 0;
    }

    string Forms(JsonArray forms) => string.Join("; ", forms.Select(form => Form(form!)).Distinct());

    string Form(JsonNode form)
    {
        if (form["$ref"]?.GetValue<string>() is { } reference)
        {
            var target = Resolve(reference).Item2;
            return target["description"]?.GetValue<string>().Split('.')[0].ToLowerInvariant() ?? Form(target);
        }
        if (form["required"] is JsonArray required) return string.Join(" with ", required.Select(name => name!.GetValue<string>()));
        if (form["enum"] is JsonArray choices) return string.Join(", ", choices.Select(choice => choice?.ToJsonString()));
        if (form["const"] is { } constant) return constant.ToJsonString();
        return form["type"] is JsonValue type ? Words(type.GetValue<string>()) : "another form";
    }

    static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    static string Suggest(string? wrong, IEnumerable<string?> known)
    {
        if (wrong is null) return "";
        var near = known.OfType<string>().Select(name => (name, distance: Distance(wrong, name))).OrderBy(pair => pair.distance).FirstOrDefault();
        return near.name is not null && near.distance <= (wrong.Length < 4 ? 1 : Math.Max(2, wrong.Length / 3)) ? $"; did you mean \"{near.name}\"?" : "";
    }

    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j] + 1, left + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j], left) = (row[j], cost, cost);
            }
        }
        return row[^1];
    }
}
