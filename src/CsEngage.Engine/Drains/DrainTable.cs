using System.Collections.Immutable;

namespace CsEngage.Engine.Drains;

/// <summary>All drains of this process, in the order in which their work flows.</summary>
public sealed class DrainTable(IEnumerable<Drain> drains)
{
    const int MostRounds = 10_000;

    public ImmutableArray<Drain> Drains { get; } = [.. drains];

    /// <summary>Runs them until none finds anything to do at this instant. The answer is how much was done.</summary>
    public async Task<int> RunUntilIdle(DateTimeOffset now, CancellationToken stop = default)
    {
        var total = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            var done = 0;
            foreach (var drain in Drains) done += (await drain.Run(now, stop)).Done;
            if (done == 0) return total;
            total += done;
        }
        throw new InvalidOperationException($"The drains do not come to rest at {now:O}; something makes work for itself.");
    }

    /// <summary>
    /// Lets time pass from where the clock stands to <paramref name="to"/>, stopping at each instant at which something falls due, as it
    /// would have happened.
    /// </summary>
    public async Task LetPass(TestClock clock, DateTimeOffset to, CancellationToken stop = default)
    {
        await RunUntilIdle(clock.GetUtcNow(), stop);
        while (Drains.Select(drain => drain.NextAt).Aggregate(DrainRun.Earlier) is { } next && next <= to)
        {
            if (next > clock.GetUtcNow()) clock.MoveTo(next);
            else clock.MoveTo(clock.GetUtcNow().AddMilliseconds(1));
            await RunUntilIdle(clock.GetUtcNow(), stop);
        }
        clock.MoveTo(to);
        await RunUntilIdle(to, stop);
    }
}
