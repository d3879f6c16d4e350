using System.Buffers;

namespace CsEngage.Mail.Mime;

/// <summary>Quoted-printable (RFC 2045 §6.7).</summary>
static class QuotedPrintable
{
    const int Soft = 76;

    // What may stand as it is in the middle of a line.
    static readonly SearchValues<byte> Plain = SearchValues.Create(Enumerable.Range(32, 95).Where(b => b != '=').Append('\t').Select(b => (byte)b).ToArray());
    static ReadOnlySpan<byte> Digits => "0123456789ABCDEF"u8;

    /// <summary>Text whose line ends are CRLF, LF or CR; the output has CRLF, and ends with one.</summary>
    public static void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            Line(end < 0 ? text : text[..end], output);
            if (end < 0) break;
            text = text[(end + (text[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }
    }

    static void Line(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        var column = 0;
        var start = true;
        while (!line.IsEmpty)
        {
            // A piece at a time, so that a line of any length needs little room: the worst byte costs three, and a soft break for each 24.
            var to = output.GetSpan(4096 + 96);
            var at = 0;
            while (!line.IsEmpty && at < 4096)
            {
                if (MustEscape(line, start))
                {
                    if (column > Soft - 4) column = Break(to, ref at);
                    to[at++] = (byte)'=';
                    to[at++] = Digits[line[0] >> 4];
                    to[at++] = Digits[line[0] & 15];
                    column += 3;
                    line = line[1..];
                }
                else
                {
                    if (column >= Soft - 1) column = Break(to, ref at);
                    var run = line[..Math.Min(line.Length, Soft - 1 - column)].IndexOfAnyExcept(Plain);
                    if (run < 0) run = Math.Min(line.Length, Soft - 1 - column);
                    if (run == line.Length && run > 1 && line[^1] is (byte)' ' or (byte)'\t') run--;
                    line[..run].CopyTo(to[at..]);
                    at += run;
                    column += run;
                    line = line[run..];
                }
                start = false;
            }
            output.Advance(at);
        }
        output.Write("\r\n"u8);
    }

    // White space at the end of a line gets lost on the way; a dot or "From " at its start gets changed.
    static bool MustEscape(ReadOnlySpan<byte> line, bool start) =>
        !Plain.Contains(line[0])
        || (line.Length == 1 && line[0] is (byte)' ' or (byte)'\t')
        || (start && (line[0] == '.' || line.StartsWith("From "u8)));

    static int Break(Span<byte> to, ref int at)
    {
        "=\r\n"u8.CopyTo(to[at..]);
        at += 3;
        return 0;
    }

    /// <summary>Decodes; what is malformed stays as it is.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=') { bytes[count++] = text[i]; continue; }
            if (i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                bytes[count++] = (byte)((high << 4) | low);
                i += 2;
                continue;
            }
            var skip = i + 1;
            while (skip < text.Length && text[skip] is (byte)' ' or (byte)'\t') skip++;      // padding added on the way
            if (skip >= text.Length) break;
            if (text[skip] == '\n') { i = skip; continue; }
            if (text[skip] == '\r') { i = skip + 1 < text.Length && text[skip + 1] == '\n' ? skip + 1 : skip; continue; }
            bytes[count++] = text[i];
        }
        return bytes[..count];
    }

    static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => -1,
    };
}
