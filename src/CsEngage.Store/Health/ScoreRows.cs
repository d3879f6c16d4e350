using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Health;

/// <summary>How healthy somebody is now, as last computed. A cache: signals and changes say the same.</summary>
[Table("scores")]
[PrimaryKey(nameof(AccountId), nameof(MembershipId), nameof(Card))]
[Index(nameof(ChangesAt))]
[Index(nameof(ClosedOn))]
[Index(nameof(Card), nameof(Score))]
internal sealed class ScoreRow
{
    public Guid AccountId { get; set; }

    /// <summary>All zeros for the account itself.</summary>
    public Guid MembershipId { get; set; }
    public string Card { get; set; } = "";

    /// <summary>The card whose colour is shown when there is room for one.</summary>
    public bool IsPrimary { get; set; }
    public int Version { get; set; }
    public DateTimeOffset At { get; set; }
    public double? Score { get; set; }
    public double Coverage { get; set; }
    public int Band { get; set; }
    public int? Beyond { get; set; }
    public int Closings { get; set; }
    public DateOnly ClosedOn { get; set; }

    /// <summary>The packed snapshot of this moment, for its explanation.</summary>
    public byte[] Packed { get; set; } = [];
    public DateTimeOffset? ChangesAt { get; set; }
}

/// <summary>How healthy somebody was when a day closed. Written once, never changed.</summary>
[Table("score_days")]
[PrimaryKey(nameof(AccountId), nameof(MembershipId), nameof(Card), nameof(Day))]
[Index(nameof(Card), nameof(Day))]
internal sealed class ScoreDayRow
{
    public Guid AccountId { get; set; }
    public Guid MembershipId { get; set; }
    public string Card { get; set; } = "";
    public DateOnly Day { get; set; }
    public double? Score { get; set; }
    public int Band { get; set; }
    public byte[] Packed { get; set; } = [];
}

[Table("score_overrides")]
[Index(nameof(AccountId))]
internal sealed class ScoreOverrideRow
{
    [Key] public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public string Card { get; set; } = "";
    public int Kind { get; set; }
    public double Points { get; set; }
    public string Reason { get; set; } = "";
    public Guid AuthorId { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset Until { get; set; }
}
