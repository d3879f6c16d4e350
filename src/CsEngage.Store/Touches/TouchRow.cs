using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Touches;

[Table("touches")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
[Index(nameof(MembershipId), nameof(PlannedAt))]
[Index(nameof(EnrollmentId))]
[Index(nameof(MessageId))]
[Index(nameof(Template), nameof(ClaimedAt))]
internal sealed class TouchRow
{
    public Guid AccountId { get; set; }
    public string Id { get; set; } = "";
    public Guid MembershipId { get; set; }
    public Guid? ContactId { get; set; }
    public string Channel { get; set; } = "";
    public string Template { get; set; } = "";
    public string? Survey { get; set; }
    public bool AsCsm { get; set; }
    public bool NeedsReview { get; set; }
    public int? ReviewHours { get; set; }
    public int LateMinutes { get; set; }
    public Guid? EnrollmentId { get; set; }
    public string? Journey { get; set; }
    public int? JourneyVersion { get; set; }
    public int? Entry { get; set; }
    public string? Checkpoint { get; set; }
    public string? Trigger { get; set; }
    public string? Step { get; set; }
    public int? Firing { get; set; }
    public bool IsGhost { get; set; }
    public string? Arm { get; set; }
    public bool LowPriority { get; set; }
    public string? Cause { get; set; }
    /// <summary>Words of a touch from the desk, variables of a system touch, as JSON.</summary>
    public string? Payload { get; set; }

    public string State { get; set; } = "";
    /// <summary>Why it is held or skipped, or what went wrong.</summary>
    public string? Reason { get; set; }
    /// <summary>The facts behind the last decision, as JSON.</summary>
    public string? Facts { get; set; }
    public DateTimeOffset PlannedAt { get; set; }
    public DateTimeOffset DueAt { get; set; }
    /// <summary>When a drain looks at it next; null when only a person moves it, or nothing does.</summary>
    public DateTimeOffset? LookAt { get; set; }
    public DateTimeOffset? HeldUntil { get; set; }
    public string Review { get; set; } = "";
    public DateTimeOffset? ReviewSince { get; set; }
    public string? ReviewedBy { get; set; }
    public Guid? Claim { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    /// <summary>Counts against caps from here on; empty again when it failed before the message went over the wire.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }
    /// <summary>When the message began to go over the wire.</summary>
    public DateTimeOffset? WireAt { get; set; }
    public DateTimeOffset? FirstTriedAt { get; set; }
    public int Failures { get; set; }
    public string? MessageId { get; set; }
    public string? Topic { get; set; }
    public string? Domain { get; set; }
    public string? Code { get; set; }
    public string? Detail { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? SettledAt { get; set; }

    public static void Describe(ModelBuilder model)
    {
        // Small indexes over what is under way; most touches are long settled.
        model.Entity<TouchRow>().HasIndex(row => new { row.State, row.LookAt }).HasFilter("look_at IS NOT NULL");
        model.Entity<TouchRow>().HasIndex(row => row.LeaseUntil).HasFilter("lease_until IS NOT NULL");
        model.Entity<TouchRow>().HasIndex(row => new { row.Domain, row.ClaimedAt }).HasFilter("claimed_at IS NOT NULL");
        model.Entity<TouchRow>().HasIndex(row => new { row.ContactId, row.ClaimedAt }).HasFilter("claimed_at IS NOT NULL");
        model.Entity<TouchRow>().HasIndex(row => new { row.AccountId, row.ClaimedAt }).HasFilter("claimed_at IS NOT NULL");
    }
}
