using System.Collections.Concurrent;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Content;

namespace CsEngage.Web.Portal;

/// <summary>Everything that is published, kept in memory until something is published anew, and what each blueprint holds of it.</summary>
sealed class GuideCatalogue : IDisposable
{
    readonly ContentShelf shelf;
    readonly JourneyShelf journeys;
    readonly IDisposable subscription;
    Task<ImmutableArray<CatalogueEntry>>? entries;
    Holdings? holdings;

    public GuideCatalogue(ContentShelf shelf, JourneyShelf journeys, WakeUp wakeUp)
    {
        (this.shelf, this.journeys) = (shelf, journeys);
        subscription = wakeUp.On("content", () => Volatile.Write(ref entries, null));
    }

    public Task<ImmutableArray<CatalogueEntry>> All()
    {
        var known = Volatile.Read(ref entries);
        if (known is { IsFaulted: false }) return known;
        var read = shelf.Catalogue();
        Volatile.Write(ref entries, read);
        return read;
    }

    /// <summary>The guides that portals of this blueprint hold, each in the variant for such a reader; who may see which is asked elsewhere.</summary>
    public async Task<ImmutableArray<Guide>> Held(Blueprint blueprint, string reader, string? account, string operatorLocale)
    {
        var (published, inForce) = (await All(), await journeys.InForce());
        var known = Volatile.Read(ref holdings);
        if (known is null || !known.IsOf(published, inForce)) Volatile.Write(ref holdings, known = new Holdings(published, inForce));
        return known.Of(blueprint, (reader, account, operatorLocale));
    }

    public void Dispose() => subscription.Dispose();

    /// <summary>Worked out once for each blueprint and locale while nothing was published.</summary>
    sealed class Holdings(ImmutableArray<CatalogueEntry> published, ImmutableArray<Journey> inForce)
    {
        const int Most = 1000;
        readonly Dictionary<string, CatalogueEntry> guides = published.Where(entry => entry.Item.Kind == "guide").ToDictionary(entry => entry.Item.Key, StringComparer.Ordinal);
        readonly ConcurrentDictionary<(Blueprint Blueprint, (string, string?, string) Locales), ImmutableArray<Guide>> held = new();

        public bool IsOf(ImmutableArray<CatalogueEntry> entries, ImmutableArray<Journey> journeys) => published == entries && inForce == journeys;

        public ImmutableArray<Guide> Of(Blueprint blueprint, (string Reader, string? Account, string Operator) locales)
        {
            if (held.TryGetValue((blueprint, locales), out var known)) return known;
            if (held.Count >= Most) held.Clear();
            return held[(blueprint, locales)] = Choose(blueprint, locales);
        }

        ImmutableArray<Guide> Choose(Blueprint blueprint, (string Reader, string? Account, string Operator) locales)
        {
            // What a checkpoint of the portal's journey points to belongs to the portal, listed or not.
            var ofJourneys = inForce.Where(journey => blueprint.Journeys.Contains(journey.Key)).SelectMany(journey => journey.Checkpoints).SelectMany(checkpoint => checkpoint.Guides);
            return
            [
                .. from key in blueprint.Guides.Concat(ofJourneys).Distinct(StringComparer.Ordinal)
                   where guides.ContainsKey(key)
                   let entry = guides[key]
                   let shown = Locales.Choose([.. entry.Variants.Select(variant => variant.Locale)], locales.Reader, locales.Account, locales.Operator)
                   where shown is not null
                   let variant = entry.Variants.First(variant => variant.Locale == shown.Locale)
                   select new Guide(entry.Item, variant, GuideFront.Parse(variant.Front)),
            ];
        }
    }
}
