using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Whom one score is about.</summary>
public enum HealthScope
{
    /// <summary>An account.</summary>
    Account,
    /// <summary>A department of an account.</summary>
    Department,
    /// <summary>One membership.</summary>
    Membership,
}

/// <summary>Which way a measure points.</summary>
public enum Direction
{
    /// <summary>More is healthier.</summary>
    HigherIsBetter,
    /// <summary>Less is healthier.</summary>
    LowerIsBetter,
}

/// <summary>The colour of a score.</summary>
public enum Band
{
    /// <summary>Too little is known to name a colour.</summary>
    NotEnoughData,
    /// <summary>In danger.</summary>
    Red,
    /// <summary>To be watched.</summary>
    Yellow,
    /// <summary>Healthy.</summary>
    Green,
}

/// <summary>How health is computed: measures in groups, two levels of weights, bands. Immutable; each change is a new version.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Version">Counts the versions.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Description">What it asks.</param>
/// <param name="Scope">Whom a score is about.</param>
/// <param name="CoverageMinimum">Share of the weight that must be known, from 0 to 1; below it there is not enough data.</param>
/// <param name="Bands">Where the colours begin.</param>
/// <param name="Hysteresis">How reluctantly the colour changes.</param>
/// <param name="Groups">Groups of measures.</param>
public sealed partial record Scorecard(
    string Key, int Version, LocalizedText Title, LocalizedText Description, HealthScope Scope, double CoverageMinimum, Bands Bands,
    Hysteresis Hysteresis, ImmutableArray<MeasureGroup> Groups)
{
    /// <summary>Groups of measures.</summary>
    public ImmutableArray<MeasureGroup> Groups
    {
        get;
        init => (field, Measures) = (value, All(value));
    } = Groups;

    /// <summary>All measures in the order of the card: the order in which readings and snapshots hold them.</summary>
    public ImmutableArray<Measure> Measures { get; private init; } = All(Groups);

    /// <summary>What its figures depend on.</summary>
    public RuleNeeds Needs => Measures.Aggregate(RuleNeeds.None, (needs, measure) => needs.And(measure.Figure.Needs));

    static ImmutableArray<Measure> All(ImmutableArray<MeasureGroup> groups) => [.. groups.SelectMany(group => group.Measures)];
}

/// <summary>Some measures that answer one question together.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Weight">Weight beside the other groups.</param>
/// <param name="CoverageMinimum">Share of its weight that must be known; null means the card's.</param>
/// <param name="Measures">Its measures.</param>
public sealed record MeasureGroup(string Key, LocalizedText Title, double Weight, double? CoverageMinimum, ImmutableArray<Measure> Measures);

/// <summary>One figure and how it becomes a score.</summary>
/// <param name="Key">Unique on the card.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Why">Why it counts.</param>
/// <param name="Figure">What is measured.</param>
/// <param name="Unit">How to show it: count, share, ratio, score, days or money.</param>
/// <param name="Weight">Weight inside its group.</param>
/// <param name="Direction">Which way it points.</param>
/// <param name="Map">From its value to 0–100.</param>
/// <param name="MinimumN">On fewer observations it is not available.</param>
/// <param name="Freshness">How old it may be; null means it never grows stale.</param>
public sealed record Measure(
    string Key, LocalizedText Title, LocalizedText Why, Figure Figure, string Unit, double Weight, Direction Direction, ScoreMap Map,
    int MinimumN, Freshness? Freshness)
{
    /// <summary>
    /// From which age of the account (of the membership, on a card about memberships) it is available. Before, nobody could have done what it counts:
    /// that nothing was counted yet says nothing.
    /// </summary>
    public TimeSpan MinimumAge { get; init; }
}

/// <summary>What happens to an observation that is older than allowed.</summary>
public enum Staleness
{
    /// <summary>Not available.</summary>
    Drop,
    /// <summary>Kept, and shown as stale.</summary>
    Hold,
    /// <summary>Goes towards 50.</summary>
    Decay,
}

/// <summary>How old an observation may be.</summary>
/// <param name="MaxAge">Up to here it is fresh.</param>
/// <param name="Then">What happens after that.</param>
/// <param name="HalfLife">Of decay: after so long the distance to 50 has halved.</param>
public sealed record Freshness(TimeSpan MaxAge, Staleness Then, TimeSpan? HalfLife)
{
    /// <summary>Whether an observation of this age is stale.</summary>
    public bool IsStale(TimeSpan age) => age > MaxAge;

    /// <summary>The score of an observation of this age; null when it is dropped. Decay goes in steps of whole days: 50 + (s − 50) · ½^(days / half-life).</summary>
    public double? Apply(double score, TimeSpan age) => !IsStale(age) ? score : Then switch
    {
        Staleness.Drop => null,
        Staleness.Hold => score,
        _ => 50 + (score - 50) * Math.Pow(0.5, Math.Floor((age - MaxAge).TotalDays) / HalfLife!.Value.TotalDays),
    };
}

/// <summary>Where yellow and green begin; what lies below yellow is red.</summary>
/// <param name="Yellow">From here on yellow.</param>
/// <param name="Green">From here on green.</param>
public sealed record Bands(double Yellow, double Green)
{
    /// <summary>The colour of a score alone, without regard to what it was before.</summary>
    public Band Of(double score) => score >= Green ? Band.Green : score >= Yellow ? Band.Yellow : Band.Red;
}

/// <summary>How reluctantly a colour changes.</summary>
/// <param name="Points">Crossing a border by so many points changes it at once.</param>
/// <param name="Closings">Otherwise it changes at so many daily closings in a row beyond the border.</param>
public sealed record Hysteresis(double Points, int Closings)
{
    /// <summary>Two points, two closings.</summary>
    public static readonly Hysteresis Usual = new(2, 2);
}
