using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>Puts a message into bytes (RFC 5322, RFC 2045, RFC 2046).</summary>
static class MessageComposer
{
    const int MostShown = 1000;

    public static void Write(MailMessage message, IBufferWriter<byte> output)
    {
        if (message.To.Length + message.Cc.Length + message.ReplyTo.Length > MostShown) throw new ArgumentException("A message shows at most 1,000 addresses.", nameof(message));
        Headers(message, output);
        output.Write("MIME-Version: 1.0\r\n"u8);

        // A boundary must not occur in a body. Quoted-printable and base64 cannot hold "=_", and 7-bit text that does is quoted: so any such name is safe.
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(message.MessageId.Text), digest);
        var boundary = "=_" + Convert.ToHexStringLower(digest[..12]);

        if (message.Attachments.IsEmpty) { Body(message, output, boundary); return; }
        Frame("mixed", boundary + "_m", null, output);
        Delimit(boundary + "_m", output);
        Body(message, output, boundary);
        foreach (var part in message.Attachments)
        {
            Delimit(boundary + "_m", output);
            File(part, "attachment", output);
        }
        Close(boundary + "_m", output);
    }

    static void Headers(MailMessage message, IBufferWriter<byte> output)
    {
        var header = new HeaderWriter(output);
        header.Start("From"u8);
        header.Address(message.From, true);
        header.End();
        Addresses(ref header, "To"u8, message.To);
        Addresses(ref header, "Cc"u8, message.Cc);
        Addresses(ref header, "Reply-To"u8, message.ReplyTo);
        header.Start("Subject"u8);
        header.Text(HeaderText.Clean(message.Subject));
        header.End();
        header.Start("Date"u8);
        header.Date(message.Date);
        header.End();
        header.Start("Message-ID"u8);
        header.Word(message.MessageId.ToString());
        header.End();
        if (message.InReplyTo is { } parent)
        {
            header.Start("In-Reply-To"u8);
            header.Word(parent.ToString());
            header.End();
        }
        if (!message.References.IsEmpty)
        {
            header.Start("References"u8);
            foreach (var id in message.References) header.Word(id.ToString());
            header.End();
        }
        if (message.ListId is { } list)
        {
            header.Start("List-Id"u8);
            if (list.Name.Length > 0) header.Phrase(list.Name);
            header.Word($"<{list.Id}>");
            header.End();
        }
        if (message.Unsubscribe is { } leave)
        {
            header.Start("List-Unsubscribe"u8);
            header.Word($"<{leave.Page.AbsoluteUri}>");
            if (leave.Mail is { } mail)
            {
                header.Mark((byte)',');
                header.Word($"<mailto:{Uri.EscapeDataString(mail.Local)}@{mail.AsciiDomain}>");
            }
            header.End();
            if (leave.OneClick) output.Write("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"u8);
        }
        if (message.FeedbackId is { } feedback)
        {
            header.Start("Feedback-ID"u8);
            header.Word(feedback.Text);
            header.End();
        }
        if (message.AutoSubmitted != AutoSubmitted.No)
            output.Write(message.AutoSubmitted == AutoSubmitted.Generated ? "Auto-Submitted: auto-generated\r\n"u8 : "Auto-Submitted: auto-replied\r\n"u8);
        foreach (var extra in message.Headers)
        {
            header.Start(extra.Name);
            header.Text(extra.Value);
            header.End();
        }
    }

    static void Addresses(ref HeaderWriter header, ReadOnlySpan<byte> name, System.Collections.Immutable.ImmutableArray<Mailbox> boxes)
    {
        if (boxes.IsDefaultOrEmpty) return;
        header.Start(name);
        for (var i = 0; i < boxes.Length; i++) header.Address(boxes[i], i == boxes.Length - 1);
        header.End();
    }

    static void Body(MailMessage message, IBufferWriter<byte> output, string boundary)
    {
        if (message.HtmlBody is null) { TextPart("plain"u8, message.TextBody ?? "", output); return; }
        if (message.TextBody is null) { Html(message, output, boundary); return; }
        Frame("alternative", boundary + "_a", null, output);
        Delimit(boundary + "_a", output);
        TextPart("plain"u8, message.TextBody, output);
        Delimit(boundary + "_a", output);
        Html(message, output, boundary);
        Close(boundary + "_a", output);
    }

    static void Html(MailMessage message, IBufferWriter<byte> output, string boundary)
    {
        if (message.Inline.IsEmpty) { TextPart("html"u8, message.HtmlBody!, output); return; }
        Frame("related", boundary + "_r", "text/html", output);
        Delimit(boundary + "_r", output);
        TextPart("html"u8, message.HtmlBody!, output);
        foreach (var part in message.Inline)
        {
            Delimit(boundary + "_r", output);
            File(part, "inline", output);
        }
        Close(boundary + "_r", output);
    }

    static void Frame(string kind, string boundary, string? root, IBufferWriter<byte> output) =>
        Ascii($"Content-Type: multipart/{kind};{(root is null ? "" : $" type=\"{root}\";")}\r\n boundary=\"{boundary}\"\r\n\r\n", output);

    static void Delimit(string boundary, IBufferWriter<byte> output) => Ascii($"\r\n--{boundary}\r\n", output);

    static void Close(string boundary, IBufferWriter<byte> output) => Ascii($"\r\n--{boundary}--\r\n", output);

    static void TextPart(ReadOnlySpan<byte> subtype, string text, IBufferWriter<byte> output)
    {
        output.Write("Content-Type: text/"u8);
        output.Write(subtype);
        var room = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var bytes = room.AsSpan(0, Encoding.UTF8.GetBytes(text, room));
        switch (TextShape.Of(bytes))
        {
            case TransferEncoding.SevenBit:
                output.Write("; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"u8);
                Plain(bytes, output);
                break;
            case TransferEncoding.QuotedPrintable:
                output.Write("; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"u8);
                QuotedPrintable.Write(bytes, output);
                break;
            default:
                output.Write("; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"u8);
                Base64(bytes, output);
                break;
        }
        ArrayPool<byte>.Shared.Return(room);
    }

    // Text in base64 has CRLF line ends inside too (RFC 2046 §4.1.1).
    static void Base64(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var canonical = new ArrayBufferWriter<byte>(text.Length + 256);
        Plain(text, canonical);
        var whole = canonical.WrittenSpan;
        if (!text.IsEmpty && text[^1] is not ((byte)'\r' or (byte)'\n')) whole = whole[..^2];
        Base64Text.Write(whole, output);
    }

    static void Plain(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            output.Write(end < 0 ? text : text[..end]);
            output.Write("\r\n"u8);
            if (end < 0) break;
            text = text[(end + (text[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }
    }

    static void File(MailPart part, string disposition, IBufferWriter<byte> output)
    {
        if (disposition == "inline" && part.ContentId is null) throw new ArgumentException($"The inline part {part.FileName} needs a ContentId.", nameof(part));
        var header = new HeaderWriter(output);
        header.Start("Content-Type"u8);
        header.Word(part.MediaType);
        header.End();
        header.Start("Content-Transfer-Encoding"u8);
        header.Word("base64"u8);
        header.End();
        header.Start("Content-Disposition"u8);
        header.Word(disposition);
        FileName(ref header, part.FileName);
        header.End();
        if (part.ContentId is { } id)
        {
            header.Start("Content-ID"u8);
            header.Word(id.ToString());
            header.End();
        }
        output.Write("\r\n"u8);
        Base64Text.Write(part.Content.Span, output);
    }

    // RFC 2231 §3 and §4: name*0*=utf-8''… in pieces that fit a line, when the plain form cannot hold the name.
    static void FileName(ref HeaderWriter header, string name)
    {
        if (System.Text.Ascii.IsValid(name) && name.Length <= 60 && name.AsSpan().IndexOfAny('"', '\\', '%') < 0 && !name.Contains("=?", StringComparison.Ordinal))
        {
            header.Mark((byte)';');
            header.Word($"filename=\"{name}\"");
            return;
        }
        var escaped = new StringBuilder();
        var pieces = new List<string>();
        foreach (var rune in name.EnumerateRunes())
        {
            var one = rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '.' or '-' or '_') ? rune.ToString() : Percent(rune);
            if (escaped.Length + one.Length > 50) { pieces.Add(escaped.ToString()); escaped.Clear(); }
            escaped.Append(one);
        }
        pieces.Add(escaped.ToString());
        for (var i = 0; i < pieces.Count; i++)
        {
            header.Mark((byte)';');
            header.Word(pieces.Count == 1 ? $"filename*=utf-8''{pieces[0]}" : i == 0 ? $"filename*0*=utf-8''{pieces[0]}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"filename*{i}*={pieces[i]}"));
        }
    }

    static string Percent(Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        var text = new StringBuilder(12);
        foreach (var b in bytes[..rune.EncodeToUtf8(bytes)]) text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }

    static void Ascii(string text, IBufferWriter<byte> output) => output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length)));
}
