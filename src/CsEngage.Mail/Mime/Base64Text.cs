using System.Buffers;
using System.Buffers.Text;

namespace CsEngage.Mail.Mime;

/// <summary>Base64 in lines of 76 (RFC 2045 §6.8), and a reader that forgives what mail does to it.</summary>
static class Base64Text
{
    const int LineBytes = 57;

    public static void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        while (!content.IsEmpty)
        {
            // Some lines at a time, so that a writer over a socket or a file never needs the whole.
            var chunk = content[..Math.Min(content.Length, LineBytes * 64)];
            content = content[chunk.Length..];
            var to = output.GetSpan(((chunk.Length / LineBytes) + 1) * 78);
            var at = 0;
            while (!chunk.IsEmpty)
            {
                var line = chunk[..Math.Min(chunk.Length, LineBytes)];
                chunk = chunk[line.Length..];
                Base64.EncodeToUtf8(line, to[at..], out _, out var written);
                at += written;
                to[at++] = (byte)'\r';
                to[at++] = (byte)'\n';
            }
            output.Advance(at);
        }
    }

    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++) bytes[i] = text[i] < 128 ? (byte)text[i] : (byte)'!';
        return Decode(bytes);
    }

    /// <summary>Skips what is not of the alphabet; padding in the middle starts anew, as joined parts have it.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        var (count, bits, held) = (0, 0, 0);
        foreach (var b in text)
        {
            var value = Value(b);
            if (value < 0)
            {
                if (b == '=') (bits, held) = (0, 0);
                continue;
            }
            bits = (bits << 6) | value;
            held += 6;
            if (held < 8) continue;
            held -= 8;
            bytes[count++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }
        return bytes[..count];
    }

    static int Value(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
