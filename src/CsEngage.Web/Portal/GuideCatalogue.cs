using System.Collections.Immutable;
using CsEngage.Store;
using CsEngage.Store.Content;

namespace CsEngage.Web.Portal;

/// <summary>Everything that is published, kept in memory until something is published anew.</summary>
sealed class GuideCatalogue : IDisposable
{
    readonly ContentShelf shelf;
    readonly IDisposable subscription;
    Task<ImmutableArray<CatalogueEntry>>? entries;

    public GuideCatalogue(ContentShelf shelf, WakeUp wakeUp)
    {
        this.shelf = shelf;
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

    public void Dispose() => subscription.Dispose();
}
