using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// A versioned plan for a participant: stages of checkpoints, each an experience to be had, with what follows when it opens, is reached,
/// falls behind or gets stuck. Immutable; the document is `journey/1`, read by <see cref="Parse(string)"/> and written by <see cref="ToJson"/>.
/// </summary>
/// <param name="Key">Immutable key.</param>
/// <param name="Title">What customers and staff call it.</param>
/// <param name="Description">What it is for, for authors and CSMs.</param>
/// <param name="Topic">Topic of touches whose template names none.</param>
/// <param name="Participant">Who it is about.</param>
/// <param name="Entry">Who enters; null when people enter only by hand or by a <c>start</c> step.</param>
/// <param name="Reentry">Whether one may enter again.</param>
/// <param name="Exits">When one leaves before the end, in order.</param>
/// <param name="Value">Key of the checkpoint that means value.</param>
/// <param name="Anchor">From when time-to-value counts.</param>
/// <param name="HoldoutPercent">0–100: who is enrolled and measured but receives nothing.</param>
/// <param name="Calendar">Whose working days count.</param>
/// <param name="Stages">Bands of checkpoints, in order.</param>
/// <param name="Version">Number of the published version; not part of the document.</param>
public sealed partial record Journey(
    string Key, LocalizedText Title, LocalizedText Description, string? Topic, ParticipantKind Participant, Rule? Entry, Reentry Reentry, ImmutableArray<ExitRule> Exits, string? Value,
    ValueAnchor Anchor, decimal HoldoutPercent, CalendarOf Calendar, ImmutableArray<Stage> Stages, int Version = 1)
{
    /// <summary>All checkpoints in the order of the document.</summary>
    public ImmutableArray<Checkpoint> Checkpoints { get; } = [.. Stages.SelectMany(stage => stage.Checkpoints)];

    /// <summary>The checkpoint of a key; null when there is none.</summary>
    public Checkpoint? Find(string checkpoint)
    {
        foreach (var candidate in Checkpoints)
            if (candidate.Key == checkpoint) return candidate;
        return null;
    }
}

/// <summary>Who a journey is about.</summary>
public enum ParticipantKind
{
    /// <summary>An account as a whole.</summary>
    Account,
    /// <summary>One membership.</summary>
    Contact,
}

/// <summary>From when time-to-value counts.</summary>
public enum ValueAnchor
{
    /// <summary>Start of the first contract.</summary>
    ContractStart,
    /// <summary>When the account became a customer here.</summary>
    Created,
    /// <summary>When it entered the journey.</summary>
    Entry,
}

/// <summary>Whose calendar counts.</summary>
public enum CalendarOf
{
    /// <summary>The account's country and zone.</summary>
    Account,
    /// <summary>The operator's.</summary>
    Operator,
}

/// <summary>Whether a participant may enter again: never, after leaving, or at most every n days.</summary>
public abstract record Reentry
{
    /// <summary>Once only.</summary>
    public sealed record Never : Reentry;

    /// <summary>After the earlier enrollment ended and the entry rule stopped holding in between.</summary>
    public sealed record AfterExit : Reentry;

    /// <summary>When the last entry is at least this many calendar days ago and has ended.</summary>
    public sealed record Every(int Days) : Reentry;
}

/// <summary>A rule that ends an enrollment before all is reached.</summary>
/// <param name="When">The rule, in the participant's scope.</param>
/// <param name="As">How it ended.</param>
public sealed record ExitRule(Rule When, Ending As);

/// <summary>How an enrollment ended.</summary>
public enum Ending
{
    /// <summary>Everything required was reached.</summary>
    Completed,
    /// <summary>It did not work out.</summary>
    Failed,
    /// <summary>It no longer applied.</summary>
    Cancelled,
}

/// <summary>A band of checkpoints.</summary>
public sealed record Stage(string Key, LocalizedText Title, ImmutableArray<Checkpoint> Checkpoints);

/// <summary>Whose move it is.</summary>
public enum Side
{
    /// <summary>The customer's.</summary>
    Customer,
    /// <summary>Ours.</summary>
    Vendor,
}

/// <summary>An experience to be had.</summary>
/// <param name="Key">Stable across versions.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Promise">What the customer gets from it.</param>
/// <param name="Side">Whose move it is.</param>
/// <param name="Required">Whether completion waits for it.</param>
/// <param name="Weight">Share in progress; more than zero.</param>
/// <param name="Opens">When it opens.</param>
/// <param name="Evidence">What shows that it was reached; null = manual.</param>
/// <param name="Manual">Who says that it is reached when there is no rule; anybody's word counts beside a rule too.</param>
/// <param name="Due">By when; null = no due time.</param>
/// <param name="StuckDays">Business days behind after which it is stuck.</param>
/// <param name="Guides">Keys of guides that help.</param>
/// <param name="Tasks">What the customer is asked to do.</param>
/// <param name="On">What happens, by trigger.</param>
public sealed record Checkpoint(
    string Key, LocalizedText Title, LocalizedText Promise, Side Side, bool Required, decimal Weight, Opening Opens, Rule? Evidence, ManualBy? Manual,
    Due? Due, int StuckDays, ImmutableArray<string> Guides, ImmutableArray<TaskSpec> Tasks, ImmutableSortedDictionary<Trigger, ImmutableArray<Step>> On)
{
    /// <summary>The steps of a trigger, with the arms of splits laid out one after the other.</summary>
    public ImmutableArray<PlacedStep> Sequence(Trigger trigger) => placed.GetValueOrDefault(trigger, []);

    // Read at each instant of a walk, so it is laid out once.
    readonly ImmutableSortedDictionary<Trigger, ImmutableArray<PlacedStep>> placed =
        On.ToImmutableSortedDictionary(pair => pair.Key, pair => PlacedStep.Lay(pair.Value));
}

/// <summary>Who says that a checkpoint is reached. Each says it by the signal <c>checkpoint.reached</c>; tasks of a manual checkpoint say it too.</summary>
public enum ManualBy
{
    /// <summary>The customer ticks it.</summary>
    Customer,
    /// <summary>The CSM attests it.</summary>
    Csm,
    /// <summary>It is imported.</summary>
    Import,
}

/// <summary>What starts a sequence.</summary>
public enum Trigger
{
    /// <summary>The checkpoint opens, and its evidence does not hold already.</summary>
    Open,
    /// <summary>Its evidence holds for the first time.</summary>
    Reached,
    /// <summary>It is past due and not reached.</summary>
    Behind,
    /// <summary>It is behind for long, or the participant is silent.</summary>
    Stuck,
}

/// <summary>When a checkpoint opens: at the start, after others, by a rule, or after others and by a rule.</summary>
/// <param name="After">Checkpoints that must be reached first.</param>
/// <param name="When">A rule that must hold at that time.</param>
public sealed record Opening(ImmutableArray<string> After, Rule? When)
{
    /// <summary>Open from the start.</summary>
    public static readonly Opening AtStart = new([], null);
}

/// <summary>By when a checkpoint should be reached: the end of the n-th business day after something.</summary>
/// <param name="Days">Business days; negative counts backwards, which only makes sense from a date.</param>
/// <param name="From">What they count from.</param>
/// <param name="Attribute">The attribute with the date, as rules write it (account.go_live), when <paramref name="From"/> says so.</param>
public sealed record Due(int Days, DueFrom From, string? Attribute = null);

/// <summary>What a due time counts from.</summary>
public enum DueFrom
{
    /// <summary>The entry into the journey.</summary>
    Start,
    /// <summary>The opening of the checkpoint.</summary>
    Opening,
    /// <summary>The first day of the current contract.</summary>
    ContractStart,
    /// <summary>The last day of the current contract.</summary>
    ContractEnd,
    /// <summary>A date attribute.</summary>
    Attribute,
}

/// <summary>Something for a contact to do.</summary>
/// <param name="Key">Unique in its checkpoint.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Hint">One sentence that helps.</param>
/// <param name="Assignee">Who is asked.</param>
/// <param name="Kind">How it is done.</param>
/// <param name="Url">Where a link leads: https or guide:key.</param>
/// <param name="Due">How long one has from its giving; null = as long as the checkpoint.</param>
/// <param name="Required">The checkpoint is reached only when this is done as well.</param>
public sealed record TaskSpec(
    string Key, LocalizedText Title, LocalizedText Hint, Assignee Assignee, TaskKind Kind, string? Url, Duration? Due, bool Required);

/// <summary>How a task is done.</summary>
public enum TaskKind
{
    /// <summary>By ticking it.</summary>
    Tick,
    /// <summary>By uploading a file.</summary>
    Upload,
    /// <summary>By filling in a short form.</summary>
    Form,
    /// <summary>By following a link, then ticking.</summary>
    Link,
}

/// <summary>Who is asked to do a task: any contact (one is enough), each contact, or any with a role.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Role">The role, when asked by role.</param>
public sealed record Assignee(AssigneeKind Kind, string? Role = null);

/// <summary>Which contacts.</summary>
public enum AssigneeKind
{
    /// <summary>Any contact of the account; done by one is done for all.</summary>
    AnyContact,
    /// <summary>Every contact by itself.</summary>
    EachContact,
    /// <summary>Any contact with the role; done by one is done for all.</summary>
    Role,
}
