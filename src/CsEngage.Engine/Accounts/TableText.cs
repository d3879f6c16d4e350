using System.Text;

namespace CsEngage.Engine.Accounts;

/// <summary>The text of a table as spreadsheet programs save it: UTF-8 with or without a mark, UTF-16 with one, or Shift_JIS, as Excel does in Japan.</summary>
public static class TableText
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null when the bytes are no text: a workbook, a picture, something cut off.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Decode(Strict, rest),
        [0xFF, 0xFE, .. var rest] => Decode(new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), rest),
        [0xFE, 0xFF, .. var rest] => Decode(new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), rest),
        // Text without a mark has no zero bytes; workbooks and pictures do.
        _ when bytes.Contains((byte)0) => null,
        _ => Decode(Strict, bytes) ?? Decode(CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!, bytes),
    };

    static string? Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // That it cannot be decoded is the answer.
            return null;
        }
    }
}
