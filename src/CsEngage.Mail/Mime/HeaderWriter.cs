using System.Buffers;
using System.Globalization;
using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>Writes headers and folds them between words (RFC 5322 §2.2.3): lines of at most 78 characters, 76 with encoded words (RFC 2047 §2).</summary>
ref struct HeaderWriter(IBufferWriter<byte> output)
{
    const int Soft = 76;
    readonly IBufferWriter<byte> output = output;
    int column;
    bool fresh;

    public void Start(scoped ReadOnlySpan<byte> name)
    {
        output.Write(name);
        output.Write(":"u8);
        column = name.Length + 1;
        fresh = true;
    }

    public void Start(string name)
    {
        Span<byte> bytes = stackalloc byte[80];
        Start(bytes[..Encoding.ASCII.GetBytes(name, bytes)]);
    }

    public void End() => output.Write("\r\n"u8);

    /// <summary>A piece that is never broken, after a space or a fold.</summary>
    public void Word(scoped ReadOnlySpan<char> word)
    {
        var length = Encoding.UTF8.GetByteCount(word);
        Gap(length);
        var to = output.GetSpan(length);
        output.Advance(Encoding.UTF8.GetBytes(word, to));
        column += length;
    }

    public void Word(scoped ReadOnlySpan<byte> word)
    {
        Gap(word.Length);
        output.Write(word);
        column += word.Length;
    }

    /// <summary>Directly behind the last word: a comma, a semicolon.</summary>
    public void Mark(byte mark)
    {
        output.GetSpan(1)[0] = mark;
        output.Advance(1);
        column++;
    }

    /// <summary>Free text: plain where it is ASCII, encoded words from the first word that needs it to the last.</summary>
    public void Text(string value)
    {
        if (Ascii.IsValid(value) && value.Length < 900 && !value.Contains("=?", StringComparison.Ordinal) && !value.Contains("   ", StringComparison.Ordinal))
        {
            foreach (var range in value.AsSpan().Split(' ')) Plain(value.AsSpan()[range]);
            return;
        }
        var (first, last) = Foreign(value);
        foreach (var range in value.AsSpan(0, first).Split(' ')) if (range.Start.Value < first) Plain(value.AsSpan()[range]);
        Encoded(value.AsSpan(first, last - first));
        if (last < value.Length) foreach (var range in value.AsSpan(last + 1).Split(' ')) Plain(value.AsSpan(last + 1)[range]);
    }

    /// <summary>One address of a list.</summary>
    public void Address(Mailbox box, bool last)
    {
        if (box.Name.Length == 0) Word(box.WireAddress);
        else
        {
            Phrase(box.Name);
            Word($"<{box.WireAddress}>");
        }
        if (!last) Mark((byte)',');
    }

    /// <summary>A display name: atoms, a quoted string, or encoded words.</summary>
    public void Phrase(string name)
    {
        if (!Ascii.IsValid(name) || name.Length > 60 || name.Contains("=?", StringComparison.Ordinal)) { Encoded(name); return; }
        var atoms = true;
        foreach (var range in name.AsSpan().Split(' ')) atoms &= HeaderText.IsAtom(name.AsSpan()[range]);
        if (!atoms) { Word($"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""); return; }
        foreach (var range in name.AsSpan().Split(' ')) Word(name.AsSpan()[range]);
    }

    /// <summary>RFC 5322 §3.3.</summary>
    public void Date(DateTimeOffset at)
    {
        Span<byte> text = stackalloc byte[40];
        at.TryFormat(text, out var length, "ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture);
        var minutes = (int)at.Offset.TotalMinutes;
        text[length++] = minutes < 0 ? (byte)'-' : (byte)'+';
        minutes = Math.Abs(minutes);
        Digits(text[length..], minutes / 60);
        Digits(text[(length + 2)..], minutes % 60);
        Word(text[..(length + 4)]);
    }

    static void Digits(Span<byte> to, int value)
    {
        to[0] = (byte)('0' + (value / 10));
        to[1] = (byte)('0' + (value % 10));
    }

    void Plain(scoped ReadOnlySpan<char> word)
    {
        // Two spaces in a row are an empty word; a fold before it could leave a line of white space only, which RFC 5322 §3.2.2 forbids.
        if (word.IsEmpty) Mark((byte)' ');
        else Word(word);
    }

    void Gap(int length)
    {
        if (!fresh && column + 1 + length > Soft) { output.Write("\r\n "u8); column = 1; }
        else { output.Write(" "u8); column++; }
        fresh = false;
    }

    void Encoded(scoped ReadOnlySpan<char> text)
    {
        var quoted = EncodedWord.PrefersQ(text);
        Span<byte> word = stackalloc byte[80];
        while (!text.IsEmpty)
        {
            var room = Soft - column - 1 - EncodedWord.Frame;
            // Some readers put a space between two encoded words of a name, so one word is worth a line of its own.
            if (room < 16 || (!fresh && room < EncodedWord.MostInside && EncodedWord.FitsOne(text, quoted) && !EncodedWord.Fits(text, quoted, room))) room = Soft - 1 - EncodedWord.Frame;
            var length = EncodedWord.Encode(ref text, word, Math.Min(room, EncodedWord.MostInside), quoted);
            // The first word may share the line with the name of the header; further ones fold by themselves.
            if (fresh && column + 1 + length > Soft) { output.Write("\r\n"u8); column = 0; }
            Word(word[..length]);
        }
    }

    // Start of the first and end of the last word that cannot stand as it is.
    static (int First, int Last) Foreign(string value)
    {
        var (first, last) = (-1, value.Length);
        foreach (var range in value.AsSpan().Split(' '))
        {
            var word = value.AsSpan()[range];
            if (Ascii.IsValid(word) && word.Length < 70 && !word.Contains("=?", StringComparison.Ordinal)) continue;
            if (first < 0) first = range.Start.Value;
            last = range.End.Value;
        }
        return first < 0 || value.Contains("   ", StringComparison.Ordinal) ? (0, value.Length) : (first, last);
    }
}
