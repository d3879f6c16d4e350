using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Liquid;

namespace CsEngage.Web.Portal;

/// <summary>A journey in the words of the contract, as one contact sees it.</summary>
/// <param name="reader">Facts narrowed to that contact.</param>
/// <param name="reading">Has measured the guides of the journey.</param>
sealed class JourneyMap(Visit visit, Journey journey, Enrollment enrollment, Facts reader, DateTimeOffset now, GuideReading reading) : ToldMap(All)
{
    static readonly ImmutableArray<string> All = ["key", "title", "progress", "stages", "reached", "required", "optional_reached", "arrived"];

    LiquidValue stages;
    ImmutableArray<AskedTask> tasks;

    public Visit Visit => visit;

    public Journey Journey => journey;

    public Enrollment Enrollment => enrollment;

    public LiquidValue Guides(Checkpoint checkpoint) => LiquidValue.List(visit.Held.Find(checkpoint.Guides), guide => new GuideEntry(guide, visit, reading));

    public LiquidValue Tasks(Checkpoint checkpoint)
    {
        if (tasks.IsDefault) tasks = AskedTask.Of(journey, enrollment, reader, now);
        return LiquidValue.List(tasks.Where(asked => asked.Task.Checkpoint == checkpoint.Key), asked => new TaskMap(visit, asked));
    }

    /// <summary>When something is due, as texts read it: a moment on the due day.</summary>
    public static DateTimeOffset? Due(DateTimeOffset? due) => due is { } at ? Calendar.LastMoment(at) : null;

    // What is optional is counted apart, unless all of it is.
    readonly bool isAllOptional = !journey.Checkpoints.Any(static checkpoint => checkpoint.Required);

    protected override LiquidValue Tell(string name) => name switch
    {
        "key" => journey.Key,
        "title" => journey.Title.In(visit.Locale),
        "progress" => journey.ProgressOf(enrollment),
        "stages" => stages.IsNil ? stages = LiquidValue.List(Stages()) : stages,
        "reached" => journey.Checkpoints.Count(checkpoint => (checkpoint.Required || isAllOptional) && IsReached(checkpoint)),
        "required" => journey.Checkpoints.Count(checkpoint => checkpoint.Required || isAllOptional),
        "optional_reached" => isAllOptional ? 0 : journey.Checkpoints.Count(checkpoint => !checkpoint.Required && IsReached(checkpoint)),
        "arrived" => enrollment.State == EnrollmentState.Completed,
        _ => default,
    };

    bool IsReached(Checkpoint checkpoint) => enrollment.Find(checkpoint.Key) is { IsReached: true };

    List<LiquidValue> Stages()
    {
        var told = new List<LiquidValue>(journey.Stages.Length);
        foreach (var stage in journey.Stages)
        {
            var shown = new List<LiquidValue>(stage.Checkpoints.Length);
            foreach (var checkpoint in stage.Checkpoints)
            {
                var progress = enrollment.Find(checkpoint.Key);
                if (checkpoint.Required || progress is not null) shown.Add(new CheckpointMap(this, checkpoint, progress));
            }
            if (shown.Count > 0) told.Add(new LiquidMapBuilder(2) { ["title"] = stage.Title.In(visit.Locale), ["checkpoints"] = LiquidValue.List(shown) });
        }
        return told;
    }
}

/// <summary>A checkpoint of a journey.</summary>
sealed class CheckpointMap(JourneyMap of, Checkpoint checkpoint, CheckpointProgress? progress) : ToldMap(All)
{
    static readonly ImmutableArray<string> All = ["key", "title", "promise", "required", "side", "state", "due", "reached_at", "locked_because", "guides", "tasks"];

    string? state;

    protected override LiquidValue Tell(string name) => name switch
    {
        "key" => checkpoint.Key,
        "title" => checkpoint.Title.In(of.Visit.Locale),
        "promise" => checkpoint.Promise.In(of.Visit.Locale),
        "required" => checkpoint.Required,
        "side" => checkpoint.Side == Side.Vendor ? "vendor" : "customer",
        "state" => state ??= Journey.StateOf(checkpoint, of.Enrollment),
        "due" => JourneyMap.Due(progress?.DueAt),
        "reached_at" => progress?.ReachedAt,
        "locked_because" => LiquidValue.List(Journey.LockedBy(checkpoint, of.Enrollment), key => of.Journey.Find(key)?.Title.In(of.Visit.Locale) ?? key),
        "guides" => of.Guides(checkpoint),
        "tasks" => of.Tasks(checkpoint),
        _ => default,
    };
}

/// <summary>A task of a checkpoint, as its contact has it.</summary>
sealed class TaskMap(Visit visit, AskedTask asked) : ToldMap(All)
{
    static readonly ImmutableArray<string> All = ["key", "id", "title", "hint", "url", "due", "done", "done_at", "closed"];

    protected override LiquidValue Tell(string name) => name switch
    {
        "key" => asked.Task.Key,
        "id" => asked.Task.Anchor,
        "title" => asked.Spec.Title.In(visit.Locale),
        "hint" => asked.Spec.Hint.In(visit.Locale),
        "url" => asked.Spec.Url is not { } url ? null : url.StartsWith("guide:", StringComparison.Ordinal) ? visit.GuideUrl(url["guide:".Length..]) : url,
        "due" => JourneyMap.Due(asked.Task.DueAt),
        "done" => asked.DoneAt is not null,
        "done_at" => asked.DoneAt,
        "closed" => asked.IsClosed,
        _ => default,
    };
}
