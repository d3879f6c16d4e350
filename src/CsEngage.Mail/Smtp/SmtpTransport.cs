using System.Collections.Concurrent;

namespace CsEngage.Mail.Smtp;

/// <summary>
/// Hands messages to one server over a pool of kept connections (RFC 5321). Safe for any number of callers at once.
/// </summary>
/// <remarks>
/// A kept connection that the server has closed in the meantime is replaced without the caller noticing, but only while nothing of the message was answered;
/// from the final dot on nothing is ever repeated.
/// </remarks>
public sealed class SmtpTransport : IMailTransport, IAsyncDisposable
{
    readonly SmtpSettings settings;
    readonly TimeProvider time;
    readonly Action<WireLine>? log;
    readonly SemaphoreSlim places;
    readonly ConcurrentStack<SmtpSession> idle = new();
    readonly SmtpPace pace;
    readonly ITimer sweep;
    int connections;
    volatile bool disposed;

    /// <summary>Makes a transport; connects only when there is something to send.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="time">The clock of time-outs; the system's when null.</param>
    /// <param name="log">Gets each line of each session, without secrets.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of the settings is out of its range.</exception>
    public SmtpTransport(SmtpSettings settings, TimeProvider? time = null, Action<WireLine>? log = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Connections, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Connections, 100, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MessagesPerConnection, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Rate, nameof(settings));
        (this.settings, this.time, this.log) = (settings, time ?? TimeProvider.System, log);
        places = new(settings.Connections);
        pace = new(settings.Rate, this.time);
        sweep = this.time.CreateTimer(static me => ((SmtpTransport)me!).Sweep(), this, settings.IdleTime, settings.IdleTime);
    }

    /// <inheritdoc/>
    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var placed = false;
        try
        {
            await places.WaitAsync(stop);
            placed = true;
            await pace.Wait(stop);
            return await Deliver(envelope, message, beforeDot, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new Delivery.NotSent(new(SmtpStage.Connect, TroubleKind.Cancelled, Sentence.Of("The attempt was stopped.")));
        }
        finally
        {
            if (placed) places.Release();
        }
    }

    /// <summary>Says goodbye on all idle connections. Sends still under way finish by themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        disposed = true;
        await sweep.DisposeAsync();
        while (idle.TryPop(out var session)) await session.DisposeAsync();
    }

    async Task<Delivery> Deliver(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        while (true)
        {
            var session = await Kept();
            try { session ??= await Open(stop); }
            catch (TroubleException e) { return new Delivery.NotSent(e.Trouble); }

            var kept = false;
            try
            {
                var outcome = await session.Send(envelope, message, beforeDot, stop);
                if (session.WasGone) continue;      // WasGone needs an earlier message on that connection, so a fresh one ends the loop
                kept = !session.IsSpent && !disposed;
                return outcome;
            }
            finally
            {
                session.LastUsed = time.GetTimestamp();
                if (kept) idle.Push(session);
                else await session.DisposeAsync();
            }
        }
    }

    internal Task<SmtpSession> Open(CancellationToken stop) => new SmtpHandshake(settings, time, Interlocked.Increment(ref connections), log).Open(stop);

    async ValueTask<SmtpSession?> Kept()
    {
        while (idle.TryPop(out var session))
        {
            if (!IsOld(session) && !session.IsStale) return session;
            await session.DisposeAsync();
        }
        return null;
    }

    bool IsOld(SmtpSession session) => time.GetElapsedTime(session.LastUsed) > settings.IdleTime;

    // Servers count idle connections against us; those unused for the idle time say goodbye.
    void Sweep()
    {
        if (disposed || idle.IsEmpty) return;
        var all = new SmtpSession[settings.Connections];
        var count = idle.TryPopRange(all);
        for (var i = count - 1; i >= 0; i--)
        {
            if (IsOld(all[i])) _ = all[i].DisposeAsync().AsTask();      // answers or is cut after two seconds; nobody waits for it
            else idle.Push(all[i]);
        }
    }
}
