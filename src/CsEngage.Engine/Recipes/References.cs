using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>What a document points to: by the fields that name other documents, by links in its texts, and by what its rules read.</summary>
public static partial class References
{
    static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["guides"] = "guide", ["related"] = "guide", ["next"] = "guide", ["template"] = "template", ["invitation"] = "template", ["send"] = "template", ["topic"] = "topic",
        ["survey"] = "survey", ["ask"] = "survey", ["play"] = "play", ["start"] = "journey", ["journey"] = "journey", ["journeys"] = "journey", ["segment"] = "segment", ["pages"] = "page", ["blueprint"] = "blueprint", ["cards"] = "scorecard", ["primary"] = "scorecard",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Of which kind the document is that a field names by key; null when the field names none.</summary>
    public static string? KindOf(string field) => Kinds.GetValueOrDefault(field);

    /// <summary>That there is no document of a kind and key.</summary>
    public static Sentence Missing(string kind, string key) => kind switch
    {
        "guide" => Sentence.Of("There is no guide \"{0}\".", key),
        "template" => Sentence.Of("There is no template \"{0}\".", key),
        "topic" => Sentence.Of("There is no topic \"{0}\".", key),
        "survey" => Sentence.Of("There is no survey \"{0}\".", key),
        "play" => Sentence.Of("There is no play \"{0}\".", key),
        "journey" => Sentence.Of("There is no journey \"{0}\".", key),
        "page" => Sentence.Of("There is no page \"{0}\".", key),
        "blueprint" => Sentence.Of("There is no blueprint \"{0}\".", key),
        "scorecard" => Sentence.Of("There is no scorecard \"{0}\".", key),
        _ => Sentence.Of("There is no \"{0}\".", key),
    };

    /// <summary>Everything that a document points to, as kind:key.</summary>
    /// <param name="kind">Kind of the document.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="body">Its text, of guides and templates.</param>
    public static ImmutableHashSet<string> Of(string kind, JsonObject fields, string? body = null)
    {
        var found = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        Walk(fields, null, found);
        Links(body, found);
        var schema = JsonSchema.Of(kind);
        foreach (var definition in (ReadOnlySpan<string>)["rule", "figure"])
            foreach (var (_, text) in schema.Marked(fields, definition)) Rules(text, found);
        return found.ToImmutable();
    }

    static void Walk(JsonNode? node, string? field, ImmutableHashSet<string>.Builder found)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map) Walk(value, name, found);
                break;
            case JsonArray list:
                foreach (var item in list) Walk(item, field, found);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                if (field is not null && KindOf(field) is { } kind && Key().IsMatch(text)) found.Add($"{kind}:{text}");
                Links(text, found);
                break;
        }
    }

    static void Links(string? text, ImmutableHashSet<string>.Builder found)
    {
        if (text is null) return;
        foreach (Match link in Link().Matches(text)) found.Add(link.Value);
    }

    static void Rules(string text, ImmutableHashSet<string>.Builder found)
    {
        if (NeedsOf(text) is not { } needs) return;
        foreach (var segment in needs.Segments) found.Add("segment:" + segment);
        foreach (var survey in needs.Surveys) found.Add("survey:" + survey);
        foreach (var journey in needs.Journeys) found.Add("journey:" + journey);
        foreach (var counter in needs.Counters)
            if (counter.Subject is { } subject && subject.StartsWith("guide:", StringComparison.Ordinal) && !subject.EndsWith('*')) found.Add(subject);
    }

    // Which scope a rule has its document says; what it reads is the same in both.
    static RuleNeeds? NeedsOf(string text)
    {
        foreach (var scope in (ReadOnlySpan<RuleScope>)[RuleScope.Contact, RuleScope.Account])
        {
            try
            {
                return Rule.Parse(text, scope).Needs;
            }
            catch (RuleException)
            {
                // It may be a figure.
            }

            try
            {
                return Figure.Parse(text, scope).Needs;
            }
            catch (RuleException)
            {
                // Tried in the other scope next; what cannot be read at all points to nothing.
            }
        }

        return null;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"\b(guide|media|page):[a-z0-9][a-z0-9._-]*[a-z0-9]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
