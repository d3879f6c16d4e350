using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
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
/// <param name="Minutes">How long the guide takes, in whatever language; null where there is none.</param>
public sealed record NextStep(NextCard Card, Journey? Journey, int? Minutes);

/// <summary>The next step of a contact, for mails: the same function decides it that decides what stands on the portal's home page.</summary>
public sealed class NextSteps(EnrollmentBook enrollments, FactShelf facts, DefinitionShelf definitions, ContentShelf content, Bodies bodies, Authored authored)
{
    sealed record Held(ImmutableArray<string> Guides, ImmutableArray<string> Journeys);

    // Versions never change.
    readonly ConcurrentDictionary<(string Key, int Version), Held> blueprints = new();

    /// <summary>Null when nothing is asked for, or nothing is known of the contact.</summary>
    /// <param name="locale">The language in which the contact reads.</param>
    public async Task<NextStep?> Of(AuthoredSet set, Account account, Membership member, Portal portal, string locale, DateTimeOffset now)
    {
        var held = await Of(portal);
        var ways = await Ways(account, member, held);
        var keys = held.Guides.Concat(set.Journeys.Values.Where(journey => held.Journeys.Contains(journey.Key)).SelectMany(journey => journey.Checkpoints).SelectMany(checkpoint => checkpoint.Guides)).Distinct(StringComparer.Ordinal);
        var guides = keys.Select(key => set.Entry("guide", key)).OfType<CatalogueEntry>().Where(entry => !entry.Variants.IsEmpty)
            .ToDictionary(entry => entry.Item.Key, entry => (entry.Item, Shown: entry.In(locale, account.Locale, set.Operator.Locale)!), StringComparer.Ordinal);
        var audiences = guides.ToDictionary(one => one.Key, one => Asked(one.Value.Item, GuideFront.Parse(one.Value.Shown.Front)), StringComparer.Ordinal);
        var needs = audiences.Values.OfType<Visible>().Aggregate(NextCard.Needs, (sum, one) => (one.Audience is { } rule ? sum.And(rule.Needs) : sum).And(Visibility.NeedsOf(one.LockedBy)));
        if (await facts.Load(account.Id, needs, now) is not { } history) return null;

        var reader = Facts.Of(history).For(member.Id);
        if (NextCard.Of(ways, reader, now, key => audiences.GetValueOrDefault(key) is { } what && Visibility.Of(what, reader, now).IsVisible, held.Guides) is not { } card) return null;
        return new(card, card.Journey is null ? null : ways.First(way => way.Journey.Key == card.Journey).Journey, card.Guide is { } guide ? await Minutes(guides[guide].Item, guides[guide].Shown) : null);
    }

    async Task<ImmutableArray<(Journey Journey, Enrollment Enrollment)>> Ways(Account account, Membership member, Held held)
    {
        var ways = new List<(Journey Journey, Enrollment Enrollment)>();
        foreach (var loaded in await enrollments.Of(account.Id, member.Id))
            if (loaded.Enrollment.State != EnrollmentState.Cancelled && await authored.Journey(loaded.Enrollment.Journey, loaded.Enrollment.Version) is { } journey) ways.Add((journey, loaded.Enrollment));
        return
        [
            .. ways.OrderBy(way => way.Enrollment.HasEnded).ThenBy(way => held.Journeys.IndexOf(way.Journey.Key) is >= 0 and var place ? place : int.MaxValue).ThenByDescending(way => way.Enrollment.EnteredAt),
        ];
    }

    // Whom it is for cannot be told where the rule cannot be read, so nobody is asked to read it.
    static Visible? Asked(Item item, GuideFront front)
    {
        try
        {
            return new Visible(IsPublished: true, item.VisibleFrom, item.VisibleUntil, item.Audience is { } rule ? Rule.Parse(rule, RuleScope.Contact) : null, IsAssigned: true, front.Roles, front.Locks);
        }
        catch (RuleException)
        {
            return null;
        }
    }

    async Task<int?> Minutes(Item item, CatalogueVariant shown)
    {
        if (GuideFront.Parse(shown.Front).Minutes is { } said) return said;
        return await content.Version(item.Id, shown.Locale, shown.Number) is { } version ? bodies.Of($"{item.Id:N}.{version.Number}", version.Locale, version.Body).Reading.Minutes : null;
    }

    async Task<Held> Of(Portal portal)
    {
        if (blueprints.TryGetValue((portal.Blueprint, portal.BlueprintVersion), out var known)) return known;
        if (await definitions.Version("blueprint", portal.Blueprint, portal.BlueprintVersion) is not { } version) return new([], []);
        var document = JsonNode.Parse(version.Json)!.AsObject();
        ImmutableArray<string> Keys(string name) => [.. (document[name] as JsonArray ?? []).Select(key => key!.ToString())];
        return blueprints[(portal.Blueprint, portal.BlueprintVersion)] = new(Keys("guides"), Keys("journeys"));
    }
}
