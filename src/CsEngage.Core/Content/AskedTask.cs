using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A task as one contact has it: whether it was asked, and whether it is done as far as that contact is concerned.</summary>
/// <param name="Task">The task.</param>
/// <param name="Spec">What it asks.</param>
/// <param name="DoneAt">When it was done, by whom it may be done; of a task for each contact, by this one. Null while it is not.</param>
/// <param name="IsClosed">What it led to is there: its checkpoint is reached, or the journey is over. Nobody is asked for it any more.</param>
public sealed record AskedTask(GivenTask Task, TaskSpec Spec, DateTimeOffset? DoneAt, bool IsClosed)
{
    /// <summary>Whether it still is to be done.</summary>
    public bool IsWanted => DoneAt is null && !IsClosed;

    /// <summary>What <see cref="Of"/> reads of the facts.</summary>
    public static RuleNeeds Needs { get; } = RuleNeeds.None with { Counters = [new("task.done", null), new("task.undone", null)], Contacts = true };

    /// <summary>
    /// The tasks of an enrollment that a contact is asked for, in the order in which they were given. What was ticked a moment ago counts, though the
    /// enrollment has not been advanced since.
    /// </summary>
    /// <param name="journey">The journey in the enrollment's version.</param>
    /// <param name="enrollment">Of the contact, or of its account.</param>
    /// <param name="reader">Facts narrowed to the contact.</param>
    /// <param name="now">When.</param>
    public static ImmutableArray<AskedTask> Of(Journey journey, Enrollment enrollment, Facts reader, DateTimeOffset now)
    {
        if (enrollment.Tasks.IsEmpty) return [];
        var roles = reader.RolesAt(now);
        return
        [
            .. from task in enrollment.Tasks
               let spec = journey.TaskOf(task)
               where spec is not null && (spec.Assignee.Kind != AssigneeKind.Role || roles.Contains(spec.Assignee.Role!))
               select new AskedTask(task, spec, Done(journey, enrollment, task, spec, reader, now), enrollment.HasEnded || enrollment.Find(task.Checkpoint) is not { IsReached: false }),
        ];
    }

    static DateTimeOffset? Done(Journey journey, Enrollment enrollment, GivenTask task, TaskSpec spec, Facts reader, DateTimeOffset now)
    {
        // A task for each contact is each one's own; any other is done by one for all.
        var isOwn = spec.Assignee.Kind == AssigneeKind.EachContact || enrollment.MembershipId is not null;
        var who = isOwn ? reader : reader.ForAccount();
        var subject = task.Subject(journey.Key);
        var (done, undone) = (who.LastAt(new("task.done", subject), now), who.LastAt(new("task.undone", subject), now));
        // Ticks of an earlier entry do not count for this one.
        var ticked = done >= enrollment.EnteredAt ? done : null;
        var at = ticked ?? (isOwn ? null : task.DoneAt);
        return undone >= at ? null : at;
    }
}
