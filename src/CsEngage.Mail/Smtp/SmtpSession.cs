using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Mail.Smtp;

/// <summary>One signed-in connection that hands over messages, one after the other (RFC 5321 §3.3).</summary>
sealed class SmtpSession(SmtpSettings settings, SmtpLine line, SmtpExtensions offer, string banner) : IAsyncDisposable
{
    const int Block = 64 * 1024;
    const int RecipientsAtOnce = 50;    // so that neither side's buffers can fill while both write (RFC 2920 §3.1)
    bool reset, broken;

    public SmtpExtensions Offer => offer;

    public string Banner => banner;

    public bool IsEncrypted => line.IsEncrypted;

    public int Messages { get; private set; }

    public long LastUsed { get; set; }

    /// <summary>No further message may go over this connection.</summary>
    public bool IsSpent => broken || Messages >= settings.MessagesPerConnection;

    public bool IsStale => line.IsStale;

    /// <summary>The connection had been closed by the server before it took anything: worth another one.</summary>
    public bool WasGone { get; private set; }

    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        if (Flaw(envelope, message.Span) is { } flaw) return new Delivery.Refused(flaw, SmtpStage.Sender);
        var used = Messages++ > 0;
        var progress = new Progress();
        line.Begin(settings.DotGrace, stop);
        try
        {
            return await Transact(envelope, message, beforeDot, progress, stop);
        }
        catch (TroubleException e)
        {
            broken = true;
            if (progress.Dotted) return new Delivery.Ambiguous(e.Trouble);
            // Hung up, perhaps with a 421, on a connection that had waited: no answer to this message, worth another connection.
            WasGone = used && !progress.Answered && e.Trouble.Kind is (TroubleKind.ConnectionLost or TroubleKind.ServerBusy);
            if (progress.Refusal is { } refusal) return No(refusal.Reply, refusal.Stage, progress);
            return e.Trouble is { Kind: TroubleKind.ServerBusy, Reply: { } busy } ? new Delivery.Deferred(busy, e.Trouble.Stage) : new Delivery.NotSent(e.Trouble);
        }
        catch
        {
            broken = true;          // the caller's hook failed: whatever the state, this connection has no place for another message
            throw;
        }
        finally { line.End(); }
    }

    /// <summary>MAIL and RCPT for the connection test, then RSET: nothing is sent.</summary>
    public async Task<List<(SmtpStage Stage, SmtpReply Reply)>> Rehearse(Envelope envelope, CancellationToken stop)
    {
        var said = new List<(SmtpStage, SmtpReply)>();
        line.Begin(settings.DotGrace, stop);
        PutMail(envelope, 1000, false);
        await line.Flush(SmtpStage.Sender, settings.CommandTime);
        said.Add((SmtpStage.Sender, await line.Reply(SmtpStage.Sender, settings.CommandTime)));
        if (said[0].Item2.IsPositive)
        {
            PutRecipient(envelope.Recipients[0]);
            await line.Flush(SmtpStage.Recipient, settings.CommandTime);
            said.Add((SmtpStage.Recipient, await line.Reply(SmtpStage.Recipient, settings.CommandTime)));
            await line.Command("RSET", SmtpStage.Recipient, settings.CommandTime);
        }
        line.End();
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!broken)
        {
            try
            {
                line.Begin(default, CancellationToken.None);
                await line.Command("QUIT", SmtpStage.Content, TimeSpan.FromSeconds(2));
            }
            catch (TroubleException) { line.Log("(closed without goodbye)"); }
        }
        line.Dispose();
    }

    sealed class Progress
    {
        public bool Answered, Dotted;

        // The no that stands even if the server hangs up before it has answered the rest of the group.
        public (SmtpReply Reply, SmtpStage Stage)? Refusal;
    }

    async Task<Delivery> Transact(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, Progress progress, CancellationToken stop)
    {
        var pipelined = offer.Pipelining;
        var whole = pipelined && envelope.Recipients.Length <= RecipientsAtOnce;     // MAIL, all RCPT and DATA in one go
        if (reset)
        {
            line.Put("RSET"u8);
            line.PutEnd();
            if (!pipelined) await Take(SmtpStage.Sender, progress);
        }
        PutMail(envelope, message.Length, WireMessage.NeedsEightBit(message.Span));
        if (!pipelined)
        {
            var reply = await Take(SmtpStage.Sender, progress);
            if (!reply.IsPositive) return No(reply, SmtpStage.Sender, progress);
        }
        var refused = new List<NotAccepted>();
        SmtpReply? sender = null;
        var pending = pipelined;
        for (var from = 0; from < envelope.Recipients.Length; from += pipelined ? RecipientsAtOnce : 1)
        {
            var group = envelope.Recipients.AsMemory().Slice(from, Math.Min(pipelined ? RecipientsAtOnce : 1, envelope.Recipients.Length - from));
            foreach (var recipient in group.Span) PutRecipient(recipient);
            if (whole) { line.Put("DATA"u8); line.PutEnd(); }
            await line.Flush(SmtpStage.Recipient, settings.CommandTime);
            if (pending)
            {
                if (reset) await Answer(SmtpStage.Sender, progress);
                sender = await Answer(SmtpStage.Sender, progress);
                if (!sender.IsPositive) progress.Refusal = (sender, SmtpStage.Sender);
                pending = false;
            }
            for (var i = 0; i < group.Length; i++)
            {
                var reply = await Answer(SmtpStage.Recipient, progress);
                if (reply.IsPositive) continue;
                refused.Add(new(group.Span[i], reply));
                if (envelope.Recipients.Length == 1) progress.Refusal ??= (reply, SmtpStage.Recipient);
            }
            if (sender is { IsPositive: false } && !whole) return No(sender, SmtpStage.Sender, progress);
        }
        reset = false;
        var data = whole ? await Answer(SmtpStage.Data, progress) : null;
        var nobody = refused.Count == envelope.Recipients.Length;
        if (sender is { IsPositive: false } || nobody)
        {
            // The server asks for content that nobody is to get: there is no way back but to hang up.
            if (data?.Code == 354) broken = true;
            return sender is { IsPositive: false } ? No(sender, SmtpStage.Sender, progress) : Nobody(refused, progress);
        }
        if (data is null)
        {
            line.Put("DATA"u8);
            line.PutEnd();
            data = await Take(SmtpStage.Data, progress);
        }
        if (data.Code != 354) return No(data, SmtpStage.Data, progress);
        return await Content(message, beforeDot, [.. refused], progress, stop);
    }

    async Task<Delivery> Content(ReadOnlyMemory<byte> message, BeforeDot? beforeDot, ImmutableArray<NotAccepted> refused, Progress progress, CancellationToken stop)
    {
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            var lineStart = true;
            var rest = message;
            // A message that fits one block leaves in one write together with its dot; the question comes before it.
            while (true)
            {
                var filled = Fill(ref rest, block, ref lineStart);
                if (!rest.IsEmpty)
                {
                    await line.Write(block.AsMemory(0, filled), SmtpStage.Content, settings.BlockTime);
                    continue;
                }
                if (beforeDot is not null && !await beforeDot(stop))
                {
                    broken = true;
                    line.Log("(withdrawn before the dot)");
                    return new Delivery.NotSent(new(SmtpStage.Content, TroubleKind.Withdrawn, Sentence.Of("The message was withdrawn before it was finished.")));
                }
                if (stop.IsCancellationRequested)
                {
                    broken = true;
                    return new Delivery.NotSent(new(SmtpStage.Content, TroubleKind.Cancelled, Sentence.Of("The attempt was stopped.")));
                }
                // An answer that is there before the question would be taken for the answer to the dot.
                if (line.HasUnreadInput) throw new TroubleException(new(SmtpStage.Content, TroubleKind.Protocol, Sentence.Of("The server talks out of turn.")));
                ".\r\n"u8.CopyTo(block.AsSpan(filled));
                progress.Dotted = true;
                line.Dotted();
                if (line.IsLogged) line.Log(string.Create(CultureInfo.InvariantCulture, $"({message.Length} octets)"));
                await line.Write(block.AsMemory(0, filled + 3), SmtpStage.Content, settings.BlockTime);
                break;
            }
        }
        finally { ArrayPool<byte>.Shared.Return(block); }

        var reply = await line.Reply(SmtpStage.Content, settings.DotTime);
        if (reply.IsPositive) return new Delivery.Sent(reply, refused);
        if (reply.IsTransient || reply.IsPermanent) return No(reply, SmtpStage.Content, progress);
        broken = true;
        return new Delivery.Ambiguous(new(SmtpStage.Content, TroubleKind.Protocol, Sentence.Of("The server answered the message with {0}.", reply), reply));
    }

    static int Fill(ref ReadOnlyMemory<byte> rest, byte[] block, ref bool lineStart)
    {
        var span = rest.Span;
        var filled = WireMessage.Stuff(ref span, block.AsSpan(0, Block - 8), ref lineStart);
        rest = rest[(rest.Length - span.Length)..];
        return filled;
    }

    SmtpReply? Flaw(Envelope envelope, ReadOnlySpan<byte> message)
    {
        if (WireMessage.Flaw(message) is { } flaw) return flaw;
        if (offer.Size > 0 && message.Length > offer.Size) return new(552, new(5, 3, 4), string.Create(CultureInfo.InvariantCulture, $"The message has {message.Length} octets; {settings.Host} takes at most {offer.Size}."));
        if (envelope.NeedsSmtpUtf8 && !offer.Utf8) return new(553, new(5, 6, 7), $"An address is outside ASCII and {settings.Host} does not offer SMTPUTF8.");
        return WireMessage.NeedsEightBit(message) && !offer.EightBit ? new(554, new(5, 6, 3), $"The message has 8-bit content and {settings.Host} takes only 7 bits.") : null;
    }

    void PutMail(Envelope envelope, int size, bool eightBit)
    {
        line.Put("MAIL FROM:<"u8);
        if (envelope.From is { } from) line.Put(from.WireAddress);
        line.Put(">"u8);
        if (offer.HasSize) line.Put(string.Create(CultureInfo.InvariantCulture, $" SIZE={size}"));
        if (eightBit) line.Put(" BODY=8BITMIME"u8);
        if (envelope.NeedsSmtpUtf8 || (eightBit && offer.Utf8)) line.Put(" SMTPUTF8"u8);
        line.PutEnd();
    }

    void PutRecipient(Mailbox recipient)
    {
        line.Put("RCPT TO:<"u8);
        line.Put(recipient.WireAddress);
        line.Put(">"u8);
        line.PutEnd();
    }

    async ValueTask<SmtpReply> Take(SmtpStage stage, Progress progress)
    {
        await line.Flush(stage, settings.CommandTime);
        return await Answer(stage, progress);
    }

    async ValueTask<SmtpReply> Answer(SmtpStage stage, Progress progress)
    {
        var reply = await line.Reply(stage, settings.CommandTime);
        // 421 ends the connection, so the rest of a pipelined group will never be answered.
        if (reply.Code == 421) throw new TroubleException(new(stage, TroubleKind.ServerBusy, Sentence.Of("The server is closing the connection: {0}", reply), reply));
        progress.Answered = true;
        return reply;
    }

    Delivery No(SmtpReply reply, SmtpStage stage, Progress progress)
    {
        reset = true;
        if (reply.Code == 421) broken = true;
        // The server wants TLS or a sign-in first: our settings are wrong, the message is not.
        if (stage != SmtpStage.Content && reply.Code is 530 or 534 or 535 or 538)
        {
            broken = true;
            return new Delivery.NotSent(new(stage, TroubleKind.AuthRefused, Sentence.Of("{0} wants TLS or a sign-in first: {1}", settings.Host, reply), reply));
        }
        if (reply.IsTransient) return new Delivery.Deferred(reply, stage);
        if (reply.IsPermanent) return new Delivery.Refused(reply, stage);
        broken = true;
        var trouble = new Trouble(stage, TroubleKind.Protocol, Sentence.Of("The server answered out of turn: {0}", reply), reply);
        return progress.Dotted ? new Delivery.Ambiguous(trouble) : new Delivery.NotSent(trouble);
    }

    Delivery Nobody(List<NotAccepted> refused, Progress progress)
    {
        var later = refused.Find(r => r.Reply.IsTransient);
        var first = later ?? refused[0];
        ImmutableArray<NotAccepted> all = [.. refused];
        return No(first.Reply, SmtpStage.Recipient, progress) switch
        {
            Delivery.Deferred deferred => deferred with { NotAccepted = all },
            Delivery.Refused no => no with { NotAccepted = all },
            var other => other,
        };
    }
}
