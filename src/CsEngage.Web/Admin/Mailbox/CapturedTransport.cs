using CsEngage.Mail;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Admin.Mailbox;

/// <summary>Takes every mail and keeps it for /admin/mailbox: what an installation without a mail server sends with.</summary>
sealed class CapturedTransport(CapturedMailBox mailbox, TimeProvider clock) : IMailTransport
{
    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        if (beforeDot is not null && !await beforeDot(stop)) return new Delivery.NotSent(new Trouble(SmtpStage.Data, TroubleKind.Withdrawn, "Withdrawn before it was captured."));
        var now = clock.GetUtcNow();
        var read = ReceivedMessage.Parse(message);
        await mailbox.Keep(new CapturedMail(Guid.CreateVersion7(now), now, read.From?.ToString() ?? "", string.Join(", ", read.To), read.Subject, [.. message.Span]));
        return new Delivery.Sent(new SmtpReply(250, null, "captured"));
    }
}
