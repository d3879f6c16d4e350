using CsEngage.Mail;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>What an installation without a mail server sends with: mail is kept in the database and shown to staff like a small inbox.</summary>
public sealed class CapturedTransport(CapturedMailBox box, TimeProvider time) : IMailTransport
{
    /// <summary>What it answers in place of a server; nothing that was sent has this very reply.</summary>
    public static readonly SmtpReply Kept = new(250, null, CapturedMailBox.Code);

    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        if (beforeDot is not null && !await beforeDot(stop)) return new Delivery.NotSent(new Trouble(SmtpStage.Content, TroubleKind.Withdrawn, "Withdrawn before it was captured."));
        var now = time.GetUtcNow();
        var read = ReceivedMessage.Parse(message);
        await box.Keep(new CapturedMail(Guid.CreateVersion7(now), now, read.From?.ToString() ?? "", string.Join(", ", envelope.Recipients.Select(to => to.Address)), read.Subject ?? "", [.. message.Span]));
        return new Delivery.Sent(Kept);
    }
}
