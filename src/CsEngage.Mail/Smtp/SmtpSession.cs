using System.Collections.Immutable;

namespace CsEngage.Mail.Smtp;

/// <summary>
/// One signed-in connection that hands over messages, one after the other (RFC 5321 §3.3). The opening of the next may leave in one write with the end of
/// the one before it: content may be the first of a pipelined group (RFC 2920 §3.1). Answers come in order, so each message still learns its own.
/// </summary>
sealed class SmtpSession(SmtpSettings settings, SmtpLine line, SmtpExtensions offer) : IAsyncDisposable
{
    const int RecipientsAtOnce = 50;    // so that neither side's buffers can fill while both write (RFC 2920 §3.1)
    readonly SmtpCommands say = new(settings, line, offer);
    bool reset, broken;

    public int Messages { get; private set; }

    public long LastUsed { get; set; }

    /// <summary>No further message may go over this connection.</summary>
    public bool IsSpent => broken || Messages >= settings.MessagesPerConnection;

    /// <summary>Nothing can be said or heard here any more.</summary>
    public bool IsBroken => broken;

    /// <summary>Who was opened behind the last dot, and has the next answers.</summary>
    public SmtpTurn? Ahead { get; private set; }

    public bool IsStale => line.IsStale;

    /// <summary>The connection had been closed by the server before it took anything: worth another one.</summary>
    public bool WasGone { get; private set; }

    /// <summary>It was gone because the server does not keep up with what was said behind a dot, though it offers pipelining.</summary>
    public bool LostCount { get; private set; }

    /// <summary>Whether the opening of this message may leave together with the end of the one before it.</summary>
    public bool CanOpen(SmtpTurn turn) =>
        offer.Pipelining && Messages < settings.MessagesPerConnection && turn.Envelope.Recipients.Length <= RecipientsAtOnce && say.Limit(turn) is null;

    /// <summary>Hands over one message.</summary>
    /// <param name="turn">The message.</param>
    /// <param name="next">Asked when its dot is about to be written: who is to be opened behind it.</param>
    public async Task<Delivery> Send(SmtpTurn turn, Func<SmtpSession, SmtpTurn?> next)
    {
        if (say.Limit(turn) is { } limit) return new Delivery.Refused(limit, SmtpStage.Sender);
        var used = Messages++ > 0;
        var progress = new Progress { Opened = Ahead == turn };
        Ahead = null;
        line.Begin(settings.DotGrace, turn.Stop);
        try
        {
            return await Transact(turn, next, progress);
        }
        catch (TroubleException e)
        {
            broken = true;
            if (progress.Dotted) return new Delivery.Ambiguous(e.Trouble);
            var hungUp = e.Trouble.Kind is TroubleKind.ConnectionLost or TroubleKind.ServerBusy;
            // Of what was said behind a dot, silence and "bad sequence" prove only that the server did not follow.
            LostCount = progress.Opened && !progress.Answered && e.Trouble.Kind is (TroubleKind.TimedOut or TroubleKind.Protocol);
            // Hung up, perhaps with a 421, on a connection that had waited: no answer to this message, worth another connection.
            WasGone = used && !progress.Answered && (hungUp || LostCount);
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

    /// <summary>MAIL and RCPT for the connection test; who leaves then has sent nothing. Each answer is told as it comes.</summary>
    public async Task Rehearse(Envelope envelope, Action<SmtpStage, SmtpReply> told, CancellationToken stop)
    {
        line.Begin(settings.DotGrace, stop);
        say.Mail(envelope, 1000, false);
        await line.Flush(SmtpStage.Sender, settings.CommandTime);
        var sender = await line.Reply(SmtpStage.Sender, settings.CommandTime);
        told(SmtpStage.Sender, sender);
        if (sender.IsPositive)
        {
            say.Recipient(envelope.Recipients[0]);
            await line.Flush(SmtpStage.Recipient, settings.CommandTime);
            told(SmtpStage.Recipient, await line.Reply(SmtpStage.Recipient, settings.CommandTime));
        }
        line.End();
    }

    public async ValueTask DisposeAsync()
    {
        // In the middle of what was opened for somebody who has left, goodbye would be content.
        if (!broken && Ahead is null)
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
        public bool Opened, Answered, Dotted;

        // The no that stands even if the server hangs up before it has answered the rest of the group.
        public (SmtpReply Reply, SmtpStage Stage)? Refusal;
    }

    async Task<Delivery> Transact(SmtpTurn turn, Func<SmtpSession, SmtpTurn?> next, Progress progress)
    {
        var recipients = turn.Envelope.Recipients;
        var pipelined = offer.Pipelining;
        var whole = pipelined && recipients.Length <= RecipientsAtOnce;     // MAIL, all RCPT and DATA in one go
        if (reset) say.Reset();
        if (reset && !pipelined) await Take(SmtpStage.Sender, progress);
        if (!whole) say.Mail(turn);
        else if (!progress.Opened)
        {
            say.Opening(turn);
            await line.Flush(SmtpStage.Recipient, settings.CommandTime);
        }
        if (!pipelined)
        {
            var reply = await Take(SmtpStage.Sender, progress);
            if (!reply.IsPositive) return No(reply, SmtpStage.Sender, progress);
        }
        var refused = new List<NotAccepted>();
        SmtpReply? sender = null;
        var pending = pipelined;
        for (var from = 0; from < recipients.Length; from += pipelined ? RecipientsAtOnce : 1)
        {
            var group = recipients.AsMemory().Slice(from, Math.Min(pipelined ? RecipientsAtOnce : 1, recipients.Length - from));
            if (!whole)
            {
                foreach (var recipient in group.Span) say.Recipient(recipient);
                await line.Flush(SmtpStage.Recipient, settings.CommandTime);
            }
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
                if (recipients.Length == 1) progress.Refusal ??= (reply, SmtpStage.Recipient);
            }
            if (sender is { IsPositive: false } && !whole) return No(sender, SmtpStage.Sender, progress);
        }
        reset = false;
        var data = whole ? await Answer(SmtpStage.Data, progress) : null;
        var nobody = refused.Count == recipients.Length;
        if (sender is { IsPositive: false } || nobody)
        {
            if (data?.Code == 354) await Nothing(nobody);
            return sender is { IsPositive: false } ? No(sender, SmtpStage.Sender, progress) : Nobody(refused, progress);
        }
        if (data is null)
        {
            say.Data();
            data = await Take(SmtpStage.Data, progress);
        }
        if (data.Code != 354) return No(data, SmtpStage.Data, progress);
        return await Content(turn, [.. refused], next, progress);
    }

    /// <summary>
    /// The server asks for content though there is none to send. To nobody a lone dot is the way back, which it has to refuse (RFC 2920 §3.1);
    /// if it took a recipient of a refused sender, an empty mail could arrive: then there is none but to hang up.
    /// </summary>
    async ValueTask Nothing(bool nobody)
    {
        broken = true;
        if (!nobody) return;
        say.Dot(0);
        try
        {
            await line.Flush(SmtpStage.Content, settings.CommandTime);
            var reply = await line.Reply(SmtpStage.Content, settings.CommandTime);
            broken = !(reply.IsPermanent || reply.IsTransient) || reply.Code == 421;
        }
        catch (TroubleException) { line.Log("(closed instead of an answer to nothing)"); }      // the refusals before it stand
    }

    async Task<Delivery> Content(SmtpTurn turn, ImmutableArray<NotAccepted> refused, Func<SmtpSession, SmtpTurn?> next, Progress progress)
    {
        var lineStart = true;
        for (var rest = turn.Message; ;)
        {
            say.Content(ref rest, ref lineStart);
            if (rest.IsEmpty) break;
            await line.Flush(SmtpStage.Content, settings.BlockTime);
        }
        // The last block, or all of a small message, leaves in one write together with its dot; the question comes before it.
        if (turn.BeforeDot is { } ask && !await ask(turn.Stop))
        {
            broken = true;
            line.Log("(withdrawn before the dot)");
            return new Delivery.NotSent(new(SmtpStage.Content, TroubleKind.Withdrawn, Sentence.Of("The message was withdrawn before it was finished.")));
        }
        if (turn.Stop.IsCancellationRequested)
        {
            broken = true;
            return new Delivery.NotSent(new(SmtpStage.Content, TroubleKind.Cancelled, Sentence.Of("The attempt was stopped.")));
        }
        // An answer that is there before the question would be taken for the answer to the dot.
        if (line.HasUnreadInput) throw new TroubleException(new(SmtpStage.Content, TroubleKind.Protocol, Sentence.Of("The server talks out of turn.")));
        say.Dot(turn.Message.Length);
        progress.Dotted = true;
        line.Dotted();
        Ahead = next(this);
        if (Ahead is { } following) say.Opening(following);
        await line.Flush(SmtpStage.Content, settings.BlockTime);

        var reply = await line.Reply(SmtpStage.Content, settings.DotTime);
        if (reply.IsPositive) return new Delivery.Sent(reply, refused);
        if (reply.IsTransient || reply.IsPermanent) return No(reply, SmtpStage.Content, progress);
        broken = true;
        return new Delivery.Ambiguous(new(SmtpStage.Content, TroubleKind.Protocol, Sentence.Of("The server answered the message with {0}.", reply), reply));
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
        // A first answer that denies the sequence is about what stood before it, not about this message.
        if (progress is { Opened: true, Answered: false } && reply.Code is (500 or 502 or 503)) throw new TroubleException(new(stage, TroubleKind.Protocol, Sentence.Of("The server answered out of turn: {0}", reply), reply));
        progress.Answered = true;
        return reply;
    }

    Delivery No(SmtpReply reply, SmtpStage stage, Progress progress)
    {
        reset = !progress.Dotted;       // a dot ends the transaction whatever the answer is (RFC 5321 §4.1.1.4)
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
