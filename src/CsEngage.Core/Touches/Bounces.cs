using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A report that a message did not arrive.</summary>
/// <param name="Status">Enhanced status code (RFC 3463): 5.1.1; empty when there is none.</param>
/// <param name="At">When.</param>
public sealed record BounceReport(string Status, DateTimeOffset At);

/// <summary>What a bounce means for the address and for us.</summary>
public enum BounceConsequence
{
    /// <summary>Nothing yet; it is counted.</summary>
    Count,
    /// <summary>The address is written to no more.</summary>
    Suppress,
    /// <summary>We are not trusted there: the person is not to blame, and <see cref="Distrust"/> says when our sending to the domain pauses.</summary>
    PauseUs,
}

/// <summary>When refusals that are about us, and not about one address, stop the sending to their domain.</summary>
public static class Distrust
{
    /// <summary>How many messages have to be refused within <see cref="Window"/>. One may be about its text or its reader's own rules; several are about us.</summary>
    public const int Enough = 3;

    /// <summary>Within how long they count together.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Whether sending to the domain pauses.</summary>
    /// <param name="refused">How many messages to the domain were refused within the window before the latest, itself included.</param>
    public static bool Pauses(int refused) => refused >= Enough;
}

/// <summary>What bounces lead to.</summary>
public static class Bounces
{
    /// <summary>How many bounces of the milder kind, within <see cref="Window"/> and with no delivery between, suppress.</summary>
    public const int Enough = 3;

    /// <summary>Within how long they count together.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(90);

    /// <summary>
    /// Definite address failures (5.1.x: no such mailbox or domain) suppress at once. Reputation and policy codes (5.7.x, 4.7.x)
    /// are about us and never suppress. Everything else suppresses at the third within 90 days with no delivery between.
    /// </summary>
    /// <param name="latest">The bounce just reported.</param>
    /// <param name="earlier">Earlier bounces of the address, in any order.</param>
    /// <param name="lastDelivered">When something was last delivered there.</param>
    public static BounceConsequence Of(BounceReport latest, ImmutableArray<BounceReport> earlier, DateTimeOffset? lastDelivered)
    {
        if (IsReputation(latest.Status)) return BounceConsequence.PauseUs;
        if (IsAddress(latest.Status)) return BounceConsequence.Suppress;
        var counted = earlier.Count(bounce => !IsReputation(bounce.Status) && bounce.At <= latest.At && latest.At - bounce.At <= Window
            && !(lastDelivered > bounce.At && lastDelivered <= latest.At));
        return counted + 1 >= Enough ? BounceConsequence.Suppress : BounceConsequence.Count;
    }

    static bool IsReputation(string status) => status.StartsWith("5.7.", StringComparison.Ordinal) || status.StartsWith("4.7.", StringComparison.Ordinal);

    // 5.1.7 and 5.1.8 speak of the sender's address, not of this one (RFC 3463, section 3.2).
    static bool IsAddress(string status) => status.StartsWith("5.1.", StringComparison.Ordinal) && status is not ("5.1.7" or "5.1.8");
}
