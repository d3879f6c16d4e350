using System.Buffers;

namespace CsEngage.Mail.Dkim;

/// <summary>The relaxed forms of RFC 6376 §3.4.2 and §3.4.4: what survives servers that refold headers and trim lines.</summary>
static class DkimCanon
{
    /// <summary>One header without its final CRLF: name in lower case, value unfolded, runs of white space one space, none at the ends.</summary>
    public static void Header(ReadOnlySpan<byte> field, IBufferWriter<byte> output)
    {
        var colon = field.IndexOf((byte)':');
        var name = field[..colon].TrimEnd(" \t"u8);
        var to = output.GetSpan(field.Length + 1);
        var at = 0;
        foreach (var b in name) to[at++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b + 32) : b;
        to[at++] = (byte)':';
        var (space, any) = (false, false);
        foreach (var b in field[(colon + 1)..])
        {
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') { space = true; continue; }
            if (space && any) to[at++] = (byte)' ';
            (space, any) = (false, true);
            to[at++] = b;
        }
        output.Advance(at);
    }

    /// <summary>The body: white space at line ends gone, runs of it one space, empty lines at the end gone; an empty body is empty.</summary>
    public static void Body(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var blank = 0;
        while (!body.IsEmpty)
        {
            var end = body.IndexOf("\r\n"u8);
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? [] : body[(end + 2)..];
            line = line.TrimEnd(" \t"u8);
            if (line.IsEmpty) { blank++; continue; }
            for (; blank > 0; blank--) output.Write("\r\n"u8);
            Line(line, output);
        }
    }

    static void Line(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        var to = output.GetSpan(line.Length + 2);
        var at = 0;
        // Most lines have no white space to mend, and go as they are.
        if (!line.Contains((byte)'\t') && line.IndexOf("  "u8) < 0)
        {
            line.CopyTo(to);
            at = line.Length;
            line = [];
        }
        while (!line.IsEmpty)
        {
            var run = line.IndexOfAny((byte)' ', (byte)'\t');
            if (run < 0) run = line.Length;
            line[..run].CopyTo(to[at..]);
            at += run;
            line = line[run..];
            if (line.IsEmpty) break;
            to[at++] = (byte)' ';
            line = line.TrimStart(" \t"u8);
        }
        to[at++] = (byte)'\r';
        to[at++] = (byte)'\n';
        output.Advance(at);
    }
}
