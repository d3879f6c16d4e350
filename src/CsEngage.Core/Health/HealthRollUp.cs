namespace CsEngage.Core;

/// <summary>How scores of parts become the score of the whole.</summary>
public enum RollUp
{
    /// <summary>The whole has a score of its own.</summary>
    Own,
    /// <summary>Weighted by revenue; parts without revenue count as the smallest that has some.</summary>
    ByRevenue,
    /// <summary>The worst of them.</summary>
    WorstOf,
}

/// <summary>Scores of contracts and departments rolled up to their account.</summary>
public static class HealthRollUp
{
    /// <summary>The score of the whole; parts with not enough data are left out, and the whole has none if all are.</summary>
    public static double? Of(RollUp how, double? own, ReadOnlySpan<(double? Score, long Revenue)> parts)
    {
        if (how == RollUp.Own) return own;
        var (worst, sum, weights, least) = ((double?)null, 0.0, 0.0, long.MaxValue);
        foreach (var (_, revenue) in parts)
            if (revenue > 0) least = Math.Min(least, revenue);
        foreach (var (score, revenue) in parts)
        {
            if (score is not { } points) continue;
            worst = Math.Min(worst ?? points, points);
            double weight = revenue > 0 ? revenue : least == long.MaxValue ? 1 : least;
            sum += weight * points;
            weights += weight;
        }
        return how == RollUp.WorstOf ? worst : weights > 0 ? sum / weights : null;
    }
}
