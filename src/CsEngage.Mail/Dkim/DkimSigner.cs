using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Mail.Dkim;

/// <summary>
/// Signs messages with RSA-SHA256, relaxed/relaxed (RFC 6376). Signed are the headers that a reader sees or acts on, List-Unsubscribe among them (RFC 8058 §4 demands that);
/// From, To, Subject and Date are signed once more than they occur, so that none can be added later (§8.15).
/// </summary>
public static class DkimSigner
{
    static readonly (string Name, byte[] Lower, bool Sealed)[] Signed =
    [
        .. new[] { "From", "To", "Subject", "Date" }.Select(n => (n, Encoding.ASCII.GetBytes(n.ToLowerInvariant()), true)),
        .. new[] { "Reply-To", "Cc", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "Auto-Submitted" }
            .Select(n => (n, Encoding.ASCII.GetBytes(n.ToLowerInvariant()), false)),
    ];

    /// <summary>Puts a DKIM-Signature in front of a composed message.</summary>
    /// <param name="message">The bytes of <see cref="MailMessage.ToBytes"/>.</param>
    /// <param name="key">The key of the sender's domain.</param>
    /// <param name="now">The time of signing (t=).</param>
    /// <returns>The signed message.</returns>
    /// <exception cref="FormatException">The bytes have no From header.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> message, DkimKey key, DateTimeOffset now)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        var headers = end < 0 ? message : message[..(end + 2)];
        var body = end < 0 ? [] : message[(end + 4)..];
        var canonical = new ArrayBufferWriter<byte>(Math.Max(1024, body.Length + 256));
        DkimCanon.Body(body, canonical);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(canonical.WrittenSpan, hash);
        var bodyHash = Convert.ToBase64String(hash);
        canonical.ResetWrittenCount();

        var fields = Fields(headers);
        var names = new StringBuilder();
        foreach (var (name, lower, twice) in Signed)
        {
            // Several of one name are signed from the bottom up (§5.4.2).
            for (var i = fields.Count - 1; i >= 0; i--)
            {
                var field = headers[fields[i]];
                if (!IsNamed(field, lower)) continue;
                DkimCanon.Header(field, canonical);
                canonical.Write("\r\n"u8);
                names.Append(names.Length > 0 ? ":" : "").Append(name);
            }
            if (twice) names.Append(names.Length > 0 ? ":" : "").Append(name);
        }
        if (!names.ToString().StartsWith("From:From", StringComparison.Ordinal)) throw new FormatException("A message without From cannot be signed.");

        var signature = Frame(key, now, names.ToString(), bodyHash);
        DkimCanon.Header(Encoding.ASCII.GetBytes(signature), canonical);
        SHA256.HashData(canonical.WrittenSpan, hash);
        Span<byte> signed = stackalloc byte[512];
        var length = key.Sign(hash, signed);

        var base64 = Convert.ToBase64String(signed[..length]);
        var whole = new byte[signature.Length + base64.Length + ((base64.Length - 1) / Folded * Fold.Length) + 2 + message.Length];
        var at = Encoding.ASCII.GetBytes(signature, whole);
        for (var from = 0; from < base64.Length; from += Folded)
        {
            if (from > 0) at += Put(Fold, whole.AsSpan(at));
            at += Encoding.ASCII.GetBytes(base64.AsSpan(from, Math.Min(Folded, base64.Length - from)), whole.AsSpan(at));
        }
        at += Put("\r\n"u8, whole.AsSpan(at));
        message.CopyTo(whole.AsSpan(at));
        return whole;
    }

    const int Folded = 70;

    static ReadOnlySpan<byte> Fold => "\r\n  "u8;

    static int Put(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        bytes.CopyTo(to);
        return bytes.Length;
    }

    // With an empty b=, as it is hashed; folded where relaxed canonicalisation does not look.
    static string Frame(DkimKey key, DateTimeOffset now, string names, string bodyHash)
    {
        var text = new StringBuilder(600);
        text.Append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=").Append(key.Domain).Append("; s=").Append(key.Selector)
            .Append(CultureInfo.InvariantCulture, $"; t={now.ToUnixTimeSeconds()};\r\n h=");
        var column = 3;
        foreach (var name in names.Split(':'))
        {
            if (column > 3)
            {
                text.Append(':');
                column++;
                if (column + name.Length > 70) { text.Append("\r\n  "); column = 2; }
            }
            text.Append(name);
            column += name.Length;
        }
        return text.Append(";\r\n bh=").Append(bodyHash).Append(";\r\n b=").ToString();
    }

    static bool IsNamed(ReadOnlySpan<byte> field, ReadOnlySpan<byte> lower) =>
        field.Length > lower.Length && field[lower.Length] == ':' && Ascii.EqualsIgnoreCase(field[..lower.Length], lower);

    // Each field with its folded lines, without the final CRLF.
    static List<Range> Fields(ReadOnlySpan<byte> headers)
    {
        var fields = new List<Range>();
        var start = 0;
        for (var at = 0; at < headers.Length;)
        {
            var end = headers[at..].IndexOf("\r\n"u8);
            at = end < 0 ? headers.Length : at + end + 2;
            if (at < headers.Length && headers[at] is (byte)' ' or (byte)'\t') continue;
            if (headers[start..at].IndexOf((byte)':') > 0) fields.Add(start..(at - (end < 0 ? 0 : 2)));
            start = at;
        }
        return fields;
    }
}
