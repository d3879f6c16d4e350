using System.Collections.Concurrent;

namespace CsEngage.Mail.Smtp;

/// <summary>
/// Hands messages to one server over a pool of kept connections (RFC 5321). Safe for any number of callers at once; with more callers than connections,
/// the next message is opened in the breath that finishes the one before it (RFC 2920), which halves the round trips.
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
    readonly SmtpPlaces places;
    readonly ConcurrentStack<SmtpSession> idle = new();
    readonly SmtpPace pace;
    readonly ITimer sweep;
    int connections;
    volatile bool disposed, oneByOne;

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
        if (WireMessage.Flaw(message.Span) is { } flaw) return new Delivery.Refused(flaw, SmtpStage.Sender);
        var turn = new SmtpTurn(envelope, message, beforeDot, stop);
        try
        {
            var opened = await places.Take(turn);
            await pace.Wait(stop);
            return await Deliver(turn, opened);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new Delivery.NotSent(new(SmtpStage.Connect, TroubleKind.Cancelled, Sentence.Of("The attempt was stopped.")));
        }
        finally
        {
            if (turn.HasPlace) places.Release();
        }
    }

    /// <summary>Says goodbye on all idle connections. Sends still under way finish by themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        disposed = true;
        await sweep.DisposeAsync();
        while (idle.TryPop(out var session)) await session.DisposeAsync();
    }

    async Task<Delivery> Deliver(SmtpTurn turn, SmtpSession? opened)
    {
        while (true)
        {
            SmtpSession session;
            try { session = opened ?? await Kept() ?? await Open(turn.Stop); }
            catch (TroubleException e) { return new Delivery.NotSent(e.Trouble); }
            opened = null;

            try
            {
                var outcome = await session.Send(turn, Next);
                if (!session.WasGone) return outcome;
                oneByOne |= session.LostCount;      // WasGone needs an earlier message on that connection, so a fresh one ends the loop
            }
            finally { await Leave(session, turn); }
        }
    }

    // With a rate each message waits for its own moment, so none is opened before it.
    SmtpTurn? Next(SmtpSession session) => oneByOne || settings.Rate > 0 ? null : places.Next(session);

    /// <summary>To whom it has opened already, with our place; else among the idle ones; else away.</summary>
    async ValueTask Leave(SmtpSession session, SmtpTurn turn)
    {
        session.LastUsed = time.GetTimestamp();
        if (session.Ahead is { } next)
        {
            // Broken before the next was answered: nothing of it was taken, and it begins again elsewhere.
            if (next.TrySetResult(session.IsBroken ? null : session))
            {
                turn.HasPlace = false;
                if (!session.IsBroken) return;
            }
        }
        else if (!session.IsSpent && !disposed)
        {
            idle.Push(session);
            return;
        }
        await session.DisposeAsync();
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
