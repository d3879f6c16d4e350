using System.Buffers;
using System.Collections.Immutable;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail;

/// <summary>
/// One message as a value, ready to be composed (RFC 5322, RFC 2045–2049). Nothing in it can add a header or a part that is not a property here:
/// names and texts are cleaned, ids, addresses and types are checked when they are made, and bodies are encoded so that no boundary can occur inside.
/// </summary>
/// <remarks>
/// Structure: <c>mixed(alternative(text, related(html, inline…)), attachments…)</c>, each frame only where it is needed. Everything is 7-bit unless
/// an address needs SMTPUTF8; lines are at most 78 characters in headers and 76 in encoded bodies, never over 998 (RFC 5322 §2.1.1).
/// </remarks>
public sealed record MailMessage
{
    /// <summary>Who it is from.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Who it is for, as shown; the envelope decides who gets it.</summary>
    public required ImmutableArray<Mailbox> To { get; init; }

    /// <summary>Who gets a copy, as shown.</summary>
    public ImmutableArray<Mailbox> Cc { get; init; } = [];

    /// <summary>Where answers go when not to <see cref="From"/>.</summary>
    public ImmutableArray<Mailbox> ReplyTo { get; init; } = [];

    /// <summary>The subject; control characters become spaces.</summary>
    public required string Subject { get; init; }

    /// <summary>The name of the message, fixed before it is sent.</summary>
    public required MessageId MessageId { get; init; }

    /// <summary>When it was written; written with its own offset.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The plain text; a message without any body has an empty text.</summary>
    public string? TextBody { get; init; }

    /// <summary>The HTML.</summary>
    public string? HtmlBody { get; init; }

    /// <summary>Pictures that the HTML shows by <c>cid:</c>; each needs a <see cref="MailPart.ContentId"/>.</summary>
    public ImmutableArray<MailPart> Inline { get; init; } = [];

    /// <summary>Attached files.</summary>
    public ImmutableArray<MailPart> Attachments { get; init; } = [];

    /// <summary>The message this one answers.</summary>
    public MessageId? InReplyTo { get; init; }

    /// <summary>The thread, oldest first.</summary>
    public ImmutableArray<MessageId> References { get; init; } = [];

    /// <summary>How to leave; absent on transactional mail.</summary>
    public ListUnsubscribe? Unsubscribe { get; init; }

    /// <summary>The list or topic it belongs to.</summary>
    public ListId? ListId { get; init; }

    /// <summary>By what complaints are grouped.</summary>
    public FeedbackId? FeedbackId { get; init; }

    /// <summary>Whether a program wrote it.</summary>
    public AutoSubmitted AutoSubmitted { get; init; }

    /// <summary>Further headers, after all others.</summary>
    public ImmutableArray<MailHeader> Headers { get; init; } = [];

    /// <summary>True when a shown address has a local part outside ASCII, so that its headers are raw UTF-8 and SMTPUTF8 is needed (RFC 6532).</summary>
    public bool NeedsSmtpUtf8 => From.NeedsSmtpUtf8 || Any(To) || Any(Cc) || Any(ReplyTo) || Unsubscribe?.Mail is { NeedsSmtpUtf8: true };

    /// <summary>Writes the message with CRLF line ends, ready for signing and for <see cref="IMailTransport"/> (not dot-stuffed).</summary>
    /// <param name="output">Where the bytes go.</param>
    public void Write(IBufferWriter<byte> output) => MessageComposer.Write(this, output);

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Write(output);
        return output.WrittenSpan.ToArray();
    }

    static bool Any(ImmutableArray<Mailbox> boxes)
    {
        foreach (var box in boxes) if (box.NeedsSmtpUtf8) return true;
        return false;
    }
}
