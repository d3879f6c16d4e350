namespace CsEngage.Bench;

/// <summary>One figure: a ratio of ours to a floor or peer, or a bare number when it has none.</summary>
/// <param name="Name">As in the list of figures: <c>row/variant/baseline</c>.</param>
/// <param name="Unit">What the two rates count.</param>
/// <param name="Baseline">What ours is divided by; null for a figure without a peer.</param>
/// <param name="Goal">The ratio aimed at; without a peer the value aimed at, or null.</param>
sealed record Figure(string Name, string Unit, string? Baseline, double? Goal)
{
    /// <summary>Whether the goal of a bare number is the most that it may be, as with times and sizes.</summary>
    internal bool IsLimit { get; init; }
}

/// <summary>What one pair of measurements gave for one figure.</summary>
/// <param name="Figure">Its name.</param>
/// <param name="Ours">Ours, as a rate: higher is better. A time goes in as its inverse.</param>
/// <param name="Baseline">The floor or peer, measured right after; null when there is none.</param>
sealed record Sample(string Figure, double Ours, double? Baseline);

/// <summary>How long to measure.</summary>
/// <param name="Pairs">Pairs to keep.</param>
/// <param name="Slice">How long each side of a pair runs.</param>
/// <param name="WarmUp">How long both run before the first pair counts.</param>
/// <param name="GoalShare">The share of each goal that is asked for.</param>
/// <param name="IsShort">Whether data sets are small.</param>
sealed record Effort(int Pairs, TimeSpan Slice, TimeSpan WarmUp, double GoalShare, bool IsShort)
{
    internal static Effort Full { get; } = new(7, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15), 1, false);
    internal static Effort Short { get; } = new(3, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6), 0.7, true);
    internal static Effort Verify { get; } = new(1, TimeSpan.FromMilliseconds(200), TimeSpan.Zero, 0, true);
}

/// <summary>
/// Figures that share a set-up. The machine drifts by more than what is measured, so ours and the baseline run in turns,
/// and only the ratio of neighbours means something. Disposed when its figures are done.
/// </summary>
abstract class Row : IDisposable
{
    /// <summary>How long ours and the baseline run in turns before the first pair counts.</summary>
    internal virtual TimeSpan WarmUp(Effort effort) => effort.WarmUp;

    /// <summary>The figures of the row, in the order of the report.</summary>
    internal abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>Starts servers, builds data. Called once, before everything else.</summary>
    internal abstract void Prepare(Effort effort);

    /// <summary>Throws when ours or the baseline does not do the job that is measured.</summary>
    internal abstract void Check();

    /// <summary>One pair for each of the given figures: ours, then the baseline.</summary>
    internal abstract IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice);

    public virtual void Dispose() { }

    /// <summary>Runs <paramref name="once"/> for the given time and says how often a second it ran.</summary>
    protected static double Rate(TimeSpan time, Action once, int batch = 20)
    {
        var started = TimeProvider.System.GetTimestamp();
        long count = 0;
        TimeSpan elapsed;
        do
        {
            for (var i = 0; i < batch; i++) once();
            count += batch;
            elapsed = TimeProvider.System.GetElapsedTime(started);
        } while (elapsed < time);
        return count / elapsed.TotalSeconds;
    }
}
