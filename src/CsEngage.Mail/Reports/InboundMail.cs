using System.Collections.Immutable;

namespace CsEngage.Mail.Reports;

/// <summary>One recipient of a bounce.</summary>
/// <param name="Address">Who, as the report names them; empty when it does not.</param>
/// <param name="Action">What happened.</param>
/// <param name="Status">The enhanced status: that of the report, or a more exact one from the server's words.</param>
/// <param name="Code">The reply code of the server; 0 when there is none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Words">What the server or the report said, at most 1,000 characters.</param>
public sealed record BouncedRecipient(string Address, BounceAction Action, EnhancedStatus? Status, int Code, BounceReason Reason, string Words)
{
    /// <summary>A failure that will not pass: never write to the address again. A delay is never hard.</summary>
    public bool IsHard => Action == BounceAction.Failed && Reason.IsHard();

    /// <summary>What follows from it.</summary>
    public BounceEffect Effect => Action == BounceAction.Failed ? Reason.Effect() : BounceEffect.None;
}

/// <summary>What a message that came back to us is. The family is closed.</summary>
public abstract record InboundMail
{
    InboundMail() { }

    /// <summary>A report about deliveries (RFC 3464, or what older servers write instead).</summary>
    /// <param name="Recipients">At least one.</param>
    /// <param name="Original">The Message-ID of the message that it is about, when the report carries its headers.</param>
    public sealed record Bounce(ImmutableArray<BouncedRecipient> Recipients, MessageId? Original) : InboundMail;

    /// <summary>A reader pressed "this is spam" (ARF, RFC 5965).</summary>
    /// <param name="Kind">abuse, fraud, virus, not-spam, opt-out …</param>
    /// <param name="Recipient">Who complained, when the report says so; many providers hide it.</param>
    /// <param name="Original">The Message-ID of the message complained about.</param>
    /// <param name="At">When, as the report says.</param>
    /// <param name="OriginalFrom">The envelope sender of the message, in which VERP keeps the recipient even where the report hides it.</param>
    public sealed record Complaint(string Kind, string? Recipient, MessageId? Original, DateTimeOffset? At, string? OriginalFrom) : InboundMail
    {
        /// <summary>True unless the report takes a complaint back (not-spam) or is about authentication only.</summary>
        public bool IsAgainstUs => Kind is not ("not-spam" or "auth-failure" or "dmarc");
    }

    /// <summary>A machine answered for the person (RFC 3834): out of office, a ticket number. The address works.</summary>
    /// <param name="From">Who.</param>
    /// <param name="Answers">The Message-ID that it answers.</param>
    /// <param name="Text">The beginning of what it says.</param>
    public sealed record AutoReply(Mailbox? From, MessageId? Answers, string Text) : InboundMail;

    /// <summary>Anything else: a person's answer, or unrelated mail. It is left untouched.</summary>
    public sealed record Other : InboundMail;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    public static InboundMail Read(ReceivedMessage message) =>
        ComplaintReader.Read(message) ?? BounceReader.Read(message) ?? AutoReplyReader.Read(message) ?? (InboundMail)new Other();
}
