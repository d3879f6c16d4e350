using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Everything that the decision about one touch looks at, loaded by the caller; small and plain.</summary>
/// <param name="Touch">The touch.</param>
/// <param name="Now">When it is decided.</param>
/// <param name="Kind">Transactional or not, and under which topic.</param>
/// <param name="Journey">Where its enrollment stands; null for touches outside journeys.</param>
/// <param name="Recipient">Who receives it.</param>
/// <param name="Sending">What stops sending at large.</param>
/// <param name="AccountHold">Why the account is on hold (an open escalation, a CSM's hold, an incident); null when it is not.</param>
/// <param name="IsDuplicate">The same id, or the same step to the same address, is in the ledger already.</param>
/// <param name="Review">Where it stands in the review queue.</param>
/// <param name="HeldUntil">Until when an earlier decision held it for quiet hours or a cap; null when none did.</param>
/// <param name="RenderProblem">Why it cannot be rendered; null when it can, or was not tried yet.</param>
/// <param name="Caps">Caps and what was sent within their windows; only inside the claiming transaction, null when planned.</param>
public sealed record TouchSituation(
    Touch Touch, DateTimeOffset Now, TouchKind Kind, JourneyStanding? Journey, Recipient Recipient, SendingStops Sending, string? AccountHold,
    bool IsDuplicate, ReviewStanding Review, DateTimeOffset? HeldUntil, string? RenderProblem, CapUse? Caps)
{
    /// <summary>Another step of the same checkpoint has sent this person the same template, such as one for another of their roles.</summary>
    public bool HasItAlready { get; init; }
}

/// <summary>Under which rules a touch goes.</summary>
/// <param name="IsTransactional">Sign-in, security, an answer to one's own request: passes only duplicates, rendering and the hard bounce.</param>
/// <param name="Topic">The topic it belongs to; null when transactional.</param>
public sealed record TouchKind(bool IsTransactional, string? Topic)
{
    /// <summary>Sign-in, security, an answer to one's own request.</summary>
    public static readonly TouchKind Transactional = new(IsTransactional: true, Topic: null);

    /// <summary>Under a topic.</summary>
    public static TouchKind Of(string topic) => new(IsTransactional: false, topic);
}

/// <summary>Where the enrollment behind a touch stands now.</summary>
/// <param name="IsLive">The journey is published and not stopped.</param>
/// <param name="State">State of the enrollment, advanced to now (its exit rules have been asked).</param>
/// <param name="IsCheckpointReached">The checkpoint of the touch's sequence is reached.</param>
public sealed record JourneyStanding(bool IsLive, EnrollmentState State, bool IsCheckpointReached);

/// <summary>Who receives a touch.</summary>
/// <param name="HasAddress">The membership lasts and there is an address on the channel.</param>
/// <param name="Suppression">Why the address must not be written to; null when it may.</param>
/// <param name="IsSubscribed">The topic is on for this person on this channel.</param>
/// <param name="HasConsent">There is a basis of consent for the topic.</param>
/// <param name="Calendar">The recipient's zone and business days.</param>
/// <param name="QuietHours">The recipient's quiet hours.</param>
/// <param name="BusinessDaysOnly">Not on days off.</param>
public sealed record Recipient(
    bool HasAddress, Suppression? Suppression, bool IsSubscribed, bool HasConsent, Calendar Calendar, QuietHours QuietHours, bool BusinessDaysOnly);

/// <summary>A standing reason not to touch an address.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
public sealed record Suppression(SuppressionReason Reason, DateTimeOffset Since);

/// <summary>Why an address must not be written to.</summary>
public enum SuppressionReason
{
    /// <summary>It bounced for good.</summary>
    HardBounce,
    /// <summary>The person complained.</summary>
    Complaint,
    /// <summary>The person wants no mail at all.</summary>
    Unsubscribed,
}

/// <summary>What stops sending at large.</summary>
/// <param name="Everything">The global switch.</param>
/// <param name="Journey">The switch of this journey.</param>
/// <param name="Domain">The switch of the recipient's domain.</param>
/// <param name="AutoPaused">Why template or journey paused itself; null when it did not.</param>
public sealed record SendingStops(bool Everything, bool Journey, bool Domain, string? AutoPaused)
{
    /// <summary>Nothing is stopped.</summary>
    public static readonly SendingStops None = new(Everything: false, Journey: false, Domain: false, AutoPaused: null);
}

/// <summary>Where a touch stands in the review queue.</summary>
/// <param name="State">Not asked, waiting, released or stopped.</param>
/// <param name="Since">When it came into the queue.</param>
public sealed record ReviewStanding(ReviewState State, DateTimeOffset? Since)
{
    /// <summary>Not in the queue.</summary>
    public static readonly ReviewStanding None = new(ReviewState.NotYet, Since: null);
}

/// <summary>States of a review.</summary>
public enum ReviewState
{
    /// <summary>It has not come into the queue.</summary>
    NotYet,
    /// <summary>It waits for a person.</summary>
    Waiting,
    /// <summary>A person released it; the whole decision runs again.</summary>
    Released,
    /// <summary>A person stopped it.</summary>
    Stopped,
}

/// <summary>Caps over rolling windows, and what counts against them.</summary>
/// <param name="Caps">At most so many within so long; all of them must have room.</param>
/// <param name="SentToContact">When touches were sent to (or claimed for) this contact within the longest window.</param>
/// <param name="SentToAccount">The same for the account.</param>
public sealed record CapUse(ImmutableArray<Cap> Caps, ImmutableArray<DateTimeOffset> SentToContact, ImmutableArray<DateTimeOffset> SentToAccount);

/// <summary>At most so many touches within a rolling window.</summary>
/// <param name="PerAccount">Of the account together; otherwise of one contact.</param>
/// <param name="Most">How many.</param>
/// <param name="Window">Within how long.</param>
public sealed record Cap(bool PerAccount, int Most, TimeSpan Window)
{
    /// <summary>When there is room for one more: now, or when the oldest that is too many leaves the window.</summary>
    public DateTimeOffset RoomAt(ImmutableArray<DateTimeOffset> sent, DateTimeOffset now)
    {
        var inside = sent.Where(at => at > now - Window && at <= now).Order().ToArray();
        if (inside.Length < Most) return now;
        return Most <= 0 ? DateTimeOffset.MaxValue : inside[^Most] + Window;
    }
}
