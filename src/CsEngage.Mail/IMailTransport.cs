namespace CsEngage.Mail;

/// <summary>
/// Called once per message, after the server has asked for the content and right before the content is finished. The caller checks here whether it still may send
/// (its lease, a late unsubscribe). On false nothing more is written: the connection is closed, which by RFC 5321 §4.1.1.4 and §3.8 leaves no message behind,
/// and the outcome is <see cref="Delivery.NotSent"/> with <see cref="TroubleKind.Withdrawn"/>.
/// </summary>
/// <param name="stop">Cancels the check.</param>
public delegate ValueTask<bool> BeforeDot(CancellationToken stop);

/// <summary>Something that takes a composed message: a server, or a page that captures mail.</summary>
public interface IMailTransport
{
    /// <summary>
    /// Hands over one message. Expected trouble is a value, also cancellation: the caller always learns whether the final dot was sent.
    /// </summary>
    /// <param name="envelope">Who sends and who receives.</param>
    /// <param name="message">The bytes of <see cref="MailMessage.ToBytes"/>, perhaps signed; CRLF line ends, not dot-stuffed.</param>
    /// <param name="beforeDot">Asked right before the content is finished; null to always finish.</param>
    /// <param name="stop">Before the dot it ends the attempt; after the dot it only shortens the wait for the answer.</param>
    Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop);
}

/// <summary>Shorter ways to call a transport.</summary>
public static class MailTransport
{
    /// <summary>Hands over one message without a hook.</summary>
    /// <param name="transport">The transport.</param>
    /// <param name="envelope">Who sends and who receives.</param>
    /// <param name="message">The composed bytes.</param>
    /// <param name="stop">Ends the attempt.</param>
    public static Task<Delivery> Send(this IMailTransport transport, Envelope envelope, ReadOnlyMemory<byte> message, CancellationToken stop) =>
        transport.Send(envelope, message, null, stop);
}
