using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Core;

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
    public IReadOnlyList<(string Pointer, Sentence Message)> Check(JsonNode? document)
    {
        var faults = new List<(string, Sentence)>();
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

    void Check(JsonNode schema, JsonNode? value, string at, List<(string, Sentence)> faults)
    {
        if (schema is not JsonObject rules)
        {
            if (!schema.GetValue<bool>()) faults.Add((at, Sentence.Of("Nothing may stand here.")));
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

    static bool Type(JsonObject rules, JsonNode? value, string at, List<(string, Sentence)> faults)
    {
        if (rules["type"] is not { } type) return true;
        string[] wanted = type is JsonArray several ? [.. several.Select(one => one!.GetValue<string>())] : [type.GetValue<string>()];
        if (wanted.Any(name => IsA(name, value))) return true;
        faults.Add((at, Sentence.Of("This must be {0}, not {1}.", wanted.Select(Words).Aggregate((one, other) => Sentence.Of("{0} or {1}", one, other)), Shown(value))));
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

    static Sentence Words(string type) => type switch
    {
        "object" => Sentence.Of("a map of names and values"), "array" => Sentence.Of("a list"), "string" => Sentence.Of("a text"), "boolean" => Sentence.Verbatim("true / false"),
        "integer" => Sentence.Of("a whole number"), "null" => Sentence.Of("empty"), _ => Sentence.Of("a number"),
    };

    // As an author wrote it, Japanese too, and not as JSON would escape it.
    static Sentence Shown(JsonNode? value) => value switch
    {
        null => Sentence.Of("empty"), JsonObject => Sentence.Of("a map of names and values"), JsonArray => Sentence.Of("a list"),
        _ => Sentence.Verbatim(Written(value) is { Length: > 60 } longer ? longer[..57] + "…" : Written(value)),
    };

    static string Written(JsonNode? value) => Text(value) is { } text ? $"\"{text}\"" : value?.ToJsonString() ?? "null";

    static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static void Values(JsonObject rules, JsonNode? value, string at, List<(string, Sentence)> faults)
    {
        if (rules["const"] is { } constant && !JsonNode.DeepEquals(constant, value)) faults.Add((at, Sentence.Of("This must be {0}.", Written(constant))));
        if (rules["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
            faults.Add((at, Meant(Sentence.Of("{0} is not one of {1}.", Shown(value), string.Join(", ", choices.Select(Written))), Text(value), choices.Select(Text))));
        if (Text(value) is { } text) Texts(rules, text, at, faults);
        if (Number(value) is not { } number) return;
        if (Number(rules["minimum"]) is { } least && number < least) faults.Add((at, Sentence.Of("{0} is less than {1}.", number, least)));
        if (Number(rules["maximum"]) is { } most && number > most) faults.Add((at, Sentence.Of("{0} is more than {1}.", number, most)));
        if (Number(rules["exclusiveMinimum"]) is { } above && number <= above) faults.Add((at, Sentence.Of("This must be more than {0}.", above)));
        if (Number(rules["exclusiveMaximum"]) is { } below && number >= below) faults.Add((at, Sentence.Of("This must be less than {0}.", below)));
    }

    static void Texts(JsonObject rules, string text, string at, List<(string, Sentence)> faults)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (Number(rules["minLength"]) is { } least && length < least) faults.Add((at, least == 1 ? Sentence.Of("This text is empty.") : Sentence.Of("This text needs at least {0} characters.", least)));
        if (Number(rules["maxLength"]) is { } most && length > most) faults.Add((at, Sentence.Of("This text has {0} characters; at most {1} fit.", length, most)));
        if (rules["pattern"]?.GetValue<string>() is { } pattern && !Patterns.GetOrAdd(pattern, static p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)).IsMatch(text))
            faults.Add((at, Sentence.Of("\"{0}\" does not have the expected form: {1}", text, rules["description"] is { } words ? Said(words) : Sentence.Verbatim(pattern))));
        if (rules["format"]?.GetValue<string>() is { } format && !HasFormat(format, text)) faults.Add((at, Sentence.Of("\"{0}\" is not {1}.", text, FormatName(format))));
    }

    static Sentence FormatName(string format) => format switch
    {
        "date" => Sentence.Of("a date, such as 2026-04-01"), "date-time" => Sentence.Of("a date and time, such as 2026-04-01T09:00:00+09:00"),
        "email" => Sentence.Of("a mail address"), _ => Sentence.Of("a web address"),
    };

    static Sentence Few(decimal least) => least == 1 ? Sentence.Of("At least one entry is needed here.") : Sentence.Of("At least {0} entries are needed here.", least);

    static Sentence Many(decimal most) => most == 1 ? Sentence.Of("At most one entry may stand here.") : Sentence.Of("At most {0} entries may stand here.", most);

    static bool HasFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "email" => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var sign && sign < text.Length - 1,
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        _ => true,
    };

    void Map(JsonObject rules, JsonObject map, string at, List<(string, Sentence)> faults)
    {
        if (Number(rules["minProperties"]) is { } least && map.Count < least) faults.Add((at, Few(least)));
        if (Number(rules["maxProperties"]) is { } most && map.Count > most) faults.Add((at, Many(most)));
        if (rules["required"] is JsonArray required)
            foreach (var name in required.Select(name => name!.GetValue<string>()))
                if (!map.ContainsKey(name)) faults.Add((at, Sentence.Of("\"{0}\" is missing.", name)));
        var known = rules["properties"] as JsonObject;
        foreach (var (name, value) in map)
        {
            var here = at + PlacedJson.Step(name);
            if (rules["propertyNames"] is { } names) Check(names, JsonValue.Create(name), here, faults);
            if (known?[name] is { } schema) Check(schema, value, here, faults);
            else if (rules["additionalProperties"] is JsonValue no && no.GetValueKind() == JsonValueKind.False) faults.Add((here, Meant(Sentence.Of("\"{0}\" is not known here.", name), name, known?.Select(pair => pair.Key) ?? [])));
            else if (rules["additionalProperties"] is JsonObject rest) Check(rest, value, here, faults);
        }
    }

    void List(JsonObject rules, JsonArray list, string at, List<(string, Sentence)> faults)
    {
        if (Number(rules["minItems"]) is { } least && list.Count < least) faults.Add((at, Few(least)));
        if (Number(rules["maxItems"]) is { } most && list.Count > most) faults.Add((at, Many(most)));
        var isUnique = rules["uniqueItems"]?.GetValue<bool>() == true;
        for (var i = 0; i < list.Count; i++)
        {
            if (rules["items"] is { } items) Check(items, list[i], $"{at}/{i}", faults);
            if (isUnique && list.Take(i).Any(other => JsonNode.DeepEquals(other, list[i]))) faults.Add(($"{at}/{i}", Sentence.Of("{0} is listed twice.", Shown(list[i]))));
        }
    }

    void Combined(JsonObject rules, JsonNode? value, string at, List<(string, Sentence)> faults)
    {
        if (rules["allOf"] is JsonArray all) foreach (var part in all) Check(part!, value, at, faults);
        if (rules["if"] is { } condition)
        {
            var branch = Holds(condition, value) ? rules["then"] : rules["else"];
            if (branch is not null) Check(branch, value, at, faults);
        }
        if (rules["not"] is { } not && Holds(not, value)) faults.Add((at, Sentence.Of("This combination is not allowed.")));
        if ((rules["oneOf"] ?? rules["anyOf"]) is not JsonArray forms) return;
        var tries = forms.Select(form => { var found = new List<(string, Sentence)>(); Check(form!, value, at, found); return found; }).ToList();
        var fitting = tries.Count(found => found.Count == 0);
        if (fitting == 1 || (fitting > 1 && rules["oneOf"] is null)) return;
        if (fitting > 1) { faults.Add((at, Sentence.Of("Only one of these may be given: {0}.", Forms(forms)))); return; }
        // The form that came deepest into the document is most likely the one that was meant.
        var best = tries.Where(found => found.All(fault => fault.Item1.Length > at.Length)).MaxBy(found => found.Max(fault => fault.Item1.Length));
        if (best is not null) faults.AddRange(best);
        else faults.Add((at, Sentence.Of("One of these is needed: {0}.", Forms(forms))));
    }

    bool Holds(JsonNode schema, JsonNode? value)
    {
        var faults = new List<(string, Sentence)>();
        Check(schema, value, "", faults);
        return faults.Count == 0;
    }

    Sentence Forms(JsonArray forms) => forms.Select(form => Form(form!)).Distinct().Aggregate((one, other) => Sentence.Of("{0}; {1}", one, other));

    Sentence Form(JsonNode form)
    {
        if (form["$ref"]?.GetValue<string>() is { } reference)
        {
            var target = Resolve(reference).Item2;
            return target["title"] is { } title ? Said(title) : Form(target);
        }
        if (form["required"] is JsonArray required) return Sentence.Verbatim(string.Join(" + ", required.Select(Text)));
        if (form["enum"] is JsonArray choices) return Sentence.Verbatim(string.Join(", ", choices.Select(Written)));
        if (form["const"] is { } constant) return Sentence.Verbatim(Written(constant));
        return form["type"] is JsonValue type ? Words(type.GetValue<string>()) : Sentence.Of("another form");
    }

    // The schemas' own words; a test finds them there.
    static Sentence Said(JsonNode words) => Sentence.Verbatim(words.GetValue<string>());

    static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    static Sentence Meant(Sentence said, string? wrong, IEnumerable<string?> known) =>
        wrong is not null && Nearest.Of(wrong, known.OfType<string>()) is { } near ? Sentence.Of("{0} Did you mean {1}?", said, $"\"{near}\"") : said;
}
