using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store;
using CsEngage.Store.Content;

namespace CsEngage.Web.Portal;

/// <summary>A published guide with what its texts say, read once.</summary>
/// <param name="Audience">Who may see it; null for everybody.</param>
sealed record PublishedGuide(Item Item, Rule? Audience, ImmutableArray<(CatalogueVariant Variant, GuideFront Front)> Variants)
{
    public ImmutableArray<string> Locales { get; } = [.. Variants.Select(one => one.Variant.Locale)];

    /// <summary>The variant of exactly this locale.</summary>
    public CatalogueVariant? In(string locale) => Variants.FirstOrDefault(one => one.Variant.Locale == locale).Variant;

    /// <summary>The variant that suits a reader.</summary>
    public Guide? For(string locale, string? account, string profile) =>
        Core.Locales.Choose(Locales, locale, account, profile) is { } shown && Variants.First(one => one.Variant.Locale == shown.Locale) is var (variant, front) ? new Guide(Item, variant, front, Audience) : null;
}

/// <summary>All published guides, kept in memory until something is published anew, and what each blueprint holds of them.</summary>
sealed partial class GuideCatalogue : IDisposable
{
    readonly ContentShelf shelf;
    readonly JourneyShelf journeys;
    readonly ILogger<GuideCatalogue> log;
    readonly Remembered<FrozenDictionary<string, PublishedGuide>> guides;
    Holdings? holdings;

    public GuideCatalogue(ContentShelf shelf, JourneyShelf journeys, WakeUp wakeUp, ILogger<GuideCatalogue> log)
    {
        (this.shelf, this.journeys, this.log) = (shelf, journeys, log);
        guides = new(wakeUp, "content", Read);
    }

    public Task<FrozenDictionary<string, PublishedGuide>> Guides() => guides.Value();

    /// <summary>The guides that portals of this blueprint hold, each in the variant for such a reader; who may see which is asked elsewhere.</summary>
    public async Task<GuideList> Held(Blueprint blueprint, string reader, string? account, string operatorLocale)
    {
        var (published, inForce) = (await Guides(), await journeys.InForce());
        var known = Volatile.Read(ref holdings);
        if (known is null || !known.IsOf(published, inForce)) Volatile.Write(ref holdings, known = new Holdings(published, inForce));
        return known.Of(blueprint, (reader, account, operatorLocale));
    }

    /// <summary>Whether portals that are made from this blueprint hold the guide of that key.</summary>
    public async Task<bool> Holds(Blueprint blueprint, string key) => Keys(blueprint, await journeys.InForce()).Contains(key);

    // What a checkpoint of the portal's journey points to belongs to the portal, listed or not.
    static IEnumerable<string> Keys(Blueprint blueprint, ImmutableArray<Journey> inForce) => blueprint.Guides
        .Concat(inForce.Where(journey => blueprint.Journeys.Contains(journey.Key)).SelectMany(journey => journey.Checkpoints).SelectMany(checkpoint => checkpoint.Guides)).Distinct(StringComparer.Ordinal);

    async Task<FrozenDictionary<string, PublishedGuide>> Read() => (await shelf.Catalogue()).Where(entry => entry.Item.Kind == "guide").Select(Of).OfType<PublishedGuide>()
        .ToFrozenDictionary(guide => guide.Item.Key, StringComparer.Ordinal);

    PublishedGuide? Of(CatalogueEntry entry)
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

    public void Dispose() => guides.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "The audience of guide {Key} cannot be read, so nobody sees the guide: {Fault}")]
    static partial void Broken(ILogger logger, string key, string fault);

    /// <summary>Worked out once for each blueprint and locale while nothing was published.</summary>
    sealed class Holdings(FrozenDictionary<string, PublishedGuide> published, ImmutableArray<Journey> inForce)
    {
        const int Most = 1000;
        readonly ConcurrentDictionary<(Blueprint Blueprint, (string, string?, string) Locales), GuideList> held = new();

        public bool IsOf(FrozenDictionary<string, PublishedGuide> guides, ImmutableArray<Journey> journeys) => published == guides && inForce == journeys;

        public GuideList Of(Blueprint blueprint, (string Reader, string? Account, string Operator) locales)
        {
            if (held.TryGetValue((blueprint, locales), out var known)) return known;
            if (held.Count >= Most) held.Clear();
            return held[(blueprint, locales)] = new(
            [
                .. Keys(blueprint, inForce)
                    .Select(key => published.GetValueOrDefault(key)?.For(locales.Reader, locales.Account, locales.Operator)).OfType<Guide>(),
            ]);
        }
    }
}
