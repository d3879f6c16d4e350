using System.Collections.Immutable;
using CsEngage.Mail;

namespace CsEngage.Web.Admin.Mailbox;

/// <summary>A mail that would have been sent if there were a mail server.</summary>
public sealed record CapturedMail(Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Raw)
{
    readonly Lazy<ReceivedMessage> message = new(() => ReceivedMessage.Parse(Raw));

    public ReceivedMessage Message => message.Value;
}

/// <summary>Takes every mail and shows it at /admin/mailbox: what an installation without a mail server sends with. The newest thousand are kept.</summary>
public sealed class CapturedMails(TimeProvider clock) : IMailTransport
{
    const int Most = 1000;
    ImmutableList<CapturedMail> mails = [];

    public ImmutableList<CapturedMail> Newest => mails;

    public CapturedMail? Find(Guid id) => mails.Find(mail => mail.Id == id);

    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        if (beforeDot is not null && !await beforeDot(stop)) return new Delivery.NotSent(new Trouble(SmtpStage.Data, TroubleKind.Withdrawn, "Withdrawn before it was captured."));
        var now = clock.GetUtcNow();
        var mail = new CapturedMail(Guid.CreateVersion7(now), now, message.ToArray());
        ImmutableInterlocked.Update(ref mails, (kept, added) => kept.Insert(0, added) is { Count: > Most } full ? full.RemoveAt(Most) : kept.Insert(0, added), mail);
        return new Delivery.Sent(new SmtpReply(250, null, "captured"));
    }
}
