using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>How a body is written for the wire (RFC 2045 §6).</summary>
public enum TransferEncoding
{
    /// <summary>As it is, ASCII in short lines.</summary>
    SevenBit,

    /// <summary>As it is, with bytes above 127.</summary>
    EightBit,

    /// <summary>As it is, without any promise.</summary>
    Binary,

    /// <summary>Readable, for mostly Latin text.</summary>
    QuotedPrintable,

    /// <summary>Compact, for everything else.</summary>
    Base64,
}

/// <summary>Chooses the encoding of a text.</summary>
static class TextShape
{
    const int LongestLine = 998;    // RFC 5322 §2.1.1

    public static TransferEncoding Of(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text) && IsSafe(text)) return TransferEncoding.SevenBit;
        var foreign = 0;
        foreach (var b in text) if (b >= 127 || b == '=') foreign++;
        // Quoted-printable triples a foreign byte, base64 adds a third to all.
        return foreign * 6 > text.Length ? TransferEncoding.Base64 : TransferEncoding.QuotedPrintable;
    }

    // 7-bit text passes as it is only if nothing on the way has a reason to touch it.
    static bool IsSafe(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.SplitAny("\r\n"u8))
        {
            var line = text[range];
            if (line.IsEmpty) continue;
            if (line.Length > LongestLine || line[^1] is (byte)' ' or (byte)'\t' || line[0] == '.') return false;
            if (line.StartsWith("From "u8) || line.StartsWith("--=_"u8)) return false;
            if (line.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || line.IndexOfAnyInRange((byte)10, (byte)31) >= 0 || line.Contains((byte)127)) return false;
        }
        return true;
    }
}
