using System.Globalization;

namespace CsEngage.Mail.Smtp;

/// <summary>What we say to a server, in the words that its offer allows (RFC 5321 §4.1); it leaves with the next flush of the line.</summary>
sealed class SmtpCommands(SmtpSettings settings, SmtpLine line, SmtpExtensions offer)
{
    const int Block = 64 * 1024;

    /// <summary>Why this server cannot take the message, known without asking it; null when it may.</summary>
    public SmtpReply? Limit(SmtpTurn turn)
    {
        if (offer.Size > 0 && turn.Message.Length > offer.Size) return new(552, new(5, 3, 4), string.Create(CultureInfo.InvariantCulture, $"The message has {turn.Message.Length} octets; {settings.Host} takes at most {offer.Size}."));
        if (turn.Envelope.NeedsSmtpUtf8 && !offer.Utf8) return new(553, new(5, 6, 7), $"An address is outside ASCII and {settings.Host} does not offer SMTPUTF8.");
        return turn.NeedsEightBit && !offer.EightBit ? new(554, new(5, 6, 3), $"The message has 8-bit content and {settings.Host} takes only 7 bits.") : null;
    }

    /// <summary>MAIL, all RCPT and DATA: a group that ends where the server has to say whether it wants the content (RFC 2920 §3.1).</summary>
    public void Opening(SmtpTurn turn)
    {
        Mail(turn);
        foreach (var recipient in turn.Envelope.Recipients) Recipient(recipient);
        Data();
    }

    public void Mail(SmtpTurn turn) => Mail(turn.Envelope, turn.Message.Length, turn.NeedsEightBit);

    public void Mail(Envelope envelope, int size, bool eightBit)
    {
        line.Put("MAIL FROM:<"u8);
        if (envelope.From is { } from) line.Put(from.WireAddress);
        line.Put(">"u8);
        if (offer.HasSize) line.Put(string.Create(CultureInfo.InvariantCulture, $" SIZE={size}"));
        if (eightBit) line.Put(" BODY=8BITMIME"u8);
        if (envelope.NeedsSmtpUtf8 || (eightBit && offer.Utf8)) line.Put(" SMTPUTF8"u8);
        line.PutEnd();
    }

    public void Recipient(Mailbox recipient)
    {
        line.Put("RCPT TO:<"u8);
        line.Put(recipient.WireAddress);
        line.Put(">"u8);
        line.PutEnd();
    }

    public void Data()
    {
        line.Put("DATA"u8);
        line.PutEnd();
    }

    public void Reset()
    {
        line.Put("RSET"u8);
        line.PutEnd();
    }

    /// <summary>As much of the content as makes a block, dots doubled.</summary>
    public void Content(ref ReadOnlyMemory<byte> rest, ref bool lineStart)
    {
        var span = rest.Span;
        var filled = WireMessage.Stuff(ref span, line.Room(Math.Min(Block, span.Length + (span.Length / 16) + 16)), ref lineStart);
        line.Took(filled);
        rest = rest[(rest.Length - span.Length)..];
    }

    /// <summary>The end of the content; the log shows only how much it was.</summary>
    public void Dot(int octets)
    {
        line.Put("."u8);
        line.PutEnd(line.IsLogged ? string.Create(CultureInfo.InvariantCulture, $"({octets} octets)") : null);
    }
}
