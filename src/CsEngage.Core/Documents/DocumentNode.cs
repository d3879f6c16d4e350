using System.Collections.Immutable;
using System.Globalization;
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

    public void Wrong(string message, string remedy) => problems.Add(new(path, message, remedy));

    public DocumentNode this[string name] =>
        new(IsObject && value!.Value.TryGetProperty(name, out var child) ? child : null, $"{path}.{name}", problems);

    /// <summary>Notes each property that is not one of these, with the nearest that is.</summary>
    public void Only(params ReadOnlySpan<string> names)
    {
        if (!IsObject) return;
        foreach (var property in value!.Value.EnumerateObject())
        {
            if (names.Contains(property.Name)) continue;
            var near = Nearest(property.Name, names);
            problems.Add(new($"{path}.{property.Name}", $"\"{property.Name}\" is not known here.", near is null ? $"Use {Either(names)}." : $"Did you mean \"{near}\"?"));
        }
    }

    public ImmutableArray<DocumentNode> Items()
    {
        if (IsMissing) return [];
        if (!IsList)
        {
            Wrong("A list is expected here.", "Put it into [ ].");
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
            Wrong("Names with values are expected here.", "Write it as {name: value}.");
            return [];
        }
        var (at, notes) = (path, problems);
        return [.. value!.Value.EnumerateObject().Select(property => (property.Name, new DocumentNode(property.Value, $"{at}.{property.Name}", notes)))];
    }

    public string Key()
    {
        if (TextOrNull is { } text && Keys().IsMatch(text)) return text;
        Wrong(IsMissing ? "A key is missing." : "This is not a key.", "Use lower-case letters, digits and single hyphens, such as team-invited.");
        return "";
    }

    public string? KeyOrNull() => IsMissing ? null : Key();

    public ImmutableArray<string> KeyList() => [.. Items().Select(item => item.Key())];

    public LocalizedText Title()
    {
        var text = Localized();
        if (text.Texts.Count == 0 && (IsMissing || IsObject)) Wrong("A text is missing.", "Write it per locale: {en: …, ja: …}.");
        return text;
    }

    public LocalizedText Localized()
    {
        if (IsMissing) return LocalizedText.Empty;
        if (IsText) return LocalizedText.Of(TextOrNull!);
        if (!IsObject)
        {
            Wrong("A text per locale is expected.", "Write {en: …, ja: …}.");
            return LocalizedText.Empty;
        }
        var texts = LocalizedText.Empty.Texts;
        foreach (var (locale, node) in Properties())
        {
            if (!Locales().IsMatch(locale)) node.Wrong($"\"{locale}\" is not a locale.", "Use a tag such as en, ja or pt-BR.");
            else if (string.IsNullOrWhiteSpace(node.TextOrNull)) node.Wrong("The text is empty.", "Write it, or leave the locale out.");
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
        Wrong(IsText ? $"\"{TextOrNull}\" is not one of the choices." : "A word is expected.", $"Use {Either(words)}.");
        return otherwise;
    }

    public int Whole(int otherwise, int least, int most)
    {
        if (IsMissing) return otherwise;
        if (value!.Value.ValueKind == JsonValueKind.Number && value.Value.TryGetInt32(out var number) && number >= least && number <= most) return number;
        Wrong("A whole number is expected.", string.Create(CultureInfo.InvariantCulture, $"Use {least} to {most}."));
        return otherwise;
    }

    public decimal Number(decimal otherwise, decimal least, decimal most, string range)
    {
        if (IsMissing) return otherwise;
        if (value!.Value.ValueKind == JsonValueKind.Number && value.Value.TryGetDecimal(out var number) && number >= least && number <= most) return number;
        Wrong("This number is not possible here.", $"Use {range}.");
        return otherwise;
    }

    public bool Flag(bool otherwise)
    {
        if (IsMissing) return otherwise;
        if (value!.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.Value.GetBoolean();
        Wrong("Yes or no is expected.", "Use true or false.");
        return otherwise;
    }

    public Rule? Rule(RuleScope scope)
    {
        if (IsMissing) return null;
        if (TextOrNull is not { } text)
        {
            Wrong("A rule is expected.", "Write it as text.");
            return null;
        }
        try
        {
            return Core.Rule.Parse(text, scope);
        }
        catch (RuleException broken)
        {
            problems.Add(new(path, string.Create(CultureInfo.InvariantCulture, $"The rule cannot be read at position {broken.Position}: {broken.Message}"), "Mend the rule."));
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
            Wrong($"\"{text}\" is not a duration.", "Write {days: 3}, {business_days: 3}, {hours: 4} or \"4h\".");
            return null;
        }
        if (value!.Value.ValueKind == JsonValueKind.Number) return new(daysAreBusiness ? DurationUnit.BusinessDays : DurationUnit.Days, Whole(0, 0, 3660));
        Only("minutes", "hours", "days", "business_days", "weeks");
        var units = Properties();
        if (units is not [var (unit, amount)])
        {
            Wrong("A duration has exactly one unit.", "Write {days: 3}, {business_days: 3}, {hours: 4}, {minutes: 30} or {weeks: 2}.");
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
    public static void Distinct(IEnumerable<(string Key, DocumentNode Node)> keyed, string where)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, node) in keyed)
            if (key.Length > 0 && !seen.Add(key)) node.Wrong($"The key \"{key}\" comes twice in {where}.", "Give one of them another key.");
    }

    static string Either(ReadOnlySpan<string> words) => string.Join(", ", words.ToArray());

    static string? Nearest(string word, ReadOnlySpan<string> words)
    {
        var (best, distance) = ((string?)null, 1 + (word.Length / 3));
        foreach (var candidate in words)
            if (Distance(word, candidate) is var d && d <= distance) (best, distance) = (candidate, d - 1);
        return best;
    }

    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
        }
        return row[b.Length];
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Keys();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]+)*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Locales();
}
