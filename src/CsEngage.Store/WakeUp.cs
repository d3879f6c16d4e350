using System.Collections.Concurrent;
using Npgsql;

namespace CsEngage.Store;

/// <summary>
/// A hint that there is something to do or to read anew: "touches", "signals", "settings" … It may come late, twice or not at all,
/// so whoever sleeps also looks by the clock. On PostgreSQL it reaches every process (LISTEN), on SQLite this one.
/// </summary>
public sealed class WakeUp : IAsyncDisposable
{
    /// <summary>Raised after a connection to PostgreSQL was lost: anything may have changed meanwhile.</summary>
    public const string Everything = "*";

    readonly ConcurrentDictionary<Guid, (string What, Action Heard)> listeners = new();
    readonly CancellationTokenSource stop = new();
    Task listening = Task.CompletedTask;
    int ended;

    /// <summary>Calls <paramref name="heard"/> until the answer is disposed. It must be quick and must not throw.</summary>
    public IDisposable On(string what, Action heard)
    {
        var id = Guid.NewGuid();
        listeners[id] = (what, heard);
        return new Subscription(() => listeners.TryRemove(id, out _));
    }

    /// <summary>Waits until something of this kind is there, or the time is over.</summary>
    public async Task Wait(string what, TimeSpan atMost, TimeProvider time, CancellationToken stopping)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = On(what, () => heard.TrySetResult());
        try
        {
            await heard.Task.WaitAsync(atMost, time, stopping);
        }
        catch (TimeoutException)
        {
            // The time is over: the caller looks anyway.
        }
    }

    public void Raise(string what)
    {
        foreach (var (_, (wanted, heard)) in listeners)
            if (wanted == what || what == Everything || wanted == Everything) heard();
    }

    /// <summary>Raises it on another thread: the writer must not wait for those who listen.</summary>
    internal void RaiseLater(string what)
    {
        if (!listeners.IsEmpty) ThreadPool.UnsafeQueueUserWorkItem(static pair => pair.Self.Raise(pair.What), (Self: this, What: what), preferLocal: false);
    }

    internal void Listen(NpgsqlDataSource source) => listening = Task.Run(() => Loop(source));

    async Task Loop(NpgsqlDataSource source)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stop.Token);
                connection.Notification += (_, notice) => Raise(notice.Payload);
                await using (var command = new NpgsqlCommand("LISTEN engage", connection)) await command.ExecuteNonQueryAsync(stop.Token);
                Raise(Everything);
                while (true) await connection.WaitAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException)
            {
                // A hint only: the drains look by the clock until the database is back.
                await Task.Delay(TimeSpan.FromSeconds(1), stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A container knows it twice: by itself and through its database.
        if (Interlocked.Exchange(ref ended, 1) == 1) return;
        await stop.CancelAsync();
        await listening;
        stop.Dispose();
    }

    sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
