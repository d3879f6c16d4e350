using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Settings;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Journeys;

/// <summary>What a contact's portal asks for next.</summary>
/// <param name="Card">As the portal decides it.</param>
/// <param name="Journey">The journey that it belongs to; null for what is only recommended.</param>
/// <param name="Guide">The guide to read, as this reader gets it; null where there is none.</param>
/// <param name="Minutes">How long it takes.</param>
public sealed record NextStep(NextCard Card, Journey? Journey, Guide? Guide, int? Minutes);

/// <summary>The next step of a contact, for mails: the same function decides it that decides what stands on the portal's home page, over the same guides.</summary>
public sealed class NextSteps(EnrollmentBook enrollments, FactShelf facts, DefinitionShelf definitions, ContentShelf content, Bodies bodies, Authored authored, GuideCatalogue catalogue)
{
    // Versions never change.
    readonly ConcurrentDictionary<(string Key, int Version), BlueprintGuides> blueprints = new();

    /// <summary>Null when nothing is asked for, or nothing is known of the contact.</summary>
    /// <param name="locale">The language in which the contact reads.</param>
    public async Task<NextStep?> Of(AuthoredSet set, Account account, Membership member, Portal portal, string locale, DateTimeOffset now)
    {
        var blueprint = await Of(portal);
        var held = catalogue.Of(set).Held(blueprint, locale, account.Locale, set.Operator.Locale);
        var ways = await Ways(account, member, blueprint);
        if (await facts.Load(account.Id, NextCard.Needs.And(held.Needs), now) is not { } history) return null;

        var reader = Facts.Of(history).For(member.Id);
        if (NextCard.Of(ways, reader, now, key => held.Find(key) is { } guide && Visibility.Of(guide.Asked(), reader, now).IsVisible, held.Keys) is not { } card) return null;
        var next = card.Guide is { } asked ? held.Find(asked) : null;
        return new(card, card.Journey is null ? null : ways.First(way => way.Journey.Key == card.Journey).Journey, next, next is null ? null : await Minutes(next));
    }

    async Task<ImmutableArray<(Journey Journey, Enrollment Enrollment)>> Ways(Account account, Membership member, BlueprintGuides blueprint)
    {
        var ways = new List<(Journey Journey, Enrollment Enrollment)>();
        foreach (var loaded in await enrollments.Of(account.Id, member.Id))
            if (loaded.Enrollment.State != EnrollmentState.Cancelled && await authored.Journey(loaded.Enrollment.Journey, loaded.Enrollment.Version) is { } journey) ways.Add((journey, loaded.Enrollment));
        return
        [
            .. ways.OrderBy(way => way.Enrollment.HasEnded).ThenBy(way => blueprint.Journeys.IndexOf(way.Journey.Key) is >= 0 and var place ? place : int.MaxValue).ThenByDescending(way => way.Enrollment.EnteredAt),
        ];
    }

    async Task<int?> Minutes(Guide guide)
    {
        if (guide.Front.Minutes is { } said) return said;
        return await content.Version(guide.Item.Id, guide.Shown.Locale, guide.Shown.Number) is { } version ? bodies.Of($"{guide.Item.Id:N}.{version.Number}", version.Locale, version.Body).Reading.Minutes : null;
    }

    async Task<BlueprintGuides> Of(Portal portal)
    {
        if (blueprints.TryGetValue((portal.Blueprint, portal.BlueprintVersion), out var known)) return known;
        if (await definitions.Version("blueprint", portal.Blueprint, portal.BlueprintVersion) is not { } version) return BlueprintGuides.None;
        using var document = JsonDocument.Parse(version.Json);
        return blueprints[(portal.Blueprint, portal.BlueprintVersion)] = BlueprintGuides.Parse(document.RootElement);
    }
}
