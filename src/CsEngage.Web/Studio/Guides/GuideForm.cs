using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Store.Content;
using CsEngage.Web.Studio.Documents;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Guides;

/// <summary>
/// What the editor of a guide says beside its title and text, as it was typed: a fault sends all of it back. The front matter of the text keeps
/// it; what all languages share is written there too, and takes effect in all of them when one is published.
/// </summary>
public sealed class GuideForm
{
    public const int LongestRule = 2000;

    /// <summary>Fields of the front matter that are the guide's and not one language's.</summary>
    static readonly string[] OfAll = ["tags", "owner", "review_by", "roles", "audience", "locks", "publish_from", "publish_until", "done", "next", "related"];

    const string Local = "yyyy-MM-dd'T'HH:mm";

    public string? Summary { get; set; }

    public string? Slug { get; set; }

    public string? Minutes { get; set; }

    public string? Tags { get; set; }

    public string? Owner { get; set; }

    public string? ReviewBy { get; set; }

    public string[] Roles { get; set; } = [];

    public string? Audience { get; set; }

    public string[] Locks { get; set; } = [];

    /// <summary>A time of the operator's zone.</summary>
    public string? ShownFrom { get; set; }

    /// <summary>A time of the operator's zone.</summary>
    public string? ShownUntil { get; set; }

    public string? Done { get; set; }

    public string? Next { get; set; }

    public string[] Related { get; set; } = [];

    /// <summary>What a text says now.</summary>
    public static GuideForm Of(Draft draft, TimeZoneInfo zone)
    {
        var front = Fields(draft.Front);
        return new()
        {
            Summary = Text(front, "summary"), Slug = draft.Slug, Minutes = Text(front, "minutes"), Tags = string.Join(", ", Texts(front, "tags")), Owner = Text(front, "owner"), ReviewBy = Text(front, "review_by"),
            Roles = Texts(front, "roles"), Audience = Text(front, "audience"), Locks = [.. LockKeys(front)], ShownFrom = Wall(front, "publish_from", zone), ShownUntil = Wall(front, "publish_until", zone),
            Done = Text(front, "done") ?? "mark", Next = Text(front, "next"), Related = Texts(front, "related"),
        };
    }

    /// <summary>The front matter with what was typed; fields that the form does not have stay as they are.</summary>
    public string Front(string before, TimeZoneInfo zone)
    {
        var fields = Fields(before);
        Put(fields, "summary", Trimmed(Summary));
        Put(fields, "minutes", int.TryParse(Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : null);
        Put(fields, "tags", List(TagKeys));
        Put(fields, "owner", Trimmed(Owner));
        Put(fields, "review_by", Trimmed(ReviewBy));
        Put(fields, "roles", List(Roles));
        Put(fields, "audience", Trimmed(Audience?.ReplaceLineEndings(" ")));
        Put(fields, "locks", Locks.Length == 0 ? null : new JsonArray([.. Locks.Distinct(StringComparer.Ordinal).Select(one => one.Split('/')).Where(parts => parts.Length == 2).Select(parts => new JsonObject { ["journey"] = parts[0], ["checkpoint"] = parts[1] })]));
        PutTime(fields, "publish_from", ShownFrom, zone);
        PutTime(fields, "publish_until", ShownUntil, zone);
        Put(fields, "done", Done is "read" or "mark" ? Done : Text(fields, "done"));
        Put(fields, "next", Trimmed(Next));
        Put(fields, "related", List(Related));
        return fields.ToJsonString(TextModel.Plain);
    }

    /// <summary>The front matter of another language with what all languages share; the same text when it says the same already.</summary>
    public static string Carried(string from, string to)
    {
        var (source, target) = (Fields(from), Fields(to));
        if (OfAll.All(name => JsonNode.DeepEquals(source[name], target[name]))) return to;
        foreach (var name in OfAll) Put(target, name, source[name]?.DeepClone());
        return target.ToJsonString(TextModel.Plain);
    }

    /// <summary>The guide with what a front matter says of all its languages.</summary>
    public static Item Shared(Item item, string front)
    {
        var fields = Fields(front);
        return item with
        {
            Tags = [.. Texts(fields, "tags")], Owner = Text(fields, "owner"), ReviewBy = Day(Text(fields, "review_by")), Audience = Text(fields, "audience"),
            VisibleFrom = Instant(fields, "publish_from"), VisibleUntil = Instant(fields, "publish_until"),
        };
    }

    /// <summary>What cannot be kept as it was typed, field by field.</summary>
    public IEnumerable<(string Field, string Because)> Wrong(TimeZoneInfo zone, IStringLocalizer<Words> words)
    {
        if (Trimmed(Minutes) is { } minutes && !(int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 600)) yield return ("minutes", words["Minutes are a whole number from 1 to 600, or nothing."]);
        if (Trimmed(ReviewBy) is { } day && Day(day) is null) yield return ("reviewBy", words["“{0}” is no date.", day]);
        foreach (var (field, text) in new[] { ("shownFrom", ShownFrom), ("shownUntil", ShownUntil) })
            if (Trimmed(text) is { } typed && At(typed, zone) is null) yield return (field, words["“{0}” is no date and time.", typed]);
        if (At(ShownFrom, zone) is { } from && At(ShownUntil, zone) is { } until && until <= from) yield return ("shownUntil", words["It would end before it begins."]);
        if (Audience?.Length > LongestRule) yield return ("audience", words["A rule has at most {0} characters.", LongestRule]);
        foreach (var tag in (Tags ?? "").Split([',', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (KeyText.Of(tag).Length == 0) yield return ("tags", words["The tag “{0}” needs Latin letters or digits: lists and links are made by it.", tag]);
    }

    /// <summary>What is wrong with the audience; null when it can be read or there is none.</summary>
    public RuleException? WrongAudience()
    {
        if (Trimmed(Audience) is not { } rule) return null;
        try
        {
            Rule.Parse(rule, RuleScope.Contact);
            return null;
        }
        catch (RuleException fault)
        {
            return fault;
        }
    }

    IEnumerable<string> TagKeys => (Tags ?? "").Split([',', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(KeyText.Of).Where(tag => tag.Length > 0);

    static JsonObject Fields(string front) => JsonNode.Parse(front.Length == 0 ? "{}" : front) as JsonObject ?? [];

    static void Put(JsonObject fields, string name, JsonNode? value)
    {
        if (value is null) fields.Remove(name);
        else if (!JsonNode.DeepEquals(fields[name], value)) fields[name] = value.Parent is null ? value : value.DeepClone();
    }

    // A time that was not touched stays as its author wrote it, with its own offset.
    static void PutTime(JsonObject fields, string name, string? typed, TimeZoneInfo zone)
    {
        if (Trimmed(typed) == Wall(fields, name, zone)) return;
        Put(fields, name, At(typed, zone) is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : null);
    }

    static string? Wall(JsonObject fields, string name, TimeZoneInfo zone) => Instant(fields, name) is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString(Local, CultureInfo.InvariantCulture) : null;

    static DateTimeOffset? At(string? typed, TimeZoneInfo zone) => DateTime.TryParseExact(typed, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
        ? LocalTime.At(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall), zone) : null;

    static DateTimeOffset? Instant(JsonObject fields, string name) =>
        DateTimeOffset.TryParse(Text(fields, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static JsonArray? List(IEnumerable<string> texts) => texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } list ? new JsonArray([.. list.Select(text => JsonValue.Create(text))]) : null;

    static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static string? Text(JsonObject fields, string name) => fields[name] is JsonValue value ? value.ToString() : null;

    static string[] Texts(JsonObject fields, string name) => fields[name] is JsonArray list ? [.. list.OfType<JsonValue>().Select(one => one.ToString())] : [];

    static IEnumerable<string> LockKeys(JsonObject fields) => (fields["locks"] as JsonArray ?? []).OfType<JsonObject>().Select(one => $"{one["journey"]}/{one["checkpoint"]}");
}
