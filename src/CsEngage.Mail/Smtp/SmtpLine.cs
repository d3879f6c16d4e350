using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CsEngage.Mail.Smtp;

/// <summary>
/// The line to a server: writes commands, reads replies (RFC 5321 §4.2) with bounds, keeps time. Every failure leaves as a <see cref="TroubleException"/>.
/// </summary>
sealed class SmtpLine(Socket socket, Stream stream, TimeProvider time, int number, Action<WireLine>? log) : IDisposable
{
    const int LongestLine = 4096;       // RFC 5321 says 512; some servers chat
    const int MostLines = 200;
    const int LongestText = 2000;

    readonly byte[] input = new byte[LongestLine * 2];
    readonly ArrayBufferWriter<byte> output = new(4096);
    CancellationTokenSource deadline = new(Timeout.InfiniteTimeSpan, time);
    CancellationToken stop;
    CancellationTokenRegistration stopping;
    TimeSpan grace;
    TimeSpan? waits;        // how long a reply may take in whole, until the first wait for it is timed
    volatile bool dotted;
    Stream stream = stream;
    int start, end;

    public bool IsEncrypted => stream is SslStream;

    public bool HasUnreadInput => end > start;

    /// <summary>True when the other side has closed, or says something unasked (a 421): either way of no use.</summary>
    public bool IsStale
    {
        get
        {
            try { return end > start || socket.Poll(0, SelectMode.SelectRead); }
            catch (SocketException) { return true; }        // a socket that cannot even be asked
        }
    }

    /// <summary>From here on <paramref name="stopToken"/> ends what waits; after <see cref="Dotted"/> it only leaves <paramref name="graceTime"/>.</summary>
    public void Begin(TimeSpan graceTime, CancellationToken stopToken)
    {
        stopping.Dispose();
        if (!deadline.TryReset()) Renew();
        (stop, grace, dotted) = (stopToken, graceTime, false);
        stopping = stopToken.CanBeCanceled ? stopToken.UnsafeRegister(static me => ((SmtpLine)me!).Stop(), this) : default;
    }

    public void End()
    {
        stopping.Dispose();
        stopping = default;
        stop = CancellationToken.None;
    }

    /// <summary>The final dot is about to be written: cancellation no longer ends the wait at once.</summary>
    public void Dotted() => dotted = true;

    // Only what waits is timed: what ran out while we were busy ourselves is nobody's silence.
    void Arm(TimeSpan limit)
    {
        var stopped = stop.IsCancellationRequested;
        if (!stopped && deadline.IsCancellationRequested)
        {
            Renew();
            if (stop.IsCancellationRequested) Stop();
        }
        deadline.CancelAfter(stopped && dotted && grace < limit ? grace : limit);
    }

    // The one before it has fired, so it holds nothing, and a stop may still have it in hand.
    void Renew() => deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);

    void Stop()
    {
        if (dotted) deadline.CancelAfter(grace);
        else deadline.Cancel();
    }

    public void Put(ReadOnlySpan<byte> text) => output.Write(text);

    public void Put(string text) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    /// <summary>Room for content behind what is already put; <see cref="Took"/> says how much of it was used.</summary>
    public Span<byte> Room(int atLeast) => output.GetSpan(atLeast)[..atLeast];

    public void Took(int octets) => output.Advance(octets);

    /// <summary>Ends the command at hand; it leaves with the next <see cref="Flush"/>.</summary>
    public void PutEnd(string? shown = null)
    {
        output.Write("\r\n"u8);
        if (log is null) return;
        if (shown is null)
        {
            var all = output.WrittenSpan[..^2];
            shown = Encoding.UTF8.GetString(all[(all.LastIndexOf((byte)'\n') + 1)..]);
        }
        log(new(number, false, shown));
    }

    public void Log(string text) => log?.Invoke(new(number, false, text));

    public bool IsLogged => log is not null;

    public async ValueTask Flush(SmtpStage stage, TimeSpan limit)
    {
        Arm(limit);
        try { await stream.WriteAsync(output.WrittenMemory, deadline.Token); }
        catch (Exception e) when (Explain(e, stage) is { } trouble) { throw new TroubleException(trouble, e); }
        output.ResetWrittenCount();
    }

    public async ValueTask<SmtpReply> Command(string command, SmtpStage stage, TimeSpan limit, string? shown = null)
    {
        Put(command);
        PutEnd(shown);
        await Flush(stage, limit);
        return await Reply(stage, limit);
    }

    public ValueTask<SmtpReply> Reply(SmtpStage stage, TimeSpan limit) => Reply(stage, limit, null);

    /// <summary>One reply, of as many lines as it has; <paramref name="lines"/> gets the text of each.</summary>
    public async ValueTask<SmtpReply> Reply(SmtpStage stage, TimeSpan limit, List<string>? lines)
    {
        waits = limit;
        var (code, count) = (0, 0);
        EnhancedStatus? status = null;
        var text = "";
        while (true)
        {
            var length = await Line(stage);
            var line = input.AsSpan(start, length);
            var shown = line.TrimEnd("\r\n"u8);
            if (shown.Length < 3 || !Digits(shown, out var here) || (shown.Length > 3 && shown[3] is not ((byte)' ' or (byte)'-')))
                throw Broken(stage, Sentence.Of("The server said “{0}” instead of a reply with a code.", Shown(shown)));
            if (count > 0 && here != code) throw Broken(stage, Sentence.Of("The server changed the code in the middle of a reply."));
            code = here;
            var words = Encoding.UTF8.GetString(shown.Length > 4 ? shown[4..] : []);
            log?.Invoke(new(number, true, Shown(shown)));
            start += length;
            var more = shown.Length > 3 && shown[3] == '-';
            if (EnhancedStatus.Leading(words) is { } found && found.Class == code / 100)
            {
                status ??= found;
                words = words[found.ToString().Length..].TrimStart();
            }
            lines?.Add(words);
            if (text.Length < LongestText) text = text.Length == 0 ? words : text + " " + words;
            if (!more) break;
            if (++count > MostLines) throw Broken(stage, Sentence.Of("The server's reply does not end."));
        }
        return new(code, status, text.Length > LongestText ? text[..LongestText] : text);
    }

    /// <summary>TLS over this line; what was read before it is void (a reply smuggled in front of the handshake).</summary>
    public async Task Encrypt(SslClientAuthenticationOptions options, TimeSpan limit)
    {
        Arm(limit);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        stream = tls;
        try { await tls.AuthenticateAsClientAsync(options, deadline.Token); }
        catch (System.Security.Authentication.AuthenticationException e)
        {
            throw new TroubleException(new(SmtpStage.Tls, TroubleKind.TlsFailed, Sentence.Of("The TLS handshake failed: {0}", e.InnerException?.Message ?? e.Message)), e);
        }
        catch (Exception e) when (Explain(e, SmtpStage.Tls) is { } trouble) { throw new TroubleException(trouble, e); }
    }

    public void Dispose()
    {
        stopping.Dispose();
        deadline.Dispose();
        stream.Dispose();
        socket.Dispose();
    }

    // Length of the next whole line, with its end; leaves it at `start`.
    async ValueTask<int> Line(SmtpStage stage)
    {
        while (true)
        {
            var found = input.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (found >= 0) return found + 1;
            if (end - start >= LongestLine) throw Broken(stage, Sentence.Of("The server sent a line without an end."));
            if (start > 0)
            {
                input.AsSpan(start, end - start).CopyTo(input);
                (start, end) = (0, end - start);
            }
            if (waits is { } limit) Arm(limit);
            waits = null;
            int read;
            try { read = await stream.ReadAsync(input.AsMemory(end), deadline.Token); }
            catch (Exception e) when (Explain(e, stage) is { } trouble) { throw new TroubleException(trouble, e); }
            if (read == 0) throw new TroubleException(new(stage, TroubleKind.ConnectionLost, Sentence.Of("The server closed the connection.")));
            end += read;
        }
    }

    public Trouble? Explain(Exception e, SmtpStage stage) => e switch
    {
        OperationCanceledException when stop.IsCancellationRequested => new(stage, TroubleKind.Cancelled, Sentence.Of("The attempt was stopped.")),
        OperationCanceledException => new(stage, TroubleKind.TimedOut, Sentence.Of("The server did not answer in time.")),
        IOException or SocketException or ObjectDisposedException => new(stage, TroubleKind.ConnectionLost, Sentence.Of("The connection broke: {0}", (e.InnerException ?? e).Message)),
        _ => null,
    };

    static TroubleException Broken(SmtpStage stage, Sentence text) => new(new(stage, TroubleKind.Protocol, text));

    static bool Digits(ReadOnlySpan<byte> line, out int code)
    {
        code = 0;
        foreach (var b in line[..3])
        {
            if (!char.IsAsciiDigit((char)b)) return false;
            code = (code * 10) + b - '0';
        }
        return code is >= 200 and < 600;
    }

    static string Shown(ReadOnlySpan<byte> line) => Mime.HeaderText.Clean(Encoding.UTF8.GetString(line[..Math.Min(line.Length, 500)]));
}
