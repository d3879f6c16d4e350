using System.Text;

namespace CsEngage.Mail.Smtp;

/// <summary>What must hold of bytes before they may follow DATA. Bare CR or LF would let a message smuggle commands past servers that disagree about line ends.</summary>
static class WireMessage
{
    const int LongestLine = 998;    // RFC 5321 §4.5.3.1.6, without CRLF

    /// <summary>The reply with which a strict server would refuse the message, or null.</summary>
    public static SmtpReply? Flaw(ReadOnlySpan<byte> message)
    {
        if (message.Contains((byte)0)) return Reply("The message holds a NUL.");
        if (message.Length == 0) return Reply("The message is empty.");
        var lines = 0;
        for (var rest = message; !rest.IsEmpty; lines++)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0) return Reply("The last line of the message does not end with CRLF.");
            if (end == 0 || rest[end - 1] != '\r') return Reply("The message holds a bare line feed.");
            if (end - 1 > LongestLine) return Reply("The message holds a line of more than 998 octets.");
            rest = rest[(end + 1)..];
        }
        return MemoryExtensions.Count(message, (byte)'\r') == lines ? null : Reply("The message holds a bare carriage return.");
    }

    public static bool NeedsEightBit(ReadOnlySpan<byte> message) => !Ascii.IsValid(message);

    /// <summary>
    /// Copies as much as fits and doubles each dot that begins a line (RFC 5321 §4.5.2).
    /// </summary>
    /// <param name="message">What is left; shortened by what was taken.</param>
    /// <param name="to">The room.</param>
    /// <param name="lineStart">Whether the rest begins a line.</param>
    /// <returns>Bytes written.</returns>
    public static int Stuff(ref ReadOnlySpan<byte> message, Span<byte> to, ref bool lineStart)
    {
        var at = 0;
        while (!message.IsEmpty && at < to.Length)
        {
            if (lineStart && message[0] == '.')
            {
                if (to.Length - at < 2) break;
                to[at++] = (byte)'.';
                to[at++] = (byte)'.';
                message = message[1..];
                lineStart = false;
                continue;
            }
            var dot = message.IndexOf("\n."u8);
            var run = Math.Min(dot < 0 ? message.Length : dot + 1, to.Length - at);
            message[..run].CopyTo(to[at..]);
            at += run;
            lineStart = message[run - 1] == '\n';
            message = message[run..];
        }
        return at;
    }

    static SmtpReply Reply(string text) => new(554, new(5, 6, 0), text);
}
