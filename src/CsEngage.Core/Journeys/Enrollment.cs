using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CsEngage.Core;

/// <summary>A participant's passage through one version of a journey: everything <see cref="Journey.Advance"/> must remember.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="Journey">Key of the journey.</param>
/// <param name="Version">The version it is pinned to.</param>
/// <param name="AccountId">The account.</param>
/// <param name="MembershipId">The person, in a contact journey.</param>
/// <param name="Entry">Which entry of this participant into this journey, from 1.</param>
/// <param name="EnteredAt">When it began.</param>
/// <param name="AdvancedAt">Up to when everything has been decided.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Draw">The recorded draw, in [0, 1).</param>
/// <param name="Arm">"holdout" or "treated".</param>
/// <param name="HoldoutPercent">The percentage that was in force at the draw.</param>
/// <param name="Cause">What brought it about, with the journeys on the chain.</param>
/// <param name="Checkpoints">Progress by checkpoint key; only of those that have opened.</param>
/// <param name="Runs">Sequences under way, in the order they began.</param>
/// <param name="Tasks">Tasks given to the customer.</param>
/// <param name="Plays">Open plays that close when their checkpoint is reached: id and checkpoint.</param>
/// <param name="Pauses">Intervals in which actions waited.</param>
/// <param name="Done">Steps that have acted, as touch step paths, so that a move to a new version never repeats one.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Trouble">Why it was set aside.</param>
public sealed record Enrollment(
    Guid Id, string Journey, int Version, Guid AccountId, Guid? MembershipId, int Entry, DateTimeOffset EnteredAt, DateTimeOffset AdvancedAt,
    EnrollmentState State, double Draw, string Arm, decimal HoldoutPercent, Cause? Cause,
    ImmutableSortedDictionary<string, CheckpointProgress> Checkpoints, ImmutableArray<Run> Runs, ImmutableArray<GivenTask> Tasks,
    ImmutableArray<OpenedPlay> Plays, ImmutableArray<Pause> Pauses, ImmutableSortedSet<string> Done, DateTimeOffset? EndedAt = null, string? Trouble = null)
{
    /// <summary>Receives nothing, and is measured.</summary>
    [JsonIgnore]
    public bool IsHeldOut => Arm == "holdout";

    /// <summary>Completed, failed or cancelled.</summary>
    [JsonIgnore]
    public bool HasEnded => State is EnrollmentState.Completed or EnrollmentState.Failed or EnrollmentState.Cancelled;

    /// <summary>Whether actions wait.</summary>
    [JsonIgnore]
    public bool IsPaused => State == EnrollmentState.Paused;

    /// <summary>The participant as ids of touches write it: the membership's id, or the account's.</summary>
    [JsonIgnore]
    public Guid ParticipantId => MembershipId ?? AccountId;

    /// <summary>Progress of a checkpoint; null when it has not opened.</summary>
    public CheckpointProgress? Find(string checkpoint) => Checkpoints.GetValueOrDefault(checkpoint);

    /// <summary>The text that <see cref="FromJson(string)"/> reads back.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EnrollmentJson.Default.Enrollment);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static Enrollment FromJson(string json) => EnrollmentReader.Read(json);

    /// <summary>Reads what <see cref="ToJson"/> wrote, as UTF-8.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static Enrollment FromJson(ReadOnlySpan<byte> utf8) => EnrollmentReader.Read(utf8);
}

/// <summary>Where an enrollment stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EnrollmentState>))]
public enum EnrollmentState
{
    /// <summary>Under way.</summary>
    Active,
    /// <summary>Held by a person: evidence counts, actions wait.</summary>
    Paused,
    /// <summary>Under way, and the next required checkpoint is ours and overdue.</summary>
    Blocked,
    /// <summary>Everything required was reached.</summary>
    Completed,
    /// <summary>Ended without.</summary>
    Failed,
    /// <summary>Ended because it no longer applied.</summary>
    Cancelled,
    /// <summary>Its advance threw; waits for a person.</summary>
    SetAside,
}

/// <summary>How far one checkpoint has come.</summary>
/// <param name="OpenedAt">When it opened.</param>
/// <param name="DueAt">End of its due day; null when it has none, or the date is not known.</param>
/// <param name="BehindAt">Since when it is past due and not reached.</param>
/// <param name="StuckAt">Since when it is stuck.</param>
/// <param name="ReachedAt">When it was reached; null again when undone.</param>
/// <param name="UndoneAt">When it was last undone.</param>
/// <param name="NeedsFresh">After undone: evidence counts only once it has been absent.</param>
/// <param name="Firings">How often each trigger fired in this entry.</param>
public sealed record CheckpointProgress(
    DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? BehindAt, DateTimeOffset? StuckAt, DateTimeOffset? ReachedAt,
    DateTimeOffset? UndoneAt, bool NeedsFresh, Firings Firings)
{
    /// <summary>Whether it is reached now.</summary>
    [JsonIgnore]
    public bool IsReached => ReachedAt is not null;
}

/// <summary>How often each trigger of a checkpoint fired in one entry.</summary>
public sealed record Firings(int Open, int Reached, int Behind, int Stuck)
{
    /// <summary>None yet.</summary>
    public static readonly Firings None = new(0, 0, 0, 0);

    /// <summary>The count of one trigger.</summary>
    public int Of(Trigger trigger) => trigger switch { Trigger.Open => Open, Trigger.Reached => Reached, Trigger.Behind => Behind, _ => Stuck };

    /// <summary>One more of a trigger.</summary>
    public Firings Plus(Trigger trigger) => trigger switch
    {
        Trigger.Open => this with { Open = Open + 1 },
        Trigger.Reached => this with { Reached = Reached + 1 },
        Trigger.Behind => this with { Behind = Behind + 1 },
        _ => this with { Stuck = Stuck + 1 },
    };
}

/// <summary>A sequence under way.</summary>
/// <param name="Checkpoint">Its checkpoint.</param>
/// <param name="Trigger">What started it.</param>
/// <param name="Firing">The how-manieth time.</param>
/// <param name="Step">Key of the step it stands before.</param>
/// <param name="ReadyAt">When that step is due; for a wait for a date or rule, the time it began to wait.</param>
/// <param name="IsWaiting">It stands inside a wait for a date, a rule or somebody to address.</param>
/// <param name="IsAlone">It is one step that waits for somebody to address, while the rest of its sequence has gone on.</param>
public sealed record Run(string Checkpoint, Trigger Trigger, int Firing, string Step, DateTimeOffset ReadyAt, bool IsWaiting, bool IsAlone = false);

/// <summary>A task in the customer's hands.</summary>
/// <param name="Checkpoint">Its checkpoint.</param>
/// <param name="Key">Key of the task.</param>
/// <param name="OpenedAt">When it was given.</param>
/// <param name="DueAt">End of its due day.</param>
/// <param name="DoneAt">When it was done.</param>
/// <param name="DoneBy">By whom; of each-contact tasks, who was last.</param>
public sealed record GivenTask(string Checkpoint, string Key, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? DoneAt, Guid? DoneBy)
{
    /// <summary>The subject of its signals: <c>task:{journey}/{checkpoint}/{key}</c>.</summary>
    public string Subject(string journey) => $"task:{journey}/{Checkpoint}/{Key}";

    /// <summary>What it is called on the page of the plan.</summary>
    public string Anchor => $"task-{Checkpoint}-{Key}";

    /// <summary>Where it stands, below the address of a portal. The plan shows one journey, so the address says which.</summary>
    public string Place(string journey) => $"/plan?journey={Uri.EscapeDataString(journey)}#{Anchor}";
}

/// <summary>An open play of this enrollment.</summary>
public sealed record OpenedPlay(string Id, string Checkpoint);

/// <summary>An interval in which actions waited.</summary>
/// <param name="From">Start.</param>
/// <param name="Until">End; null while it lasts.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why.</param>
public sealed record Pause(DateTimeOffset From, DateTimeOffset? Until, string By, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Enrollment))]
sealed partial class EnrollmentJson : JsonSerializerContext;
