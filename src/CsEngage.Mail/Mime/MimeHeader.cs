using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CsEngage.Mail.Mime;

/// <summary>A received header.</summary>
/// <param name="Name">As written.</param>
/// <param name="Raw">The value unfolded, encoded words still in it.</param>
public sealed record MimeHeader(string Name, string Raw)
{
    /// <summary>The value as people read it.</summary>
    public string Value => EncodedWord.Decode(Raw);
}

/// <summary>A value with parameters, such as Content-Type (RFC 2045 §5.1), with RFC 2231 continuations and charsets put together.</summary>
public sealed class MimeValue
{
    MimeValue(string value, ImmutableDictionary<string, string> parameters) => (Value, Parameters) = (value, parameters);

    /// <summary>What stands before the first semicolon, in lower case.</summary>
    public string Value { get; }

    /// <summary>The parameters by lower-case name.</summary>
    public ImmutableDictionary<string, string> Parameters { get; }

    /// <summary>A parameter, or null.</summary>
    /// <param name="name">In lower case.</param>
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>Reads a value; never fails, what is malformed is left out.</summary>
    /// <param name="raw">The unfolded value of the header.</param>
    public static MimeValue Parse(string raw)
    {
        var at = 0;
        var value = Until(raw, ref at, ';').Trim().ToLowerInvariant();
        if (value.IndexOfAny([' ', '\t', '(']) is var junk and > 0) value = value[..junk];
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (at < raw.Length && found.Count < 100)
        {
            at++;
            var name = Until(raw, ref at, '=', ';').Trim();
            if (at >= raw.Length || raw[at] == ';') continue;
            at++;
            var text = Text(raw, ref at);
            if (name.Length is > 0 and < 100) found.TryAdd(name, text);
        }
        return new(value, Join(found));
    }

    // name*0*=charset'lang'%41…; name*1="…" (RFC 2231 §3 and §4)
    static ImmutableDictionary<string, string> Join(Dictionary<string, string> found)
    {
        var whole = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in found)
        {
            var star = name.IndexOf('*');
            if (star < 0) { whole.TryAdd(name, EncodedWord.Decode(text)); continue; }
            var bare = name[..star];
            if (whole.ContainsKey(bare) && !found.ContainsKey(bare)) continue;
            if (name.Equals(bare + "*", StringComparison.OrdinalIgnoreCase))
            {
                var (charset, rest) = Charsetted(text);
                whole[bare] = Charset.Decode(charset, Unescape(rest));
                continue;
            }
            var bytes = new List<byte>();
            string? set = null;
            for (var i = 0; i < 100; i++)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"{bare}*{i}");
                if (found.TryGetValue(key + "*", out var escaped))
                {
                    if (i == 0) (set, escaped) = Charsetted(escaped);
                    bytes.AddRange(Unescape(escaped));
                }
                else if (found.TryGetValue(key, out var plain)) bytes.AddRange(Encoding.UTF8.GetBytes(plain));
                else break;
            }
            whole[bare] = Charset.Decode(set ?? "utf-8", bytes.ToArray());
        }
        return whole.ToImmutable();
    }

    static (string Charset, string Escaped) Charsetted(string text)
    {
        var first = text.IndexOf('\'');
        var second = first < 0 ? -1 : text.IndexOf('\'', first + 1);
        return second < 0 ? ("utf-8", text) : (text[..first], text[(second + 1)..]);
    }

    static byte[] Unescape(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[count++] = Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else count += Encoding.UTF8.GetBytes(text.AsSpan(i, 1), bytes.AsSpan(count));
        }
        return bytes[..count];
    }

    static string Until(string raw, ref int at, char one, char other = '\0')
    {
        var start = at;
        while (at < raw.Length && raw[at] != one && (other == '\0' || raw[at] != other)) at++;
        return raw[start..at];
    }

    static string Text(string raw, ref int at)
    {
        while (at < raw.Length && raw[at] is ' ' or '\t') at++;
        if (at >= raw.Length || raw[at] != '"') return Until(raw, ref at, ';').Trim();
        var text = new StringBuilder();
        for (at++; at < raw.Length && raw[at] != '"'; at++)
        {
            if (raw[at] == '\\' && at + 1 < raw.Length && raw[at + 1] is '"' or '\\') at++;     // Windows paths keep their backslashes
            text.Append(raw[at]);
        }
        while (at < raw.Length && raw[at] != ';') at++;
        return text.ToString();
    }
}
