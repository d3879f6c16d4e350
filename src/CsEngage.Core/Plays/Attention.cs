using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Why an account wants its CSM's eyes.</summary>
public enum AttentionKind
{
    /// <summary>A play is open and past its due time.</summary>
    PlayOverdue,
    /// <summary>The last day of notice comes soon.</summary>
    Renewal,
    /// <summary>A contract ends soon that nobody has renewed; there is no notice to give, or its last day has passed.</summary>
    Ending,
    /// <summary>An urgent play is open.</summary>
    UrgentPlay,
    /// <summary>The score is in danger.</summary>
    Red,
    /// <summary>The score lost many points within a week.</summary>
    Fell,
    /// <summary>Nobody came although somebody was expected, whatever the score says.</summary>
    Silent,
    /// <summary>A play is open.</summary>
    Play,
    /// <summary>Checkpoints are behind, and it is the customer's move.</summary>
    Behind,
    /// <summary>Checkpoints are behind, and it is our move.</summary>
    BehindByUs,
    /// <summary>Touches in the CSM's name wait for a look.</summary>
    AwaitingReview,
}

/// <summary>A play that is open for an account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Key of its document.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="DueAt">By when.</param>
/// <param name="DueOn">The last day on which it is in time, where days are counted.</param>
/// <param name="IsUrgent">Of high priority.</param>
public sealed record PlayInHand(string Id, string Key, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateOnly? DueOn, bool IsUrgent);

/// <summary>What is known of an account where attention is asked for.</summary>
/// <param name="Plays">Its open plays.</param>
/// <param name="Band">Its colour.</param>
/// <param name="Score">Its score.</param>
/// <param name="WeekBefore">Its score a week before; null when there was none.</param>
/// <param name="Silence">That it was expected and did not come; null when it came, or is not expected yet.</param>
/// <param name="RenewsOn">The nearest end of a contract.</param>
/// <param name="NoticeBy">The last day to give notice.</param>
/// <param name="BehindCustomer">Checkpoints behind on the customer's side.</param>
/// <param name="BehindVendor">Checkpoints behind on ours.</param>
/// <param name="InReview">Touches that wait for a look.</param>
public sealed record AttentionFacts(
    ImmutableArray<PlayInHand> Plays, Band Band, double? Score, double? WeekBefore, Silence? Silence, DateOnly? RenewsOn, DateOnly? NoticeBy,
    int BehindCustomer, int BehindVendor, int InReview)
{
    /// <summary>The contract renews by itself once the last day of notice has passed.</summary>
    public bool RenewsByItself { get; init; }
}

/// <summary>One reason for which an account wants its CSM's eyes, with what a sentence about it needs.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Amount">Days, points, checkpoints or touches, as the kind says.</param>
/// <param name="Play">The play it speaks of.</param>
/// <param name="Silence">The silence it speaks of.</param>
public sealed record Attention(AttentionKind Kind, int Amount, PlayInHand? Play = null, Silence? Silence = null)
{
    /// <summary>Points lost within a week from which a fall is worth a look.</summary>
    public const double Fall = 8;

    /// <summary>Days before the day that decides from which a renewal asks for attention.</summary>
    public const int RenewalDays = 90;

    /// <summary>All reasons, the most pressing first; empty when the account wants nothing today.</summary>
    public static ImmutableArray<Attention> Of(AttentionFacts facts, DateOnly today, DateTimeOffset now) =>
    [
        .. facts.Plays.Where(play => play.DueAt < now).OrderByDescending(play => play.IsUrgent).ThenBy(play => play.DueAt).Select(play => new Attention(AttentionKind.PlayOverdue, -DaysLeft(play, today), play)),
        .. Renewal(facts, today) is { Amount: <= RenewalDays } renewal ? [renewal] : NoReason,
        .. facts.Plays.Where(play => play.IsUrgent && !(play.DueAt < now)).OrderBy(play => play.DueAt ?? DateTimeOffset.MaxValue).Select(play => new Attention(AttentionKind.UrgentPlay, DaysLeft(play, today), play)),
        .. facts.Band == Band.Red ? [new Attention(AttentionKind.Red, (int)Math.Round(facts.Score ?? 0))] : NoReason,
        .. facts.WeekBefore - facts.Score is { } lost and >= Fall ? [new Attention(AttentionKind.Fell, (int)Math.Round(lost))] : NoReason,
        .. facts.Silence is { } silence ? [new Attention(AttentionKind.Silent, silence.Days, Silence: silence)] : NoReason,
        .. facts.Plays.Where(play => !play.IsUrgent && !(play.DueAt < now)).OrderBy(play => play.DueAt ?? DateTimeOffset.MaxValue).Select(play => new Attention(AttentionKind.Play, DaysLeft(play, today), play)),
        .. facts.BehindVendor > 0 ? [new Attention(AttentionKind.BehindByUs, facts.BehindVendor)] : NoReason,
        .. facts.BehindCustomer > 0 ? [new Attention(AttentionKind.Behind, facts.BehindCustomer)] : NoReason,
        .. facts.InReview > 0 ? [new Attention(AttentionKind.AwaitingReview, facts.InReview)] : NoReason,
    ];

    /// <summary>How much of it can be worked on now: plays that are open, touches to look at. What <see cref="QueueEntry.Actions"/> counts.</summary>
    public static int Actions(AttentionFacts facts) => facts.Plays.Length + facts.InReview;

    // Up to the last day of notice that day decides. After it, a contract that renews by itself is decided; another ends, unless somebody renews it.
    static Attention? Renewal(AttentionFacts facts, DateOnly today) => facts switch
    {
        { RenewsOn: null } => null,
        { RenewsOn: { } ends } when ends < today => null,
        { NoticeBy: { } notice } when notice >= today => new Attention(AttentionKind.Renewal, notice.DayNumber - today.DayNumber),
        { RenewsByItself: true } => null,
        { RenewsOn: { } ends } => new Attention(AttentionKind.Ending, ends.DayNumber - today.DayNumber),
    };

    static int DaysLeft(PlayInHand play, DateOnly today) => play.DueOn is { } due ? due.DayNumber - today.DayNumber : int.MaxValue;

    static readonly ImmutableArray<Attention> NoReason = [];
}
