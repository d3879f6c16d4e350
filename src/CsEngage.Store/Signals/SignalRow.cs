using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Signals;

// Written and read by hand-written SQL; the classes give the tables their place in the model.

[Table("signals")]
[PrimaryKey(nameof(AccountId), nameof(Key))]
[Index(nameof(AccountId), nameof(CountedAt))]
internal sealed class SignalRow
{
    public Guid AccountId { get; set; }
    public Guid Key { get; set; }
    public string Id { get; set; } = "";
    public string Kind { get; set; } = "";
    public DateTimeOffset OccurredAt { get; set; }
    public DateTimeOffset CountedAt { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }
    public Guid? MembershipId { get; set; }
    public string? Department { get; set; }
    public string? Product { get; set; }
    public string? Subject { get; set; }
    public int? SubjectVersion { get; set; }
    public string? Locale { get; set; }
    public decimal? Value { get; set; }
    public string? Properties { get; set; }
    public string? Session { get; set; }
    public int Identity { get; set; }
    public int Actor { get; set; }
    public string Source { get; set; } = "";
    public string? Cause { get; set; }
    public bool IsStaff { get; set; }
    public bool IsPreview { get; set; }
}

/// <summary>Daily buckets: scope × kind × subject. No person is the empty id, no subject the empty text, so that they can stand in the key.</summary>
[Table("fact_days")]
[PrimaryKey(nameof(AccountId), nameof(Kind), nameof(Subject), nameof(MembershipId), nameof(Day))]
internal sealed class FactDayRow
{
    public Guid AccountId { get; set; }
    public string Kind { get; set; } = "";
    public string Subject { get; set; } = "";
    public Guid MembershipId { get; set; }
    public DateOnly Day { get; set; }
    public long N { get; set; }
    public decimal Sum { get; set; }
    public DateTimeOffset FirstAt { get; set; }
    public DateTimeOffset LastAt { get; set; }
    public decimal? LastValue { get; set; }
    public DateTimeOffset? LastValueAt { get; set; }
}

/// <summary>Roll-up of an account's day, for the screens of CSMs.</summary>
[Table("account_days")]
[PrimaryKey(nameof(AccountId), nameof(Day), nameof(Kind))]
internal sealed class AccountDayRow
{
    public Guid AccountId { get; set; }
    public DateOnly Day { get; set; }
    public string Kind { get; set; } = "";
    public long N { get; set; }
    public decimal Sum { get; set; }
}

/// <summary>Roll-up of a day of a guide, page or other content, for the screens of authors.</summary>
[Table("content_days")]
[PrimaryKey(nameof(Subject), nameof(Day), nameof(Kind))]
internal sealed class ContentDayRow
{
    public string Subject { get; set; } = "";
    public DateOnly Day { get; set; }
    public string Kind { get; set; } = "";
    public long N { get; set; }
    public decimal Sum { get; set; }
}

/// <summary>Kinds from outside, registered when they were first seen.</summary>
[Table("signal_kinds")]
[PrimaryKey(nameof(Kind))]
internal sealed class SignalKindRow
{
    public string Kind { get; set; } = "";
    public DateTimeOffset FirstSeenAt { get; set; }
    public string Source { get; set; } = "";
}

/// <summary>How many signals were refused, by day and reason: never silently.</summary>
[Table("signal_drops")]
[PrimaryKey(nameof(Day), nameof(Reason))]
internal sealed class SignalDropRow
{
    public DateOnly Day { get; set; }
    public string Reason { get; set; } = "";
    public long N { get; set; }
}
