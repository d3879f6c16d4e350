using System.Collections.Frozen;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Content;

namespace CsEngage.Web.Portal;

/// <summary>A published guide with what its texts say, read once.</summary>
/// <param name="Audience">Who may see it; null for everybody.</param>
sealed record PublishedGuide(Item Item, Rule? Audience, ImmutableArray<(CatalogueVariant Variant, GuideFront Front)> Variants)
{
    public ImmutableArray<string> Locales { get; } = [.. Variants.Select(one => one.Variant.Locale)];

    /// <summary>The variant that suits a reader.</summary>
    public Guide? For(string locale, string? account, string profile) =>
        Core.Locales.Choose(Locales, locale, account, profile) is { } shown && Variants.First(one => one.Variant.Locale == shown.Locale) is var (variant, front) ? new Guide(Item, variant, front, Audience) : null;
}

/// <summary>All published guides, kept in memory until something is published anew.</summary>
sealed partial class GuideCatalogue : IDisposable
{
    readonly ContentShelf shelf;
    readonly ILogger<GuideCatalogue> log;
    readonly IDisposable subscription;
    Task<FrozenDictionary<string, PublishedGuide>>? guides;

    public GuideCatalogue(ContentShelf shelf, WakeUp wakeUp, ILogger<GuideCatalogue> log)
    {
        (this.shelf, this.log) = (shelf, log);
        subscription = wakeUp.On("content", () => Volatile.Write(ref guides, null));
    }

    public Task<FrozenDictionary<string, PublishedGuide>> Guides()
    {
        var known = Volatile.Read(ref guides);
        if (known is { IsFaulted: false }) return known;
        var read = Read();
        Volatile.Write(ref guides, read);
        return read;
    }

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

    public void Dispose() => subscription.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "The audience of guide {Key} cannot be read, so nobody sees the guide: {Fault}")]
    static partial void Broken(ILogger logger, string key, string fault);
}
