using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// What is to become of a touch now: each outcome with its reason and the facts behind it, for people to read. <see cref="Number"/> is the
/// step of the decision that gave it.
/// </summary>
/// <param name="Number">Step of the decision, 1–14.</param>
/// <param name="Facts">Names and values behind it, such as the day on which the address bounced; ids, never names of people.</param>
public abstract record TouchDecision(int Number, ImmutableArray<DecisionFact> Facts)
{
    /// <summary>Goes out now.</summary>
    public sealed record Send(int Number, ImmutableArray<DecisionFact> Facts) : TouchDecision(Number, Facts);

    /// <summary>Looked at again at <paramref name="Until"/>; null = when somebody changes what holds it.</summary>
    public sealed record Hold(int Number, HoldReason Why, DateTimeOffset? Until, ImmutableArray<DecisionFact> Facts) : TouchDecision(Number, Facts);

    /// <summary>Never goes out.</summary>
    public sealed record Skip(int Number, SkipReason Why, ImmutableArray<DecisionFact> Facts) : TouchDecision(Number, Facts);

    /// <summary>Held out: kept as a ghost, for comparison.</summary>
    public sealed record Ghost(int Number, ImmutableArray<DecisionFact> Facts) : TouchDecision(Number, Facts);

    /// <summary>Waits in the review queue; sends itself at <paramref name="SendsAt"/>, null = only when released.</summary>
    public sealed record Review(int Number, DateTimeOffset? SendsAt, ImmutableArray<DecisionFact> Facts) : TouchDecision(Number, Facts);
}

/// <summary>One fact behind a decision.</summary>
public sealed record DecisionFact(string Name, string Value);

/// <summary>Why a touch never goes out.</summary>
public enum SkipReason
{
    /// <summary>The journey was stopped or archived.</summary>
    JourneyStopped,
    /// <summary>The participant has left the journey, or its exit rule holds.</summary>
    LeftJourney,
    /// <summary>The checkpoint is reached; there is nothing to nudge about.</summary>
    CheckpointReached,
    /// <summary>The journey is completed.</summary>
    JourneyCompleted,
    /// <summary>The membership has ended, or there is no address.</summary>
    NobodyThere,
    /// <summary>The address bounced.</summary>
    Bounced,
    /// <summary>The person complained.</summary>
    Complained,
    /// <summary>The person wants no mail from us at all.</summary>
    Unsubscribed,
    /// <summary>The person does not want this topic on this channel.</summary>
    TopicOff,
    /// <summary>There is no basis of consent for it.</summary>
    NoConsent,
    /// <summary>The same address gets this step through another account.</summary>
    Duplicate,
    /// <summary>The same words came to this person for this checkpoint already.</summary>
    AlreadyHad,
    /// <summary>Over the cap until it was too late.</summary>
    OverCap,
    /// <summary>Noticed too late.</summary>
    TooLate,
    /// <summary>A variable is missing, or the template has an error.</summary>
    CannotRender,
    /// <summary>A person stopped it in review.</summary>
    StoppedInReview,
    /// <summary>A person cancelled it.</summary>
    Cancelled,
}

/// <summary>Why a touch waits.</summary>
public enum HoldReason
{
    /// <summary>Not yet due.</summary>
    NotDue,
    /// <summary>All sending is stopped.</summary>
    SendingStopped,
    /// <summary>Sending of this journey is stopped.</summary>
    JourneySendingStopped,
    /// <summary>Sending to this domain is stopped.</summary>
    DomainStopped,
    /// <summary>Paused by itself after complaints, bounces or failures.</summary>
    AutoPaused,
    /// <summary>The enrollment is paused.</summary>
    EnrollmentPaused,
    /// <summary>The account is on hold.</summary>
    AccountOnHold,
    /// <summary>Over a cap.</summary>
    OverCap,
    /// <summary>Quiet hours of the recipient.</summary>
    QuietHours,
    /// <summary>No business day of the recipient.</summary>
    NotABusinessDay,
    /// <summary>The receiving domain has had as many as it takes in a minute.</summary>
    DomainRate,
    /// <summary>The receiving domain has had its share of today while a new sender warms up.</summary>
    WarmingUp,
}

/// <summary>Where a touch stands in the ledger.</summary>
public enum TouchState
{
    /// <summary>To be sent when due.</summary>
    Pending,
    /// <summary>Waits for a reason.</summary>
    Held,
    /// <summary>In the review queue.</summary>
    InReview,
    /// <summary>Being sent, under a lease.</summary>
    Claimed,
    /// <summary>Accepted by the next server (250 to the final dot).</summary>
    Sent,
    /// <summary>Reported delivered by a provider.</summary>
    Delivered,
    /// <summary>Came back.</summary>
    Bounced,
    /// <summary>Complained about.</summary>
    Complained,
    /// <summary>Never sent, with a reason.</summary>
    Skipped,
    /// <summary>Held out.</summary>
    Ghost,
    /// <summary>Refused for good.</summary>
    Failed,
    /// <summary>Nobody knows whether it was accepted; for people, never re-sent by itself.</summary>
    Ambiguous,
}
