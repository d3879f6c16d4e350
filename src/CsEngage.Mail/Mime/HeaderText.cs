using System.Buffers;
using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>What may stand in a header, and how free text is made to fit.</summary>
static class HeaderText
{
    static readonly SearchValues<char> AtomText = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");
    static readonly SearchValues<char> Controls = SearchValues.Create(Enumerable.Range(0, 32).Append(127).Concat(Enumerable.Range(128, 32)).Append(0x2028).Append(0x2029).Select(n => (char)n).ToArray());

    /// <summary>RFC 5322 §3.2.3.</summary>
    public static bool IsAtomText(char c) => AtomText.Contains(c);

    public static bool IsAtom(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExcept(AtomText) < 0;

    /// <summary>Runs of control characters and line separators become one space: after this no text can end a line, so no header can be injected.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text.AsSpan().IndexOfAny(Controls) < 0) return text.Trim(' ');
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!Controls.Contains(c)) clean.Append(c);
            else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
        }
        return clean.ToString().Trim(' ');
    }
}
