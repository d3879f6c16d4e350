using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Liquid;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;

namespace CsEngage.Web.Portal;

/// <summary>The way of an account through its journey, as its contacts see it: where they are, what is next, what is locked and why.</summary>
sealed class Way(EnrollmentBook enrollments, Authored authored, FactShelf facts, GuideReading reading, TimeProvider clock)
{
    /// <summary>The journeys that this contact takes part in, running ones first, in the order of the blueprint.</summary>
    public async Task<ImmutableArray<(Journey Journey, Enrollment Enrollment)>> Of(Visit visit)
    {
        var found = new List<(Journey Journey, Enrollment Enrollment)>();
        foreach (var loaded in await enrollments.Of(visit.Account.Id, visit.Member.Membership.Id))
        {
            var enrollment = loaded.Enrollment;
            if (enrollment.State == EnrollmentState.Cancelled) continue;
            if (await authored.Journey(enrollment.Journey, enrollment.Version) is { } journey) found.Add((journey, enrollment));
        }

        if (found.Count < 2) return [.. found];
        return [.. found.OrderBy(pair => pair.Enrollment.HasEnded).ThenBy(pair => Place(visit, pair.Journey.Key)).ThenByDescending(pair => pair.Enrollment.EnteredAt)];
    }

    /// <summary>What is known of the reader now, as far as tasks and guides go.</summary>
    /// <param name="more">What is to be known beside that; signals tell it.</param>
    public async Task<Facts> Reader(Visit visit, RuleNeeds? more = null) =>
        Facts.Of(await facts.Present(visit.Account, visit.Member.Membership, more ?? NextCard.Needs, clock.GetUtcNow(), visit.IsMerged)).For(visit.Member.Membership.Id);

    /// <summary>The next thing to do, with its reason.</summary>
    public async Task<LiquidValue> Next(Visit visit, Facts reader, ImmutableArray<(Journey Journey, Enrollment Enrollment)> ways)
    {
        // What similar accounts read is not known to a young installation; the order of the blueprint is what its author recommends.
        if (NextCard.Of(ways, reader, clock.GetUtcNow(), key => visit.Find(key) is not null, visit.Held.Keys) is not { } card) return LiquidValue.Nil;

        var journey = card.Journey is null ? null : ways.First(way => way.Journey.Key == card.Journey).Journey;
        var checkpoint = card.Checkpoint is null ? null : journey!.Find(card.Checkpoint);
        var guide = card.Guide is null ? null : visit.Find(card.Guide)!;
        var task = card.Task is null ? null : journey!.TaskOf(card.Task);
        if (guide is not null) await reading.Measure(guide);
        return new LiquidMapBuilder
        {
            ["title"] = task?.Title.In(visit.Locale) ?? (guide is not null ? reading.Title(guide, visit) : checkpoint!.Title.In(visit.Locale)),
            ["reason"] = checkpoint?.Promise.In(visit.Locale) is { Length: > 0 } promise ? promise : guide?.Front.Summary,
            ["minutes"] = guide is null ? LiquidValue.Nil : reading.Minutes(guide),
            ["url"] = guide is not null ? visit.UrlOf(guide) : task is not null ? visit.Url + card.Task!.Place(journey!.Key) : $"{visit.Url}/plan",
            ["label"] = guide is not null ? LiquidValue.Nil : task is not null ? Words.Key("Go to the task") : Words.Key("See the whole plan"),
            ["due"] = JourneyMap.Due(card.DueAt),
        };
    }

    /// <summary>What texts may read, with the next thing and the first journey of this contact.</summary>
    public async Task<LiquidMap> Known(Visit visit)
    {
        var (ways, reader) = (await Of(visit), await Reader(visit));
        return Known(visit, await Next(visit, reader, ways), ways.IsEmpty ? null : await Model(visit, reader, ways[0].Journey, ways[0].Enrollment));
    }

    public static LiquidMap Known(Visit visit, LiquidValue next, LiquidMap? journey) => visit.Known.With(LiquidMap.Of(("next", next), ("journey", journey ?? LiquidValue.Nil)));

    /// <summary>The task of this name that this contact may tick, with the enrollment it belongs to; null when there is none.</summary>
    public async Task<(Journey Journey, AskedTask Asked)?> Tickable(Visit visit, string journey, string checkpoint, string key)
    {
        var reader = await Reader(visit);
        foreach (var way in (await Of(visit)).Where(way => way.Journey.Key == journey && !way.Enrollment.HasEnded))
            if (AskedTask.Of(way.Journey, way.Enrollment, reader, clock.GetUtcNow()).FirstOrDefault(asked => asked.Task.Checkpoint == checkpoint && asked.Task.Key == key) is { } asked)
                return (way.Journey, asked);
        return null;
    }

    /// <summary>The journey in the words of the contract.</summary>
    public async Task<LiquidMap> Model(Visit visit, Facts reader, Journey journey, Enrollment enrollment)
    {
        foreach (var checkpoint in journey.Checkpoints)
            foreach (var key in checkpoint.Guides)
                if (visit.Find(key) is { } guide) await reading.Measure(guide);
        return new JourneyMap(visit, journey, enrollment, reader, clock.GetUtcNow(), reading);
    }

    static int Place(Visit visit, string journey) => visit.Blueprint.Guides.Journeys.IndexOf(journey) is >= 0 and var place ? place : int.MaxValue;
}
