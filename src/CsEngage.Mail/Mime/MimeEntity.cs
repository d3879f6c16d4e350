using System.Collections.Immutable;
using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>
/// A received message or one of its parts (RFC 2045, RFC 2046), read tolerantly: any line ends, missing or broken boundaries, undeclared charsets.
/// What goes beyond <see cref="MimeLimits"/> is refused with a <see cref="MimeException"/>; nothing else is ever thrown.
/// </summary>
public sealed class MimeEntity
{
    MimeEntity(ImmutableArray<MimeHeader> headers, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> body, string defaultType)
    {
        (Headers, Raw, Body) = (headers, raw, body);
        ContentType = MimeValue.Parse(RawHeader("Content-Type") ?? defaultType);
        Disposition = MimeValue.Parse(RawHeader("Content-Disposition") ?? "");
        Encoding = RawHeader("Content-Transfer-Encoding")?.Trim().ToLowerInvariant().Split(' ', ';', '(')[0] switch
        {
            "quoted-printable" => TransferEncoding.QuotedPrintable,
            "base64" => TransferEncoding.Base64,
            "8bit" => TransferEncoding.EightBit,
            "binary" => TransferEncoding.Binary,
            _ => TransferEncoding.SevenBit,
        };
    }

    /// <summary>The headers in their order.</summary>
    public ImmutableArray<MimeHeader> Headers { get; }

    /// <summary>Headers and body as received.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The body as received, still encoded.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Content-Type; <c>text/plain</c> when absent.</summary>
    public MimeValue ContentType { get; }

    /// <summary>Content-Disposition; empty when absent.</summary>
    public MimeValue Disposition { get; }

    /// <summary>How the body is encoded.</summary>
    public TransferEncoding Encoding { get; }

    /// <summary>The parts of a multipart, or the one message inside a <c>message/rfc822</c>.</summary>
    public ImmutableArray<MimeEntity> Parts { get; private init; } = [];

    /// <summary>The media type, such as <c>text/html</c>.</summary>
    public string MediaType => ContentType.Value;

    /// <summary>The name of an attached file, without folders; null when there is none.</summary>
    public string? FileName
    {
        get
        {
            var name = HeaderText.Clean(Disposition["filename"] ?? ContentType["name"]).Replace('\\', '/');
            name = name[(name.LastIndexOf('/') + 1)..].Trim();
            return name.Length > 0 ? name : null;
        }
    }

    /// <summary>Content-ID without angle brackets; null when absent.</summary>
    public string? ContentId => RawHeader("Content-ID")?.Trim().Trim('<', '>');

    /// <summary>Whether people see it as a file rather than as text.</summary>
    public bool IsAttachment => Disposition.Value == "attachment" || (Parts.IsEmpty && FileName is not null) || (Parts.IsEmpty && !MediaType.StartsWith("text/", StringComparison.Ordinal));

    /// <summary>Reads a message.</summary>
    /// <param name="raw">Its bytes.</param>
    /// <param name="limits">The bounds; <see cref="MimeLimits.Default"/> when null.</param>
    /// <exception cref="MimeException">A bound is exceeded.</exception>
    public static MimeEntity Parse(ReadOnlyMemory<byte> raw, MimeLimits? limits = null)
    {
        limits ??= MimeLimits.Default;
        if (raw.Length > limits.Size) throw new MimeException($"The message is larger than {limits.Size / 1024 / 1024} MB.");
        var parts = 0;
        return Read(raw, limits, 0, ref parts, "text/plain");
    }

    /// <summary>The first header of that name as people read it; null when absent.</summary>
    /// <param name="name">In any case.</param>
    public string? Header(string name) => RawHeader(name) is { } raw ? EncodedWord.Decode(raw) : null;

    /// <summary>The first header of that name, encoded words still in it; null when absent.</summary>
    /// <param name="name">In any case.</param>
    public string? RawHeader(string name)
    {
        foreach (var header in Headers) if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return header.Raw;
        return null;
    }

    /// <summary>The decoded content.</summary>
    public byte[] Content() => Encoding switch
    {
        TransferEncoding.Base64 => Base64Text.Decode(Body.Span),
        TransferEncoding.QuotedPrintable => QuotedPrintable.Decode(Body.Span),
        _ => Body.ToArray(),
    };

    /// <summary>The decoded content as text with <c>\n</c> line ends.</summary>
    public string Text()
    {
        var bytes = Encoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable ? Content() : Body.Span;
        var text = Charset.Decode(ContentType["charset"], bytes);
        return text.Contains('\r') ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
    }

    /// <summary>This entity and all below it, outside in.</summary>
    public IEnumerable<MimeEntity> All()
    {
        var open = new Stack<MimeEntity>([this]);
        while (open.TryPop(out var entity))
        {
            yield return entity;
            for (var i = entity.Parts.Length - 1; i >= 0; i--) open.Push(entity.Parts[i]);
        }
    }

    static MimeEntity Read(ReadOnlyMemory<byte> raw, MimeLimits limits, int depth, ref int parts, string defaultType)
    {
        if (depth > limits.Depth) throw new MimeException($"The message nests more than {limits.Depth} levels deep.");
        if (++parts > limits.Parts) throw new MimeException($"The message has more than {limits.Parts} parts.");
        var headers = ReadHeaders(raw.Span, limits, out var start);
        var entity = new MimeEntity(headers, raw, raw[start..], defaultType);

        if (entity.MediaType.StartsWith("multipart/", StringComparison.Ordinal) && entity.ContentType["boundary"] is { Length: > 0 } boundary)
        {
            var inner = entity.MediaType == "multipart/digest" ? "message/rfc822" : "text/plain";
            var found = ImmutableArray.CreateBuilder<MimeEntity>();
            foreach (var slice in Split(entity.Body, boundary, limits.Parts)) found.Add(Read(slice, limits, depth + 1, ref parts, inner));
            return new(headers, raw, entity.Body, defaultType) { Parts = found.ToImmutable() };
        }
        if (entity.MediaType is "message/rfc822" or "message/global" or "text/rfc822-headers" or "message/rfc822-headers" && entity.Disposition.Value != "attachment" && !entity.Body.IsEmpty)
        {
            var content = entity.Encoding is TransferEncoding.Base64 or TransferEncoding.QuotedPrintable ? entity.Content() : entity.Body;
            return new(headers, raw, entity.Body, defaultType) { Parts = [Read(content, limits, depth + 1, ref parts, "text/plain")] };
        }
        return entity;
    }

    static ImmutableArray<MimeHeader> ReadHeaders(ReadOnlySpan<byte> raw, MimeLimits limits, out int start)
    {
        var headers = ImmutableArray.CreateBuilder<MimeHeader>();
        var at = 0;
        if (raw.StartsWith("From "u8)) at = After(raw, 0);                 // an mbox line in front
        else while (at < raw.Length && raw[at] is (byte)'\r' or (byte)'\n' && at < 4 && LooksLikeHeader(raw[(at + 1)..])) at++;
        while (at < raw.Length)
        {
            if (raw[at] == '\n' || (raw[at] == '\r' && at + 1 < raw.Length && raw[at + 1] == '\n')) { at = After(raw, at); break; }
            if (at > limits.HeaderSize) throw new MimeException($"The headers are larger than {limits.HeaderSize / 1024} KB.");
            var end = After(raw, at);
            if (end > limits.HeaderSize && raw[at..end].IndexOf((byte)':') is >= 0 and < 80) throw new MimeException($"The headers are larger than {limits.HeaderSize / 1024} KB.");
            while (end < raw.Length && raw[end] is (byte)' ' or (byte)'\t')
            {
                end = After(raw, end);
                if (end - at > limits.HeaderSize) throw new MimeException($"The headers are larger than {limits.HeaderSize / 1024} KB.");
            }
            var line = raw[at..end];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || !IsName(line[..colon].TrimEnd(" \t"u8)))
            {
                // No header and no blank line: some reports begin their body like this.
                if (headers.Count > 0) break;
                at = end;
                if (at > limits.HeaderSize) throw new MimeException($"The headers are larger than {limits.HeaderSize / 1024} KB.");
                start = 0;
                if (!LooksLikeHeader(raw[at..])) return [];
                continue;
            }
            if (headers.Count >= limits.Headers) throw new MimeException($"The message has more than {limits.Headers} headers.");
            headers.Add(new(System.Text.Encoding.ASCII.GetString(line[..colon]).TrimEnd(), Unfold(line[(colon + 1)..])));
            at = end;
        }
        start = at;
        return headers.ToImmutable();
    }

    static bool LooksLikeHeader(ReadOnlySpan<byte> raw)
    {
        var colon = raw[..Math.Min(raw.Length, 80)].IndexOf((byte)':');
        return colon > 0 && IsName(raw[..colon]);
    }

    static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && name.IndexOfAnyExceptInRange((byte)33, (byte)126) < 0;

    static string Unfold(ReadOnlySpan<byte> value)
    {
        var text = Charset.Decode(null, value.Trim(" \t\r\n"u8));
        if (!text.Contains('\n') && !text.Contains('\r')) return text;
        var flat = new StringBuilder(text.Length);
        foreach (var range in text.AsSpan().SplitAny('\r', '\n'))
        {
            var piece = text.AsSpan()[range];
            if (piece.IsEmpty) continue;
            // RFC 5322 §2.2.3: only the line end goes; tabs become the space that they stand for.
            flat.Append(piece[0] == '\t' ? " " : "").Append(piece[0] == '\t' ? piece[1..] : piece);
        }
        return flat.ToString();
    }

    static int After(ReadOnlySpan<byte> raw, int at)
    {
        var end = raw[at..].IndexOf((byte)'\n');
        return end < 0 ? raw.Length : at + end + 1;
    }

    // Delimiters stand at the start of a line (RFC 2046 §5.1.1); the line end before one belongs to it. A missing end is forgiven.
    static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body, string boundary, int most)
    {
        var slices = new List<ReadOnlyMemory<byte>>();
        var mark = System.Text.Encoding.UTF8.GetBytes("--" + boundary.TrimEnd());
        var span = body.Span;
        var open = -1;
        var at = 0;
        while (at <= span.Length)
        {
            var hit = span[at..].IndexOf(mark);
            if (hit < 0) break;
            hit += at;
            var after = hit + mark.Length;
            var closing = span[after..].StartsWith("--"u8);
            if ((hit > 0 && span[hit - 1] != '\n') || !IsLineEnd(span[(after + (closing ? 2 : 0))..])) { at = after; continue; }
            if (open >= 0) slices.Add(body[open..Math.Max(open, hit - (hit > 1 && span[hit - 2] == '\r' ? 2 : 1))]);
            if (slices.Count > most) throw new MimeException($"The message has more than {most} parts.");
            open = closing ? -1 : Math.Min(span.Length, After(span, after));
            at = Math.Max(after, open);
            if (closing) return slices;
        }
        if (open >= 0) slices.Add(body[open..]);
        return slices;
    }

    static bool IsLineEnd(ReadOnlySpan<byte> rest)
    {
        foreach (var b in rest)
        {
            if (b is (byte)'\r' or (byte)'\n') return true;
            if (b is not ((byte)' ' or (byte)'\t')) return false;
        }
        return true;
    }
}
