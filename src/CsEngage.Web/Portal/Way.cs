using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Liquid;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;

namespace CsEngage.Web.Portal;

/// <summary>The way of an account through its journey, as its contacts see it: where they are, what is next, what is locked and why.</summary>
sealed class Way(EnrollmentBook enrollments, JourneyShelf journeys, FactShelf facts, GuideReading reading, TimeProvider clock)
{
    /// <summary>The journeys that this contact takes part in, running ones first, in the order of the blueprint.</summary>
    public async Task<ImmutableArray<(Journey Journey, Enrollment Enrollment)>> Of(Visit visit)
    {
        var found = new List<(Journey Journey, Enrollment Enrollment)>();
        foreach (var loaded in await enrollments.Of(visit.Account.Id, visit.Member.Membership.Id))
        {
            var enrollment = loaded.Enrollment;
            if (enrollment.State == EnrollmentState.Cancelled) continue;
            if (await journeys.Find(enrollment.Journey, enrollment.Version) is { } journey) found.Add((journey, enrollment));
        }

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
        if (NextCard.Of(ways, reader, clock.GetUtcNow(), key => visit.Find(key) is not null, [.. visit.Guides.Select(guide => guide.Key)]) is not { } card) return LiquidValue.Nil;

        var journey = card.Journey is null ? null : ways.First(way => way.Journey.Key == card.Journey).Journey;
        var checkpoint = card.Checkpoint is null ? null : journey!.Find(card.Checkpoint);
        var guide = card.Guide is null ? null : visit.Find(card.Guide)!;
        var task = card.Task is null ? null : journey!.TaskOf(card.Task);
        return new LiquidMapBuilder
        {
            ["title"] = task?.Title.In(visit.Locale) ?? (guide is not null ? reading.Title(guide, visit) : checkpoint!.Title.In(visit.Locale)),
            ["reason"] = checkpoint?.Promise.In(visit.Locale) is { Length: > 0 } promise ? promise : guide?.Front.Summary,
            ["minutes"] = guide is null ? LiquidValue.Nil : await reading.Minutes(guide),
            ["url"] = guide is not null ? visit.UrlOf(guide) : task is not null ? TaskUrl(visit, journey!, card.Task!) : $"{visit.Url}/plan",
            ["label"] = guide is not null ? LiquidValue.Nil : task is not null ? Words.Key("Go to the task") : Words.Key("See the whole plan"),
            ["due"] = card.DueAt,
        };
    }

    /// <summary>Where a task stands in the plan; the plan shows one journey, so the address says which.</summary>
    public static string TaskUrl(Visit visit, Journey journey, GivenTask task) => $"{visit.Url}/plan?journey={Uri.EscapeDataString(journey.Key)}#{Anchor(task)}";

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
    public async Task<LiquidMapBuilder> Model(Visit visit, Facts reader, Journey journey, Enrollment enrollment)
    {
        // What is optional is counted apart, unless all of it is.
        var required = journey.Checkpoints.Where(checkpoint => checkpoint.Required).ToList();
        if (required.Count == 0) required = [.. journey.Checkpoints];
        var tasks = AskedTask.Of(journey, enrollment, reader, clock.GetUtcNow());
        var stages = new List<LiquidValue>();
        foreach (var stage in journey.Stages)
        {
            var checkpoints = new List<LiquidValue>();
            foreach (var checkpoint in stage.Checkpoints.Where(checkpoint => checkpoint.Required || enrollment.Find(checkpoint.Key) is not null))
            {
                var progress = enrollment.Find(checkpoint.Key);
                var locks = Journey.LockedBy(checkpoint, enrollment);
                checkpoints.Add(new LiquidMapBuilder
                {
                    ["key"] = checkpoint.Key, ["title"] = checkpoint.Title.In(visit.Locale), ["promise"] = checkpoint.Promise.In(visit.Locale), ["required"] = checkpoint.Required,
                    ["side"] = checkpoint.Side == Side.Vendor ? "vendor" : "customer", ["state"] = State(progress, locks), ["due"] = progress?.DueAt, ["reached_at"] = progress?.ReachedAt,
                    ["locked_because"] = LiquidValue.List(locks, key => journey.Find(key)?.Title.In(visit.Locale) ?? key),
                    ["guides"] = await reading.Entries(visit.Find(checkpoint.Guides), visit),
                    ["tasks"] = LiquidValue.List(tasks.Where(asked => asked.Task.Checkpoint == checkpoint.Key), asked => TaskModel(visit, enrollment, asked)),
                });
            }

            if (checkpoints.Count > 0) stages.Add(new LiquidMapBuilder { ["title"] = stage.Title.In(visit.Locale), ["checkpoints"] = LiquidValue.List(checkpoints) });
        }

        return new LiquidMapBuilder
        {
            ["key"] = journey.Key, ["title"] = journey.Title.In(visit.Locale), ["progress"] = journey.ProgressOf(enrollment), ["stages"] = LiquidValue.List(stages),
            ["reached"] = required.Count(IsReached), ["required"] = required.Count, ["optional_reached"] = required.Count == journey.Checkpoints.Length ? 0 : journey.Checkpoints.Count(checkpoint => !checkpoint.Required && IsReached(checkpoint)),
            ["arrived"] = enrollment.State == EnrollmentState.Completed,
        };

        bool IsReached(Checkpoint checkpoint) => enrollment.Find(checkpoint.Key) is { IsReached: true };
    }

    static LiquidMapBuilder TaskModel(Visit visit, Enrollment enrollment, AskedTask asked) => new()
    {
        ["key"] = asked.Task.Key, ["id"] = Anchor(asked.Task), ["title"] = asked.Spec.Title.In(visit.Locale), ["hint"] = asked.Spec.Hint.In(visit.Locale),
        ["url"] = asked.Spec.Url is not { } url ? null : url.StartsWith("guide:", StringComparison.Ordinal) ? visit.GuideUrl(url["guide:".Length..]) : url,
        ["due"] = asked.Task.DueAt, ["done"] = asked.DoneAt is not null, ["done_at"] = asked.DoneAt, ["closed"] = enrollment.HasEnded,
    };

    static string Anchor(GivenTask task) => $"task-{task.Checkpoint}-{task.Key}";

    static int Place(Visit visit, string journey) => visit.Blueprint.Journeys.IndexOf(journey) is >= 0 and var place ? place : int.MaxValue;

    static string State(CheckpointProgress? progress, ImmutableArray<string> locks) => progress switch
    {
        { IsReached: true } => "reached",
        { StuckAt: not null } => "stuck",
        { BehindAt: not null } => "behind",
        not null => "open",
        null when !locks.IsEmpty => "locked",
        _ => "waiting",
    };
}
