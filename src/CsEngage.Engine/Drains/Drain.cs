using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CsEngage.Engine.Metrics;

namespace CsEngage.Engine.Drains;

/// <summary>What one run did, and when the next thing falls due if nothing wakes the drain before.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DrainRun(int Done, DateTimeOffset? NextAt)
{
    public static readonly DrainRun Nothing = new(0, null);

    /// <summary>The earlier of two due times.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a < b ? a : b;
}

/// <summary>
/// A loop that claims due rows and acts on them. The store is the truth: a run that is late, lost or doubled does no harm, and a wake-up
/// is only a hint.
/// </summary>
public abstract class Drain(string name, params ImmutableArray<string> wakesOn) : IDisposable
{
    // One run at a time in this process; other processes are kept apart by claims in the store.
    readonly SemaphoreSlim gate = new(1, 1);

    public string Name { get; } = name;

    /// <summary>What wakes it.</summary>
    public ImmutableArray<string> WakesOn { get; } = wakesOn;

    /// <summary>When it wanted to run next, after its last run.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Acts on one batch of what is due.</summary>
    public async Task<DrainRun> Run(DateTimeOffset now, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            var began = Stopwatch.GetTimestamp();
            var run = await Act(now, stop);
            EngageMeter.Ran(Name, run.Done, Stopwatch.GetElapsedTime(began));
            NextAt = run.NextAt;
            return run;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>One batch: claim, act, record. Done = 0 means that nothing is due.</summary>
    protected abstract Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop);

    public void Dispose()
    {
        gate.Dispose();
        GC.SuppressFinalize(this);
    }
}
