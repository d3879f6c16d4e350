using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CsEngage.Core;

/// <summary>A place in a JSON document that is being read; whatever is wrong is noted and reading goes on.</summary>
readonly partial struct DocumentNode(JsonElement? value, string path, List<DocumentProblem> problems)
{
    public bool IsMissing => value is not { ValueKind: not JsonValueKind.Null and not JsonValueKind.Undefined };
    public bool IsObject => value?.ValueKind == JsonValueKind.Object;
    public bool IsText => value?.ValueKind == JsonValueKind.String;
    public bool IsList => value?.ValueKind == JsonValueKind.Array;
    public string Path => path;
    public string? TextOrNull => IsText ? value!.Value.GetString() : null;
    public JsonElement Value => value!.Value;

    public void Wrong(Sentence message, Sentence remedy) => problems.Add(new(path, message, remedy));

    public DocumentNode this[string name] =>
        new(IsObject && value!.Value.TryGetProperty(name, out var child) ? child : null, $"{path}.{name}", problems);

    /// <summary>Notes each property that is not one of these, with the nearest that is.</summary>
    public void Only(params ReadOnlySpan<string> names)
    {
        if (!IsObject) return;
        foreach (var property in value!.Value.EnumerateObject())
        {
            if (names.Contains(property.Name)) continue;
            var near = Nearest.Of(property.Name, names.ToArray());
            problems.Add(new($"{path}.{property.Name}", Sentence.Of("\"{0}\" is not known here.", property.Name), near is null ? Sentence.Of("Use {0}.", Either(names)) : Sentence.Of("Did you mean \"{0}\"?", near)));
        }
    }

    public ImmutableArray<DocumentNode> Items()
    {
        if (IsMissing) return [];
        if (!IsList)
        {
            Wrong(Sentence.Of("A list is expected here."), Sentence.Of("Put it into [ ]."));
            return [];
        }
        var (at, notes) = (path, problems);
        return [.. value!.Value.EnumerateArray().Select((item, i) => new DocumentNode(item, $"{at}[{i}]", notes))];
    }

    public ImmutableArray<(string Name, DocumentNode Node)> Properties()
    {
        if (IsMissing) return [];
        if (!IsObject)
        {
            Wrong(Sentence.Of("Names with values are expected here."), Sentence.Of("Write it as {name: value}."));
            return [];
        }
        var (at, notes) = (path, problems);
        return [.. value!.Value.EnumerateObject().Select(property => (property.Name, new DocumentNode(property.Value, $"{at}.{property.Name}", notes)))];
    }

    public string Key()
    {
        if (TextOrNull is { } text && Keys().IsMatch(text)) return text;
        Wrong(IsMissing ? Sentence.Of("A key is missing.") : Sentence.Of("This is not a key."), Sentence.Of("Use lower-case letters, digits and single hyphens, such as team-invited."));
        return "";
    }

    public string? KeyOrNull() => IsMissing ? null : Key();

    public ImmutableArray<string> KeyList() => [.. Items().Select(item => item.Key())];

    public LocalizedText Title()
    {
        var text = Localized();
        if (text.Texts.Count == 0 && (IsMissing || IsObject)) Wrong(Sentence.Of("A text is missing."), Sentence.Of("Write it per locale: {en: …, ja: …}."));
        return text;
    }

    public LocalizedText Localized()
    {
        if (IsMissing) return LocalizedText.Empty;
        if (IsText) return LocalizedText.Of(TextOrNull!);
        if (!IsObject)
        {
            Wrong(Sentence.Of("A text per locale is expected."), Sentence.Of("Write {en: …, ja: …}."));
            return LocalizedText.Empty;
        }
        var texts = LocalizedText.Empty.Texts;
        foreach (var (locale, node) in Properties())
        {
            if (!Locales().IsMatch(locale)) node.Wrong(Sentence.Of("\"{0}\" is not a locale.", locale), Sentence.Of("Use a tag such as en, ja or pt-BR."));
            else if (string.IsNullOrWhiteSpace(node.TextOrNull)) node.Wrong(Sentence.Of("The text is empty."), Sentence.Of("Write it, or leave the locale out."));
            else texts = texts.SetItem(locale, node.TextOrNull!);
        }
        return new(texts);
    }

    public T Choice<T>(T otherwise, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        if (IsMissing) return otherwise;
        var words = new string[choices.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            if (TextOrNull == choices[i].Word) return choices[i].Meaning;
            words[i] = choices[i].Word;
        }
        Wrong(TextOrNull is { } other ? Sentence.Of("\"{0}\" is not one of the choices.", other) : Sentence.Of("A word is expected."), Sentence.Of("Use {0}.", Either(words)));
        return otherwise;
    }

    public int Whole(int otherwise, int least, int most)
    {
        if (IsMissing) return otherwise;
        if (value!.Value.ValueKind == JsonValueKind.Number && value.Value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Wrong(Sentence.Of("A whole number is expected."), Sentence.Of("Use {0} to {1}.", least, most));
        return otherwise;
    }

    public decimal Number(decimal otherwise, decimal least, decimal most, Sentence range)
    {
        if (IsMissing) return otherwise;
        if (value!.Value.ValueKind == JsonValueKind.Number && value.Value.TryGetDecimal(out var number) && number >= least && number <= most) return number;
        Wrong(Sentence.Of("This number is not possible here."), Sentence.Of("Use {0}.", range));
        return otherwise;
    }

    public bool Flag(bool otherwise)
    {
        if (IsMissing) return otherwise;
        if (value!.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.Value.GetBoolean();
        Wrong(Sentence.Of("Yes or no is expected."), Sentence.Of("Use true or false."));
        return otherwise;
    }

    public Rule? Rule(RuleScope scope)
    {
        if (IsMissing) return null;
        if (TextOrNull is not { } text)
        {
            Wrong(Sentence.Of("A rule is expected."), Sentence.Of("Write it as text."));
            return null;
        }
        try
        {
            return Core.Rule.Parse(text, scope);
        }
        catch (RuleException broken)
        {
            problems.Add(new(path, Sentence.Of("The rule cannot be read at position {0}: {1}", broken.Position, broken.Said), Sentence.Of("Mend the rule.")));
            return null;
        }
    }

    /// <summary>A duration as object or text. Days are calendar days, or business days where the place says so.</summary>
    public Duration? Span(bool daysAreBusiness)
    {
        if (IsMissing) return null;
        if (TextOrNull is { } text)
        {
            if (Duration.Read(text) is { } read) return read.Unit == DurationUnit.Days && daysAreBusiness ? read with { Unit = DurationUnit.BusinessDays } : read;
            Wrong(Sentence.Of("\"{0}\" is not a duration.", text), Sentence.Of("Write {days: 3}, {business_days: 3}, {hours: 4} or \"4h\"."));
            return null;
        }
        if (value!.Value.ValueKind == JsonValueKind.Number) return new(daysAreBusiness ? DurationUnit.BusinessDays : DurationUnit.Days, Whole(0, 0, 3660));
        Only("minutes", "hours", "days", "business_days", "weeks");
        var units = Properties();
        if (units is not [var (unit, amount)])
        {
            Wrong(Sentence.Of("A duration has exactly one unit."), Sentence.Of("Write {days: 3}, {business_days: 3}, {hours: 4}, {minutes: 30} or {weeks: 2}."));
            return null;
        }
        var n = amount.Whole(0, 0, 525_600);
        return unit switch
        {
            "minutes" => new(DurationUnit.Minutes, n),
            "hours" => new(DurationUnit.Minutes, n * 60),
            "weeks" => new(DurationUnit.Days, n * 7),
            "business_days" => new(DurationUnit.BusinessDays, n),
            _ => new(daysAreBusiness ? DurationUnit.BusinessDays : DurationUnit.Days, n),
        };
    }

    /// <summary>Notes keys that come twice.</summary>
    public static void Distinct(IEnumerable<(string Key, DocumentNode Node)> keyed, Sentence where)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, node) in keyed)
            if (key.Length > 0 && !seen.Add(key)) node.Wrong(Sentence.Of("The key \"{0}\" comes twice in {1}.", key, where), Sentence.Of("Give one of them another key."));
    }

    static string Either(ReadOnlySpan<string> words) => string.Join(", ", words.ToArray());

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Keys();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]+)*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Locales();
}
