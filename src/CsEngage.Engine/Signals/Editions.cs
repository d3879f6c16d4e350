using System.Collections.Concurrent;
using System.Text.Json;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;

namespace CsEngage.Engine.Signals;

/// <summary>What completes a guide besides reading it.</summary>
public enum GuideDone
{
    /// <summary>Nothing: read is done.</summary>
    Read,

    /// <summary>The contact says "done".</summary>
    Mark,
}

/// <summary>One version of a guide in one locale, as far as reading it is measured.</summary>
public sealed record Edition(string Key, int Version, string Locale, TimeSpan Estimated, int Headings, GuideDone Done)
{
    public string Subject => "guide:" + Key;
}

/// <summary>Editions by key, version and locale. A version never changes, so what is known stays.</summary>
public sealed class Editions(ContentShelf shelf, Bodies bodies)
{
    const int Most = 10_000;
    readonly ConcurrentDictionary<(string Key, int Version, string Locale), Edition> known = new();

    public async Task<Edition?> Find(string key, int version, string locale)
    {
        if (known.TryGetValue((key, version, locale), out var edition)) return edition;
        if (await shelf.Find("guide", key) is not { } item || await shelf.Version(item.Id, locale, version) is not { } text) return null;
        var body = bodies.Of($"{item.Id:N}.{version}", locale, text.Body);
        edition = new Edition(key, version, locale, body.Reading.Estimated, body.Anchors.Count(), DoneOf(text.Front));
        if (known.Count >= Most) known.Clear();
        return known[(key, version, locale)] = edition;
    }

    static GuideDone DoneOf(string front)
    {
        using var document = JsonDocument.Parse(front.Length == 0 ? "{}" : front);
        return document.RootElement.TryGetProperty("done", out var done) && done.GetString() == "read" ? GuideDone.Read : GuideDone.Mark;
    }
}
