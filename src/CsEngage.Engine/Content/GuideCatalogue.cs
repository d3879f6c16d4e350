using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Content;
using Microsoft.Extensions.Logging;

namespace CsEngage.Engine.Content;

/// <summary>
/// All published guides, read once for everything that is in force, and what each blueprint holds of them. Portals and mails ask here, so that
/// a mail names no guide which its reader's portal does not show.
/// </summary>
public sealed partial class GuideCatalogue(Authored authored, ILogger<GuideCatalogue> log)
{
    GuidesInForce? current;

    public async ValueTask<GuidesInForce> Current() => Of(await authored.Current());

    public GuidesInForce Of(AuthoredSet set)
    {
        var known = Volatile.Read(ref current);
        if (known is null || !known.IsOf(set)) Volatile.Write(ref current, known = new(set, Read(set)));
        return known;
    }

    FrozenDictionary<string, PublishedGuide> Read(AuthoredSet set) =>
        set.Catalogue.Where(entry => entry.Item.Kind == "guide").Select(Published).OfType<PublishedGuide>().ToFrozenDictionary(guide => guide.Item.Key, StringComparer.Ordinal);

    PublishedGuide? Published(CatalogueEntry entry)
    {
        try
        {
            return new(entry.Item, entry.Item.Audience is { } text ? Rule.Parse(text, RuleScope.Contact) : null, [.. entry.Variants.Select(variant => (variant, GuideFront.Parse(variant.Front)))]);
        }
        catch (RuleException broken)
        {
            // Whom it is for cannot be told, so nobody sees it.
            Broken(log, entry.Item.Key, broken.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audience of guide {Key} cannot be read, so nobody sees the guide: {Fault}")]
    static partial void Broken(ILogger logger, string key, string fault);
}

/// <summary>The guides of one state of what is in force. What a blueprint holds of them is worked out once for each locale.</summary>
public sealed class GuidesInForce(AuthoredSet set, FrozenDictionary<string, PublishedGuide> guides)
{
    const int Most = 1000;
    readonly ConcurrentDictionary<(BlueprintGuides Blueprint, (string, string?, string) Locales), GuideList> held = new();

    internal bool IsOf(AuthoredSet other) => ReferenceEquals(set, other);

    public PublishedGuide? Find(string key) => guides.GetValueOrDefault(key);

    /// <summary>The guides that portals of this blueprint hold, each in the variant for such a reader; who may see which is asked elsewhere.</summary>
    public GuideList Held(BlueprintGuides blueprint, string reader, string? account, string profile)
    {
        var locales = (reader, account, profile);
        if (held.TryGetValue((blueprint, locales), out var known)) return known;
        if (held.Count >= Most) held.Clear();
        return held[(blueprint, locales)] = new([.. Keys(blueprint).Select(key => Find(key)?.For(reader, account, profile)).OfType<Guide>()]);
    }

    /// <summary>Whether portals that are made from this blueprint hold the guide of that key.</summary>
    public bool Holds(BlueprintGuides blueprint, string key) => Keys(blueprint).Contains(key);

    // What a checkpoint of the portal's journey points to belongs to the portal, listed or not.
    IEnumerable<string> Keys(BlueprintGuides blueprint) => blueprint.Guides
        .Concat(set.Journeys.Values.Where(journey => blueprint.Journeys.Contains(journey.Key)).SelectMany(journey => journey.Checkpoints).SelectMany(checkpoint => checkpoint.Guides)).Distinct(StringComparer.Ordinal);
}
