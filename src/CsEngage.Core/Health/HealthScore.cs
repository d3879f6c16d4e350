using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Whether a measure counted, and if not why.</summary>
public enum Availability
{
    /// <summary>It counted.</summary>
    Fresh,
    /// <summary>It is stale, and counted as it was.</summary>
    Held,
    /// <summary>It is stale, and counted nearer to 50.</summary>
    Decayed,
    /// <summary>Nothing is known.</summary>
    Unknown,
    /// <summary>It stands on too few observations.</summary>
    TooFew,
    /// <summary>It is too old.</summary>
    TooOld,
}

/// <summary>What a measure's figure came to.</summary>
/// <param name="Value">The value, rounded to six digits; null when not known.</param>
/// <param name="ObservedAt">When it was observed.</param>
/// <param name="N">How many observations it stands on.</param>
/// <param name="ChangesAt">When it can change with no new signal; null if never.</param>
public readonly record struct MeasureReading(decimal? Value, DateTimeOffset? ObservedAt, int N, DateTimeOffset? ChangesAt = null);

/// <summary>One measure in a score.</summary>
/// <param name="Key">Key of the measure.</param>
/// <param name="Group">Key of its group.</param>
/// <param name="Value">What the figure came to.</param>
/// <param name="ObservedAt">When that was observed.</param>
/// <param name="N">On how many observations.</param>
/// <param name="Availability">Whether it counted.</param>
/// <param name="Score">0–100, after freshness; null when not available.</param>
/// <param name="Weight">Its share of the card's whole weight, from 0 to 1.</param>
/// <param name="EffectiveWeight">Its share of the weight that counted; 0 when it or its group is not available.</param>
public sealed record MeasureScore(
    string Key, string Group, decimal? Value, DateTimeOffset? ObservedAt, int N, Availability Availability, double? Score, double Weight,
    double EffectiveWeight)
{
    /// <summary>What it adds to the score: effective weight × score. The contributions of all measures sum to the computed score.</summary>
    public double Contribution => EffectiveWeight * (Score ?? 0);
}

/// <summary>One group in a score.</summary>
/// <param name="Key">Key of the group.</param>
/// <param name="Score">0–100; null when too little of it is known.</param>
/// <param name="Coverage">How much of its weight is known, from 0 to 1.</param>
public sealed record GroupScore(string Key, double? Score, double Coverage);

/// <summary>How healthy somebody is by one card, and why. Holds no names.</summary>
/// <param name="Card">Key of the card.</param>
/// <param name="Version">Version of the card.</param>
/// <param name="At">As of when.</param>
/// <param name="Computed">The score before overrides: the sum of the contributions. Null when too little is known.</param>
/// <param name="Score">The score. Null when too little is known, also with overrides in force.</param>
/// <param name="Coverage">How much of the weight is known, from 0 to 1.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Measures">Its measures, in the order of the card.</param>
/// <param name="Overrides">Overrides in force, in the order in which they ran.</param>
/// <param name="ChangesAt">When it can change with no new signal; null if never.</param>
public sealed record HealthScore(
    string Card, int Version, DateTimeOffset At, double? Computed, double? Score, double Coverage, ImmutableArray<GroupScore> Groups,
    ImmutableArray<MeasureScore> Measures, ImmutableArray<HealthOverride> Overrides, DateTimeOffset? ChangesAt)
{
    /// <summary>What the overrides added or took; 0 without any.</summary>
    public double Overridden => (Score ?? 0) - (Computed ?? 0);
}
