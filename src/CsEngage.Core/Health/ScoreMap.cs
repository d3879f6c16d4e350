using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>From the value of a measure to a score from 0 to 100.</summary>
public abstract record ScoreMap
{
    ScoreMap()
    {
    }

    /// <summary>The score of a value.</summary>
    public abstract double Of(double value);

    /// <summary>Whether higher values never score less (higher is better) or never more (lower is better).</summary>
    public abstract bool Points(Direction direction);

    /// <summary>Half-open steps: each takes values from the bound before up to, not including, its own. The last has no bound.</summary>
    /// <param name="Steps">In ascending order.</param>
    public sealed record Tiers(ImmutableArray<(double? Below, double Score)> Steps) : ScoreMap
    {
        /// <inheritdoc/>
        public override double Of(double value)
        {
            foreach (var (below, score) in Steps)
                if (below is not { } bound || value < bound)
                    return score;
            return Steps[^1].Score;
        }

        /// <inheritdoc/>
        public override bool Points(Direction direction) => Ordered(Steps.Select(step => step.Score), direction);

        /// <summary>Equal when their steps are.</summary>
        public bool Equals(Tiers? other) => other is not null && Steps.SequenceEqual(other.Steps);

        /// <inheritdoc/>
        public override int GetHashCode() => Steps.Aggregate(0, HashCode.Combine);
    }

    /// <summary>A straight line between the value that scores 0 and the one that scores 100, clamped outside.</summary>
    /// <param name="ZeroAt">Scores 0.</param>
    /// <param name="FullAt">Scores 100.</param>
    public sealed record Linear(double ZeroAt, double FullAt) : ScoreMap
    {
        /// <inheritdoc/>
        public override double Of(double value) => Math.Clamp((value - ZeroAt) / (FullAt - ZeroAt) * 100, 0, 100);

        /// <inheritdoc/>
        public override bool Points(Direction direction) => direction == Direction.HigherIsBetter ? ZeroAt < FullAt : ZeroAt > FullAt;
    }

    /// <summary>Points joined by straight lines, clamped outside.</summary>
    /// <param name="Through">In ascending order of value.</param>
    public sealed record Curve(ImmutableArray<(double Value, double Score)> Through) : ScoreMap
    {
        /// <inheritdoc/>
        public override double Of(double value)
        {
            if (value <= Through[0].Value) return Through[0].Score;
            for (var i = 1; i < Through.Length; i++)
            {
                var (from, to) = (Through[i - 1], Through[i]);
                if (value < to.Value) return from.Score + (value - from.Value) / (to.Value - from.Value) * (to.Score - from.Score);
            }
            return Through[^1].Score;
        }

        /// <inheritdoc/>
        public override bool Points(Direction direction) => Ordered(Through.Select(point => point.Score), direction);

        /// <summary>Equal when their points are.</summary>
        public bool Equals(Curve? other) => other is not null && Through.SequenceEqual(other.Through);

        /// <inheritdoc/>
        public override int GetHashCode() => Through.Aggregate(0, HashCode.Combine);
    }

    static bool Ordered(IEnumerable<double> scores, Direction direction)
    {
        var all = scores.ToArray();
        for (var i = 1; i < all.Length; i++)
            if (direction == Direction.HigherIsBetter ? all[i] < all[i - 1] : all[i] > all[i - 1])
                return false;
        return true;
    }
}
