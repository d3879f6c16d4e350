using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What a CSM's queue is ranked by. The operator adjusts the weights; they are shown beside the result.</summary>
/// <param name="Revenue">Weight of the revenue at stake.</param>
/// <param name="Risk">Weight of the risk.</param>
/// <param name="Renewal">Weight of the nearness of renewal.</param>
/// <param name="Actionable">Weight of how much can be done now.</param>
/// <param name="Horizon">A renewal counts when it is nearer than this.</param>
public sealed record QueueWeights(double Revenue, double Risk, double Renewal, double Actionable, TimeSpan Horizon)
{
    /// <summary>35, 35, 20, 10; renewals within 180 days.</summary>
    public static readonly QueueWeights Usual = new(35, 35, 20, 10, TimeSpan.FromDays(180));
}

/// <summary>One entry of a queue, as far as ranking needs it.</summary>
/// <param name="Arr">Annual revenue in the reporting currency, scaled by 10,000; null without contract.</param>
/// <param name="Score">Health, 0–100; null when there is not enough data.</param>
/// <param name="RenewsOn">The nearest end of a contract.</param>
/// <param name="NoticeBy">The last day to give notice, if earlier.</param>
/// <param name="Actions">What makes it actionable: signals since the last contact, a play that is due, a contact who answered. Each counts half of what is left.</param>
public sealed record QueueEntry(long? Arr, double? Score, DateOnly? RenewsOn, DateOnly? NoticeBy, int Actions)
{
    /// <summary>The contract renews by itself once the last day of notice has passed: then nothing is left to decide.</summary>
    public bool RenewsByItself { get; init; }

    /// <summary>From 0 to 1: what the score lacks to 100. Not knowing is a risk of its own, but a smaller one than knowing it is bad.</summary>
    public double Risk => Score is { } score ? (100 - Math.Clamp(score, 0, 100)) / 100 : 0.5;
}

/// <summary>One term of a rank.</summary>
/// <param name="Name">revenue, risk, renewal or actionable.</param>
/// <param name="Strength">From 0 to 1.</param>
/// <param name="Weight">The weight in force.</param>
public sealed record QueueTerm(string Name, double Strength, double Weight)
{
    /// <summary>What it adds: strength × weight.</summary>
    public double Points => Strength * Weight;
}

/// <summary>The rank of an entry, term by term: Σ strength × weight.</summary>
/// <param name="Terms">In the order revenue, risk, renewal, actionable.</param>
public sealed record QueueRank(ImmutableArray<QueueTerm> Terms)
{
    /// <summary>The sum of the terms; the highest comes first.</summary>
    public double Points => Terms.Sum(term => term.Points);

    /// <summary>Ranks an entry within its book.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="book">The book it is ranked in.</param>
    /// <param name="today">Today, in the operator's zone.</param>
    /// <param name="weights">The weights in force.</param>
    public static QueueRank Of(QueueEntry entry, QueueBook book, DateOnly today, QueueWeights weights) => new(
    [
        new("revenue", book.AtStake(entry.Arr, entry.Risk), weights.Revenue),
        new("risk", entry.Risk, weights.Risk),
        new("renewal", Nearness(entry, today, weights.Horizon), weights.Renewal),
        new("actionable", 1 - Math.Pow(0.5, Math.Max(0, entry.Actions)), weights.Actionable),
    ]);

    /// <summary>1 on the day that decides (notice, else end) and after, 0 at the horizon, straight between; 0 where the contract renewed itself.</summary>
    static double Nearness(QueueEntry entry, DateOnly today, TimeSpan horizon)
    {
        if ((entry.NoticeBy ?? entry.RenewsOn) is not { } day || entry.RenewsOn < today || (entry.RenewsByItself && day < today)) return 0;
        return Math.Clamp(1 - (day.DayNumber - today.DayNumber) / horizon.TotalDays, 0, 1);
    }
}

/// <summary>The revenues of a book that ranks are measured against.</summary>
/// <param name="Median">The median: the floor for accounts with less or none, so that they appear at all.</param>
/// <param name="Most">The largest.</param>
public sealed record QueueBook(long Median, long Most)
{
    /// <summary>The book with these revenues; those without contract do not pull the median down.</summary>
    public static QueueBook Of(IEnumerable<long?> revenues)
    {
        var known = revenues.Where(revenue => revenue > 0).Select(revenue => revenue!.Value).Order().ToArray();
        return known.Length == 0 ? new(0, 0) : new(known[(known.Length - 1) / 2], known[^1]);
    }

    // The smallest sum that is told from nothing: a tenth of the median. Counted in single units the logarithm would make all revenues alike.
    double Unit => Median / 10.0;

    /// <summary>
    /// Strength of the revenue at stake, from 0 to 1: the revenue (at least the median) × the risk, on a logarithmic scale,
    /// log(1 + at stake ÷ u) ÷ log(1 + most ÷ u) with u = a tenth of the median. What is safe is not at stake, however large it is.
    /// </summary>
    public double AtStake(long? revenue, double risk) => Most <= 0 ? 0 : Math.Log(1 + Math.Max(revenue ?? 0, Median) * risk / Unit) / Math.Log(1 + Most / Unit);
}
