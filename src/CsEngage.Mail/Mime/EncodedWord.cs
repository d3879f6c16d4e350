using System.Buffers.Text;
using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>Encoded words, <c>=?utf-8?B?…?=</c> (RFC 2047): how headers carry text outside ASCII.</summary>
public static class EncodedWord
{
    internal const int Frame = 12;          // =?utf-8?B? and ?=
    internal const int MostInside = 63;     // RFC 2047 §2: 75 characters in all

    /// <summary>Puts the encoded words of a header value back into text; what is malformed stays as it is (RFC 2047 §6).</summary>
    /// <param name="value">An unfolded value.</param>
    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal)) return value;
        var text = new StringBuilder(value.Length);
        var pending = new MemoryStream();
        var charset = "";
        var at = 0;
        var afterWord = -1;                 // where the last word ended in the value, to drop white space between two words
        while (at < value.Length)
        {
            var open = value.IndexOf("=?", at, StringComparison.Ordinal);
            if (open < 0) break;
            if (Word(value, open) is not { } word)
            {
                Flush();
                text.Append(value, at, open + 2 - at);
                at = open + 2;
                afterWord = -1;
                continue;
            }
            var between = value.AsSpan(at, open - at);
            var adjacent = afterWord == at && between.Trim(" \t").IsEmpty;
            // One character may be cut in two by careless writers: adjacent words of one charset are joined as bytes before they are decoded.
            if (!adjacent || !word.Charset.Equals(charset, StringComparison.OrdinalIgnoreCase)) Flush();
            if (!adjacent) text.Append(between);
            charset = word.Charset;
            pending.Write(word.Bytes);
            at = afterWord = word.End;
        }
        Flush();
        return text.Append(value, at, value.Length - at).ToString();

        void Flush()
        {
            if (pending.Length > 0) text.Append(Charset.Decode(charset, pending.GetBuffer().AsSpan(0, (int)pending.Length)));
            pending.SetLength(0);
        }
    }

    internal static bool PrefersQ(ReadOnlySpan<char> text)
    {
        var foreign = 0;
        foreach (var c in text) if (c >= 128) foreign++;
        return foreign * 4 < text.Length;
    }

    internal static bool FitsOne(ReadOnlySpan<char> text, bool quoted) => text.Length <= MostInside && Fits(text, quoted, MostInside);

    internal static bool Fits(ReadOnlySpan<char> text, bool quoted, int room)
    {
        var cost = 0;
        foreach (var rune in text.EnumerateRunes()) cost += quoted ? QCost(rune) : rune.Utf8SequenceLength;
        return quoted ? cost <= room : (cost + 2) / 3 * 4 <= room;
    }

    /// <summary>Takes as many whole characters from the text as fit and writes one encoded word.</summary>
    internal static int Encode(scoped ref ReadOnlySpan<char> text, scoped Span<byte> word, int room, bool quoted)
    {
        Span<byte> raw = stackalloc byte[64];
        var (count, cost, taken) = (0, 0, 0);
        while (taken < text.Length)
        {
            Rune.DecodeFromUtf16(text[taken..], out var rune, out var chars);   // a lone surrogate becomes U+FFFD
            var length = rune.Utf8SequenceLength;
            var added = quoted ? QCost(rune) : length;
            var full = quoted ? cost + added > room : (count + length + 2) / 3 * 4 > room;
            if (full && taken > 0) break;
            rune.EncodeToUtf8(raw[count..]);
            (count, cost, taken) = (count + length, cost + added, taken + chars);
        }
        text = text[taken..];
        "=?utf-8?"u8.CopyTo(word);
        word[8] = quoted ? (byte)'Q' : (byte)'B';
        word[9] = (byte)'?';
        var at = 10;
        if (quoted) foreach (var b in raw[..count]) at += Q(b, word[at..]);
        else
        {
            Base64.EncodeToUtf8(raw[..count], word[at..], out _, out var written);
            at += written;
        }
        word[at++] = (byte)'?';
        word[at++] = (byte)'=';
        return at;
    }

    static int QCost(Rune rune) => rune.Value is ' ' || (rune.IsAscii && IsQ((byte)rune.Value)) ? 1 : rune.Utf8SequenceLength * 3;

    // RFC 2047 §5 (3): the narrow set, which is safe in phrases too.
    static bool IsQ(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';

    static int Q(byte b, Span<byte> to)
    {
        if (b == ' ') { to[0] = (byte)'_'; return 1; }
        if (IsQ(b)) { to[0] = b; return 1; }
        to[0] = (byte)'=';
        to[1] = Hex(b >> 4);
        to[2] = Hex(b & 15);
        return 3;
    }

    static byte Hex(int nibble) => (byte)(nibble < 10 ? '0' + nibble : 'A' + nibble - 10);

    static (string Charset, byte[] Bytes, int End)? Word(string value, int open)
    {
        var charsetEnd = value.IndexOf('?', open + 2);
        if (charsetEnd < 0 || charsetEnd == open + 2 || charsetEnd + 2 >= value.Length || value[charsetEnd + 2] != '?') return null;
        var close = value.IndexOf("?=", charsetEnd + 3, StringComparison.Ordinal);
        if (close < 0) return null;
        var charset = value[(open + 2)..charsetEnd];
        if (charset.IndexOf('*') is var star and > 0) charset = charset[..star];       // RFC 2231 §5: a language
        var body = value.AsSpan(charsetEnd + 3, close - charsetEnd - 3);
        return char.ToUpperInvariant(value[charsetEnd + 1]) switch
        {
            'B' => (charset, Base64Text.Decode(body), close + 2),
            'Q' => (charset, Q(body), close + 2),
            _ => null,
        };
    }

    static byte[] Q(ReadOnlySpan<char> body)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(body.Length)];
        var count = 0;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '_') bytes[count++] = (byte)' ';
            else if (body[i] == '=' && i + 2 < body.Length && char.IsAsciiHexDigit(body[i + 1]) && char.IsAsciiHexDigit(body[i + 2]))
            {
                bytes[count++] = Convert.FromHexString(body.Slice(i + 1, 2))[0];
                i += 2;
            }
            else count += Encoding.UTF8.GetBytes(body.Slice(i, 1), bytes.AsSpan(count));
        }
        return bytes[..count];
    }
}
