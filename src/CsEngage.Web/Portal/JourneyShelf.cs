using System.Collections.Concurrent;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Portal;

/// <summary>Journeys, parsed once: a version never changes, and which is in force is asked again when one is published.</summary>
sealed class JourneyShelf : IDisposable
{
    readonly DefinitionShelf shelf;
    readonly IDisposable subscription;
    readonly ConcurrentDictionary<(string Key, int Version), Journey> versions = new();
    Task<ImmutableArray<Journey>>? inForce;

    public JourneyShelf(DefinitionShelf shelf, WakeUp wakeUp)
    {
        this.shelf = shelf;
        subscription = wakeUp.On("definitions", () => Volatile.Write(ref inForce, null));
    }

    public async Task<Journey?> Find(string key, int version)
    {
        if (versions.TryGetValue((key, version), out var known)) return known;
        return await shelf.Version("journey", key, version) is { } document ? versions[(key, version)] = Journey.Parse(document.Json) : null;
    }

    public Task<ImmutableArray<Journey>> InForce()
    {
        var known = Volatile.Read(ref inForce);
        if (known is { IsFaulted: false }) return known;
        var read = Read();
        Volatile.Write(ref inForce, read);
        return read;
    }

    async Task<ImmutableArray<Journey>> Read() => [.. (await shelf.InForce("journey")).Select(version => Journey.Parse(version.Json))];

    public void Dispose() => subscription.Dispose();
}
