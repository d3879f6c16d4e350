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
    readonly Remembered<JourneysInForce> inForce;
    readonly ConcurrentDictionary<(string Key, int Version), Journey> versions = new();

    public JourneyShelf(DefinitionShelf shelf, WakeUp wakeUp)
    {
        this.shelf = shelf;
        inForce = new(wakeUp, "definitions", Read);
    }

    public async Task<Journey?> Find(string key, int version)
    {
        if (versions.TryGetValue((key, version), out var known)) return known;
        return await shelf.Version("journey", key, version) is { } document ? versions[(key, version)] = Journey.Parse(document.Json) : null;
    }

    public async Task<ImmutableArray<Journey>> InForce() => (await inForce.Value()).All;

    async Task<JourneysInForce> Read() => new([.. (await shelf.InForce("journey")).Select(version => Journey.Parse(version.Json))]);

    /// <summary>The title of the checkpoint that opens something; its key where it is gone.</summary>
    public static LocalizedText TitleOf(ImmutableArray<Journey> journeys, LockKey key) =>
        journeys.FirstOrDefault(journey => journey.Key == key.Journey)?.Find(key.Checkpoint)?.Title ?? LocalizedText.Of(key.Checkpoint);

    public void Dispose() => inForce.Dispose();

    sealed record JourneysInForce(ImmutableArray<Journey> All);
}
