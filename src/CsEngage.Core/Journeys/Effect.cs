using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// What an advance asks for, saved in one transaction with the enrollment. Each has the time it became due and an id that is unique over
/// all enrollments, so that doing it twice can be recognised.
/// </summary>
/// <param name="Id">Unique: step path and firing, or the derived signal's key.</param>
/// <param name="At">When it became due; never when it was noticed.</param>
public abstract record Effect(string Id, DateTimeOffset At)
{
    /// <summary>A signal to append. Already seen by the rules of the same walk.</summary>
    public sealed record Append(string Id, DateTimeOffset At, Signal Signal) : Effect(Id, At);

    /// <summary>A touch to put into the ledger. Its id is <see cref="Touch.Id"/>.</summary>
    public sealed record Plan(string Id, DateTimeOffset At, Touch Touch) : Effect(Id, At);

    /// <summary>A play to open for the account's CSM.</summary>
    public sealed record OpenPlay(string Id, DateTimeOffset At, string Play, Guid AccountId, Guid? MembershipId, DateTimeOffset? DueAt, Cause Cause) : Effect(Id, At);

    /// <summary>A play whose reason has gone: its checkpoint is reached, or the enrollment has ended. <paramref name="Play"/> is the id it was opened with.</summary>
    public sealed record ClosePlay(string Id, DateTimeOffset At, string Play, string Reason) : Effect(Id, At);

    /// <summary>A task that the customer now has; the enrollment lists it too.</summary>
    public sealed record GiveTask(string Id, DateTimeOffset At, GivenTask Task, TaskSpec Spec) : Effect(Id, At);

    /// <summary>A field to set, by its name in rules (account.lifecycle); null makes it unknown. Already seen by the rules of the same walk.</summary>
    public sealed record SetField(string Id, DateTimeOffset At, string Field, AttributeValue? Value, Cause Cause) : Effect(Id, At);

    /// <summary>Another journey to enter; refused when it is on the cause's chain.</summary>
    public sealed record StartJourney(string Id, DateTimeOffset At, string Journey, Cause Cause) : Effect(Id, At);

    /// <summary>A notice to staff.</summary>
    public sealed record Notify(string Id, DateTimeOffset At, string Channel, LocalizedText Text, string Checkpoint) : Effect(Id, At);

    /// <summary>A step that did nothing, and why; for people to read, nothing is to be done.</summary>
    public sealed record PassBy(string Id, DateTimeOffset At, string Step, PassReason Why, Reason? Reasons) : Effect(Id, At);
}

/// <summary>Why a step did nothing.</summary>
public enum PassReason
{
    /// <summary>Its condition did not hold, or is not known.</summary>
    When,
    /// <summary>Nobody came into its audience within seven days.</summary>
    Nobody,
    /// <summary>Held out: what is not a touch leaves no ghost.</summary>
    HeldOut,
    /// <summary>The other journey is on the chain that led here.</summary>
    OwnChain,
    /// <summary>It acted before the enrollment moved to this version.</summary>
    AlreadyDone,
}

/// <summary>What an advance gives.</summary>
/// <param name="Enrollment">The enrollment, advanced.</param>
/// <param name="Effects">What is to be done, in order.</param>
/// <param name="NextAt">When to advance again if no signal comes before; null = only on a signal, or never.</param>
public sealed record Advanced(Enrollment Enrollment, ImmutableArray<Effect> Effects, DateTimeOffset? NextAt)
{
    /// <summary>
    /// Whether anything but <see cref="Enrollment.AdvancedAt"/> came of it. What changed nothing need not be saved: advancing later from the same place
    /// gives the same.
    /// </summary>
    public bool Changes(Enrollment before) => Effects.Length > 0 || Enrollment with { AdvancedAt = before.AdvancedAt } != before;
}
