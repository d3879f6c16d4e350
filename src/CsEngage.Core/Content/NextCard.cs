using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>The one thing that the home page asks a contact to do next.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Journey">Key of the journey; null for a recommendation.</param>
/// <param name="Checkpoint">Key of the checkpoint; null for a recommendation.</param>
/// <param name="Task">The task, when that is it.</param>
/// <param name="Guide">Key of the guide to read; null when there is none.</param>
/// <param name="DueAt">By when.</param>
public sealed record NextCard(NextKind Kind, string? Journey, string? Checkpoint, GivenTask? Task, string? Guide, DateTimeOffset? DueAt)
{
    /// <summary>What <see cref="Of"/> reads of the facts.</summary>
    public static RuleNeeds Needs { get; } = RuleNeeds.None with { Counters = [new("guide.completed", null), new("task.done", null), new("task.undone", null)], Contacts = true };

    /// <summary>
    /// Due task → behind checkpoint → guide of the next checkpoint → recommended guide. Only what this contact may do counts: tasks for its
    /// roles, checkpoints on the customer's side, guides that it can see and has not completed.
    /// </summary>
    /// <param name="enrollments">Running enrollments with their journeys, the more important first.</param>
    /// <param name="reader">Facts narrowed to the contact.</param>
    /// <param name="now">When.</param>
    /// <param name="canSee">Whether the contact sees a guide.</param>
    /// <param name="recommended">Guides that similar accounts read before they reached the next checkpoint, best first.</param>
    public static NextCard? Of(
        ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments, Facts reader, DateTimeOffset now, Func<string, bool> canSee, ImmutableArray<string> recommended)
    {
        bool IsToRead(string guide) => canSee(guide) && reader.LastAt(new("guide.completed", $"guide:{guide}"), now) is null;
        return DueTask(enrollments, reader, now)
            ?? Guided(NextKind.BehindCheckpoint, enrollments, checkpoint => checkpoint.BehindAt is not null, IsToRead)
            ?? Guided(NextKind.NextCheckpoint, enrollments, _ => true, IsToRead)
            ?? (recommended.FirstOrDefault(IsToRead) is { } guide ? new(NextKind.Recommended, null, null, null, guide, null) : null);
    }

    static NextCard? DueTask(ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments, Facts reader, DateTimeOffset now)
    {
        var roles = reader.MembersAt(now).FirstOrDefault(member => member.Id == reader.MembershipId)?.Roles ?? [];
        return (
            from pair in enrollments
            from task in pair.Enrollment.Tasks
            where task.DoneAt is null && pair.Enrollment.Find(task.Checkpoint) is { IsReached: false }
            let spec = pair.Journey.TaskOf(task)
            where spec is not null && (spec.Assignee.Kind != AssigneeKind.Role || roles.Contains(spec.Assignee.Role!)) && !IsDoneByMe(pair.Journey, task, spec, reader, now)
            orderby task.DueAt ?? DateTimeOffset.MaxValue, task.OpenedAt
            select new NextCard(NextKind.DueTask, pair.Journey.Key, task.Checkpoint, task, null, task.DueAt)).FirstOrDefault();
    }

    static bool IsDoneByMe(Journey journey, GivenTask task, TaskSpec spec, Facts reader, DateTimeOffset now) =>
        spec.Assignee.Kind == AssigneeKind.EachContact && reader.LastAt(new("task.done", task.Subject(journey.Key)), now) is { } done
        && done >= task.OpenedAt && !(reader.LastAt(new("task.undone", task.Subject(journey.Key)), now) >= done);

    static NextCard? Guided(
        NextKind kind, ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments, Func<CheckpointProgress, bool> which, Func<string, bool> isToRead) => (
        from pair in enrollments
        from checkpoint in pair.Journey.Checkpoints
        let progress = pair.Enrollment.Find(checkpoint.Key)
        where checkpoint.Side == Side.Customer && progress is { IsReached: false } && which(progress)
        let guide = checkpoint.Guides.FirstOrDefault(isToRead)
        // A checkpoint that is behind is worth asking for even when all its guides are read.
        where guide is not null || kind == NextKind.BehindCheckpoint
        select new NextCard(kind, pair.Journey.Key, checkpoint.Key, null, guide, progress.DueAt)).FirstOrDefault();
}

/// <summary>What the next card asks, in the order of precedence.</summary>
public enum NextKind
{
    /// <summary>A task that is waiting.</summary>
    DueTask,
    /// <summary>A checkpoint that is behind.</summary>
    BehindCheckpoint,
    /// <summary>A guide of the next checkpoint.</summary>
    NextCheckpoint,
    /// <summary>What similar accounts read.</summary>
    Recommended,
}
