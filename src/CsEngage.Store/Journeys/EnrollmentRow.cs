using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Journeys;

[Table("enrollments")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
[Index(nameof(Journey), nameof(ParticipantId), nameof(Entry), IsUnique = true)]
[Index(nameof(Journey), nameof(State))]
internal sealed class EnrollmentRow
{
    public Guid AccountId { get; set; }
    public Guid Id { get; set; }
    public string Journey { get; set; } = "";
    public int JourneyVersion { get; set; }
    public Guid? MembershipId { get; set; }
    /// <summary>The membership's id, or the account's.</summary>
    public Guid ParticipantId { get; set; }
    public int Entry { get; set; }
    public string State { get; set; } = "";
    public string Arm { get; set; } = "";
    public DateTimeOffset EnteredAt { get; set; }
    public DateTimeOffset AdvancedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public DateTimeOffset? NextAt { get; set; }
    public string? Trouble { get; set; }
    /// <summary>The whole enrollment as JSON; the columns beside it are for queries.</summary>
    public string Document { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>Where an enrollment stands at each checkpoint that has opened, for funnels and lists.</summary>
[Table("enrollment_checkpoints")]
[PrimaryKey(nameof(AccountId), nameof(EnrollmentId), nameof(Checkpoint))]
[Index(nameof(Journey), nameof(Checkpoint))]
internal sealed class EnrollmentCheckpointRow
{
    public Guid AccountId { get; set; }
    public Guid EnrollmentId { get; set; }
    public string Checkpoint { get; set; } = "";
    public string Journey { get; set; } = "";
    public int JourneyVersion { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? BehindAt { get; set; }
    public DateTimeOffset? StuckAt { get; set; }
    public DateTimeOffset? ReachedAt { get; set; }
}

/// <summary>Something that has to be looked at again when its time comes. LookAt moves ahead while somebody works on it.</summary>
[Table("timers")]
[PrimaryKey(nameof(Kind), nameof(AccountId), nameof(Id))]
[Index(nameof(Kind), nameof(LookAt))]
internal sealed class TimerRow
{
    public string Kind { get; set; } = "";
    public Guid AccountId { get; set; }
    public string Id { get; set; } = "";
    public DateTimeOffset DueAt { get; set; }
    public DateTimeOffset LookAt { get; set; }
}

/// <summary>Journeys that other journeys start: done by a drain, each once.</summary>
[Table("journey_starts")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
internal sealed class JourneyStartRow
{
    public Guid AccountId { get; set; }
    public string Id { get; set; } = "";
    public Guid? MembershipId { get; set; }
    public string Journey { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string Cause { get; set; } = "";
}

/// <summary>A step that did nothing, and why, for people to read.</summary>
[Table("passed_steps")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
internal sealed class PassedStepRow
{
    public Guid AccountId { get; set; }
    public string Id { get; set; } = "";
    public Guid EnrollmentId { get; set; }
    public DateTimeOffset At { get; set; }
    public string Step { get; set; } = "";
    public string Why { get; set; } = "";
    /// <summary>The part of the rule that did not hold, as written.</summary>
    public string? Because { get; set; }
}
