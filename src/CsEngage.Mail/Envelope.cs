using System.Collections.Immutable;

namespace CsEngage.Mail;

/// <summary>What the servers act on (RFC 5321 §2.3.1), as opposed to what people read in the headers.</summary>
/// <param name="From">Where reports go (Return-Path); null is the empty reverse path <c>&lt;&gt;</c> of reports and auto-replies.</param>
/// <param name="Recipients">Who gets it; 1 to 1,000.</param>
/// <exception cref="ArgumentException">Nobody, or more than 1,000: a list is sent as many messages, never as one.</exception>
public sealed record Envelope(Mailbox? From, ImmutableArray<Mailbox> Recipients)
{
    /// <summary>Who gets it.</summary>
    public ImmutableArray<Mailbox> Recipients { get; } = Recipients is { IsDefault: false, Length: > 0 and <= 1000 } ? Recipients
        : throw new ArgumentException("An envelope has 1 to 1,000 recipients.", nameof(Recipients));

    /// <summary>An envelope for one person.</summary>
    /// <param name="from">Where reports go.</param>
    /// <param name="recipient">Who gets it.</param>
    public Envelope(Mailbox? from, Mailbox recipient) : this(from, [recipient]) { }

    /// <summary>True when an address of the envelope needs SMTPUTF8.</summary>
    public bool NeedsSmtpUtf8
    {
        get
        {
            if (From is { NeedsSmtpUtf8: true }) return true;
            foreach (var box in Recipients) if (box.NeedsSmtpUtf8) return true;
            return false;
        }
    }
}
