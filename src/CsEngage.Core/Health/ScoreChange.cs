using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Why a part of a score changed.</summary>
public enum ChangeCause
{
    /// <summary>The measure itself scores otherwise.</summary>
    Moved,
    /// <summary>The measure became available.</summary>
    Appeared,
    /// <summary>The measure is no longer available.</summary>
    Disappeared,
    /// <summary>Its weight changed: the card did, or others appeared or disappeared.</summary>
    Reweighted,
}

/// <summary>One part of the change of a score.</summary>
/// <param name="Measure">Key of the measure.</param>
/// <param name="Cause">Why.</param>
/// <param name="Points">What it added or took.</param>
/// <param name="From">What the figure was.</param>
/// <param name="To">What the figure is.</param>
public sealed record ChangePart(string Measure, ChangeCause Cause, double Points, decimal? From, decimal? To);

/// <summary>
/// Why a score is not what it was. The parts sum exactly to the change: Δ = Σ parts + Δ overrides. Moved = w₁·(s₂ − s₁). Changes of weight and of
/// availability are named apart and weighed against the score there was, Δw·(s − S₁): a measure that scored below it raises the score by going away.
/// </summary>
/// <param name="Points">The change of the score.</param>
/// <param name="Parts">Its parts, of measures.</param>
/// <param name="Overrides">The change of what overrides added or took.</param>
public sealed record ScoreChange(double Points, ImmutableArray<ChangePart> Parts, double Overrides)
{
    /// <summary>The change from one score to another; null when there was or is not enough data.</summary>
    public static ScoreChange? Between(HealthScore before, HealthScore after)
    {
        if (before is not { Score: { } first, Computed: { } level } || after.Score is not { } second) return null;
        var parts = ImmutableArray.CreateBuilder<ChangePart>();
        var old = before.Measures.ToDictionary(measure => measure.Key, StringComparer.Ordinal);
        foreach (var now in after.Measures)
        {
            old.Remove(now.Key, out var was);
            Compare(was, now, level, parts);
        }
        foreach (var gone in old.Values) Compare(gone, null, level, parts);
        return new(second - first, parts.DrainToImmutable(), after.Overridden - before.Overridden);
    }

    static void Compare(MeasureScore? was, MeasureScore? now, double level, ImmutableArray<ChangePart>.Builder parts)
    {
        var (w1, w2) = (was?.EffectiveWeight ?? 0, now?.EffectiveWeight ?? 0);
        if (w1 > 0 && w2 > 0)
        {
            Add(ChangeCause.Moved, w1 * (now!.Score!.Value - was!.Score!.Value));
            Add(ChangeCause.Reweighted, (w2 - w1) * (now.Score.Value - level));
        }
        else if (w2 > 0) Add(ChangeCause.Appeared, w2 * (now!.Score!.Value - level));
        else if (w1 > 0) Add(ChangeCause.Disappeared, -w1 * (was!.Score!.Value - level));

        void Add(ChangeCause cause, double points)
        {
            if (points != 0) parts.Add(new((now ?? was)!.Key, cause, points, was?.Value, now?.Value));
        }
    }

    /// <summary>The measures that moved the score most, the biggest first; what weights and availability did to it counts for the measure.</summary>
    public ImmutableArray<(string Measure, double Points)> Movers(int count = 3) =>
        [.. Parts.GroupBy(part => part.Measure, StringComparer.Ordinal).Select(measure => (measure.Key, Points: measure.Sum(part => part.Points)))
            .OrderByDescending(measure => Math.Abs(measure.Points)).ThenBy(measure => measure.Key, StringComparer.Ordinal).Take(count)];
}
