namespace CsEngage.Mail.Smtp;

/// <summary>One message on its way through the pool. While it waits, its task is a place that somebody gives up, with the session on which its opening was already said, or null.</summary>
sealed class SmtpTurn(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    : TaskCompletionSource<SmtpSession?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Envelope Envelope => envelope;

    public ReadOnlyMemory<byte> Message => message;

    public BeforeDot? BeforeDot => beforeDot;

    public CancellationToken Stop => stop;

    public bool NeedsEightBit { get; } = WireMessage.NeedsEightBit(message.Span);

    /// <summary>Whether one of the pool's places is its own, to be passed on in the end.</summary>
    public bool HasPlace { get; set; }
}
