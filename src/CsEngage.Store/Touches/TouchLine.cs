using System.Collections.Immutable;
using CsEngage.Core;

namespace CsEngage.Store.Touches;

/// <summary>A touch with where it stands in the ledger.</summary>
/// <param name="Reason">Why it is held or skipped, or what went wrong.</param>
/// <param name="LookAt">When a drain looks at it next.</param>
/// <param name="Claim">Who is sending it; every act on a claimed touch names it.</param>
/// <param name="WireAt">When the message began to go over the wire.</param>
/// <param name="Payload">Words of a touch from the desk, variables of a system touch, as JSON.</param>
public sealed record TouchLine(
    Touch Touch, TouchState State, string? Reason, ImmutableArray<DecisionFact> Facts, DateTimeOffset PlannedAt, DateTimeOffset? LookAt, DateTimeOffset? HeldUntil, ReviewStanding Review,
    Guid? ContactId, Guid? Claim, DateTimeOffset? LeaseUntil, DateTimeOffset? ClaimedAt, DateTimeOffset? WireAt, DateTimeOffset? FirstTriedAt, int Failures, string? MessageId,
    string? Topic, string? Code, string? Detail, DateTimeOffset? SentAt, string? Payload)
{
    /// <summary>A server was tried and did not take it; <see cref="Detail"/> says why, and <see cref="LookAt"/> when it is tried again.</summary>
    public bool IsPutOff => State == TouchState.Pending && Failures > 0 && Detail is { Length: > 0 };
}

/// <summary>What the claiming transaction knows beyond the touch: what counts against caps, and whether this person has this step already.</summary>
/// <param name="SentToContact">When touches were claimed or sent for this contact since the start of the longest window.</param>
/// <param name="SentToAccount">The same for the account.</param>
/// <param name="IsDuplicate">Another touch of the same step went to the same person, through another account for example.</param>
public sealed record ClaimView(ImmutableArray<DateTimeOffset> SentToContact, ImmutableArray<DateTimeOffset> SentToAccount, bool IsDuplicate)
{
    /// <summary>Another step of the same checkpoint has sent this person the same template.</summary>
    public bool HasItAlready { get; init; }

    /// <summary>What went to the receiving domain lately.</summary>
    public DomainUse ToDomain { get; init; } = DomainUse.None;
}

/// <summary>What was decided about a touch at its claim. Its claim token is set when it is to be sent.</summary>
public sealed record Claimed(TouchLine Line, TouchDecision Decision)
{
    public bool IsToBeSent => Decision is TouchDecision.Send;
}

/// <summary>How sending a claimed touch ended.</summary>
public abstract record SendingEnd
{
    /// <summary>250 to the final dot.</summary>
    public sealed record Accepted(string Code, string? Detail) : SendingEnd;

    /// <summary>Refused for good, or it cannot be rendered.</summary>
    public sealed record Refused(string? Code, string Detail) : SendingEnd;

    /// <summary>Not now, and nothing went over the wire: try again at <paramref name="RetryAt"/>. Its place under the caps is free again.</summary>
    public sealed record GivenBack(string? Code, string Detail, DateTimeOffset RetryAt) : SendingEnd;

    /// <summary>The connection broke after the message went over the wire: nobody knows.</summary>
    public sealed record Lost(string Detail) : SendingEnd;
}
