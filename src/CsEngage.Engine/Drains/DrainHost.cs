using CsEngage.Engine.Metrics;
using CsEngage.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CsEngage.Engine.Drains;

/// <summary>
/// Keeps the drains of a worker going: each runs when it is woken, when its next thing falls due, and by the clock in any case. Trouble is
/// retried here and nowhere else.
/// </summary>
public sealed partial class DrainHost(DrainTable table, WakeUp wakeUp, TimeProvider time, ILogger<DrainHost> log) : BackgroundService
{
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20), FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A drain that nobody wakes looks by itself after this time at the latest.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long after the start the drains begin: people who are waiting for a first page have the machine to themselves until then.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Patience, stoppingToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await Task.WhenAll(table.Drains.Select(drain => Task.Run(() => Keep(drain, stoppingToken), CancellationToken.None)));
    }

    async Task Keep(Drain drain, CancellationToken stop)
    {
        var pause = FirstPause;
        // A permit that is there already means: something happened while the drain was busy.
        using var signal = new SemaphoreSlim(0, 1);
        using var heard = new Subscriptions(drain.WakesOn.Select(what => wakeUp.On(what, () => Raise(signal))));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var run = await drain.Run(time.GetUtcNow(), stop);
                pause = FirstPause;
                if (run.Done > 0) continue;
                await signal.WaitAsync(Wait(run.NextAt), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble)
            {
                EngageMeter.Trouble(drain.Name);
                Trouble(log, trouble, drain.Name, pause);
                await Task.Delay(pause, stop).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    static void Raise(SemaphoreSlim signal)
    {
        try { signal.Release(); }
        catch (SemaphoreFullException) { return; } // It is raised already: one permit is all there is.
        catch (ObjectDisposedException) { return; } // The drain has stopped.
    }

    TimeSpan Wait(DateTimeOffset? next)
    {
        var left = next is { } at ? at - time.GetUtcNow() : LongestWait;
        return left > LongestWait ? LongestWait : left < Shortest ? Shortest : left;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Drain {Drain} met trouble and tries again in {Pause}")]
    static partial void Trouble(ILogger logger, Exception exception, string drain, TimeSpan pause);

    sealed class Subscriptions(IEnumerable<IDisposable> all) : IDisposable
    {
        readonly List<IDisposable> kept = [.. all];

        public void Dispose() => kept.ForEach(one => one.Dispose());
    }
}
