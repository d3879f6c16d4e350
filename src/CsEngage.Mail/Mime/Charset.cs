using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>Character sets by the names that mail uses. Unknown names and broken bytes never throw: the reader gets replacement characters.</summary>
static class Charset
{
    static readonly Encoding Tolerant = new UTF8Encoding(false, false);
    static readonly Encoding Strict = new UTF8Encoding(false, true);

    public static string Decode(string? name, ReadOnlySpan<byte> bytes) => Find(name, bytes).GetString(bytes);

    static Encoding Find(string? name, ReadOnlySpan<byte> bytes)
    {
        name = name?.Trim(' ', '"', '\'').ToLowerInvariant() ?? "";
        switch (name)
        {
            case "utf-8" or "utf8" or "unicode-1-1-utf-8": return Tolerant;
            // Undeclared or declared ASCII: UTF-8 if it is, else the superset of Latin-1 that Windows writes. ISO-2022-JP gives itself away by its escapes.
            case "" or "us-ascii" or "ascii" or "unknown-8bit" or "x-unknown" or "8bit" or "ansi_x3.4-1968": return Guess(bytes);
            case "shift-jis" or "sjis" or "x-sjis" or "ms_kanji" or "cp932" or "windows-31j": return Page(932);
            case "cp932-iso2022jp" or "iso-2022-jp-1" or "iso-2022-jp-ms" or "iso-2022-jp": return Page(50220);
            case "euc-jp" or "x-euc-jp" or "eucjp-ms": return Page(51932);
            case "ks_c_5601-1987" or "ks_c_5601" or "euc-kr": return Page(949);
            case "gb2312" or "gbk": return Page(936);
            case "latin1" or "iso-8859-1" or "iso8859-1" or "windows-1252" or "cp1252": return Page(1252);
        }
        try { return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name); }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) { return Guess(bytes); }      // unregistered, or UTF-7, which .NET refuses: the bytes decide
    }

    static Encoding Guess(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\u001b$"u8) >= 0 || bytes.IndexOf("\u001b(J"u8) >= 0) return Page(50220);
        if (Ascii.IsValid(bytes)) return Tolerant;
        try
        {
            _ = Strict.GetCharCount(bytes);
            return Tolerant;
        }
        catch (DecoderFallbackException) { return Page(1252); }  // not UTF-8: the exception is the answer
    }

    static Encoding Page(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Tolerant;
}
