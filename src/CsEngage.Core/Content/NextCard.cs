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
    public static RuleNeeds Needs { get; } = AskedTask.Needs with { Counters = [new("guide.completed", null), .. AskedTask.Needs.Counters] };

    /// <summary>
    /// Due task → behind checkpoint → guide of the next checkpoint → recommended guide. Only what this contact may do counts: tasks for its
    /// roles, checkpoints on the customer's side, guides that it can see and has not completed. What lies behind it is never asked for: guides of
    /// reached checkpoints and of journeys that are over are not recommended, and whoever has arrived everywhere is asked nothing.
    /// </summary>
    /// <param name="enrollments">Running and ended enrollments with their journeys, the more important first.</param>
    /// <param name="reader">Facts narrowed to the contact.</param>
    /// <param name="now">When.</param>
    /// <param name="canSee">Whether the contact sees a guide.</param>
    /// <param name="recommended">Guides that similar accounts read before they reached the next checkpoint, best first.</param>
    public static NextCard? Of(
        ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments, Facts reader, DateTimeOffset now, Func<string, bool> canSee, ImmutableArray<string> recommended)
    {
        if (!enrollments.IsEmpty && enrollments.All(pair => pair.Enrollment.HasEnded)) return null;
        bool IsToRead(string guide) => canSee(guide) && reader.LastAt(new("guide.completed", $"guide:{guide}"), now) is null;
        // Who is held out is measured as one whom nobody asks for anything.
        var running = enrollments.RemoveAll(pair => pair.Enrollment.HasEnded || pair.Enrollment.IsHeldOut);
        return DueTask(running, reader, now)
            ?? Guided(NextKind.BehindCheckpoint, running, checkpoint => checkpoint.BehindAt is not null, IsToRead)
            ?? Guided(NextKind.NextCheckpoint, running, _ => true, IsToRead)
            ?? Recommended(enrollments, recommended, IsToRead);
    }

    static NextCard? Recommended(ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments, ImmutableArray<string> recommended, Func<string, bool> isToRead)
    {
        var over = Over(enrollments);
        foreach (var key in recommended)
            if (!over.Contains(key) && isToRead(key)) return new(NextKind.Recommended, null, null, null, key, null);
        return null;
    }

    static NextCard? DueTask(ImmutableArray<(Journey Journey, Enrollment Enrollment)> running, Facts reader, DateTimeOffset now) =>
        running.All(pair => pair.Enrollment.Tasks.IsEmpty) ? null : (
        from pair in running
        from asked in AskedTask.Of(pair.Journey, pair.Enrollment, reader, now)
        let task = asked.Task
        where asked.IsWanted
        orderby task.DueAt ?? DateTimeOffset.MaxValue, task.OpenedAt
        select new NextCard(NextKind.DueTask, pair.Journey.Key, task.Checkpoint, task, null, task.DueAt)).FirstOrDefault();

    /// <summary>Guides that only led to where the contact is already.</summary>
    static HashSet<string> Over(ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments)
    {
        HashSet<string> over = new(StringComparer.Ordinal), ahead = new(StringComparer.Ordinal);
        foreach (var (journey, enrollment) in enrollments)
            foreach (var checkpoint in journey.Checkpoints)
                foreach (var guide in checkpoint.Guides)
                    (enrollment.HasEnded || enrollment.Find(checkpoint.Key) is { IsReached: true } ? over : ahead).Add(guide);
        over.ExceptWith(ahead);
        return over;
    }

    static NextCard? Guided(
        NextKind kind, ImmutableArray<(Journey Journey, Enrollment Enrollment)> enrollments, Func<CheckpointProgress, bool> which, Func<string, bool> isToRead)
    {
        foreach (var (journey, enrollment) in enrollments)
            foreach (var checkpoint in journey.Checkpoints)
            {
                if (checkpoint.Side != Side.Customer || enrollment.Find(checkpoint.Key) is not { IsReached: false } progress || !which(progress)) continue;
                var guide = First(checkpoint.Guides, isToRead);
                // A checkpoint that is behind is worth asking for even when all its guides are read.
                if (guide is not null || kind == NextKind.BehindCheckpoint) return new(kind, journey.Key, checkpoint.Key, null, guide, progress.DueAt);
            }
        return null;
    }

    static string? First(ImmutableArray<string> guides, Func<string, bool> isToRead)
    {
        foreach (var guide in guides)
            if (isToRead(guide)) return guide;
        return null;
    }
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
