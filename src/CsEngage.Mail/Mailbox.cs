using System.Buffers;
using System.Globalization;
using System.Text;
using CsEngage.Mail.Mime;

namespace CsEngage.Mail;

/// <summary>
/// One address with an optional display name (RFC 5322 §3.4, RFC 6532). A value of this type is always well-formed:
/// no control character, no white space or angle bracket outside quotes, a local part of at most 64 octets and a domain of at most 255.
/// </summary>
/// <remarks>
/// The domain may be written in any script; <see cref="AsciiDomain"/> is its IDNA form for the wire (RFC 5891). Only a local part outside ASCII needs SMTPUTF8 (RFC 6531).
/// Addresses such as <c>a..b@docomo.ne.jp</c>, which Japanese carriers once handed out, are accepted and written in quotes (RFC 5321 §4.1.2).
/// </remarks>
public sealed record Mailbox
{
    static readonly SearchValues<char> Outside = SearchValues.Create(" ()<>[]:;@\\,\"\t");
    static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    /// <summary>Makes a mailbox.</summary>
    /// <param name="address">The address alone, such as <c>hana@example.jp</c>.</param>
    /// <param name="name">The display name as people read it; control characters become spaces.</param>
    /// <exception cref="FormatException">The address is not one; the message says why.</exception>
    public Mailbox(string address, string? name = null)
    {
        if (Flaw(address, out var local, out var domain, out var ascii) is { } flaw) throw new FormatException(flaw);
        (Local, Domain, AsciiDomain) = (local, domain, ascii);
        Name = HeaderText.Clean(name);
    }

    /// <summary>The display name, or empty.</summary>
    public string Name { get; }

    /// <summary>What stands before the @, without quotes.</summary>
    public string Local { get; }

    /// <summary>The domain as given, in lower case.</summary>
    public string Domain { get; }

    /// <summary>The domain as it goes over the wire and into DNS, such as <c>xn--r8jz45g.jp</c>.</summary>
    public string AsciiDomain { get; }

    /// <summary>The address as people read it, such as <c>hana@例え.jp</c>.</summary>
    public string Address => $"{Local}@{Domain}";

    /// <summary>The address as it goes over the wire: IDNA domain, local part in quotes where its characters need them.</summary>
    public string WireAddress => IsDotAtom(Local) ? $"{Local}@{AsciiDomain}" : $"\"{Local.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"@{AsciiDomain}";

    /// <summary>True when the local part is outside ASCII, so that every server on the way must offer SMTPUTF8.</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(Local);

    /// <summary>The same address with another display name.</summary>
    /// <param name="name">The display name.</param>
    public Mailbox Named(string? name) => new(Address, name);

    /// <summary>Reads <c>Hana Sato &lt;hana@example.jp&gt;</c> or a bare address.</summary>
    /// <param name="text">What was typed or received.</param>
    /// <exception cref="FormatException">It holds no address.</exception>
    public static Mailbox Parse(string text)
    {
        var (name, address) = Split(text);
        return new(address, name);
    }

    /// <summary>Reads an address as <see cref="Parse"/> does, and answers null instead of throwing.</summary>
    /// <param name="text">What was typed or received.</param>
    public static Mailbox? TryParse(string? text)
    {
        if (text is null) return null;
        var (name, address) = Split(text);
        return Flaw(address, out _, out _, out _) is null ? new(address, name) : null;
    }

    /// <summary>The address with its name, as people read it.</summary>
    public override string ToString() => Name.Length == 0 ? Address : $"{Name} <{Address}>";

    static (string Name, string Address) Split(string text)
    {
        text = text.Trim();
        var open = text.LastIndexOf('<');
        if (open < 0 || !text.EndsWith('>')) return ("", text);
        var name = text[..open].Trim();
        if (name is ['"', .., '"'] && name.Length >= 2) name = name[1..^1].Replace("\\\"", "\"").Replace("\\\\", "\\");
        return (EncodedWord.Decode(name), text[(open + 1)..^1].Trim());
    }

    static string? Flaw(string? address, out string local, out string domain, out string ascii)
    {
        local = domain = ascii = "";
        if (string.IsNullOrEmpty(address)) return "The address is empty.";
        if (address.Length > 320) return "The address is too long.";
        var at = address.LastIndexOf('@');
        if (at <= 0) return $"“{HeaderText.Clean(address)}” has no @ with something before it.";
        (local, domain) = (address[..at], address[(at + 1)..].ToLowerInvariant());
        if (local is ['"', .., '"'] && local.Length > 2) local = Unquote(local[1..^1]);
        else if (local.AsSpan().IndexOfAny(Outside) >= 0) return $"“{HeaderText.Clean(address)}” holds a character that an address cannot have.";
        if (!IsWhole(local) || !IsWhole(domain)) return "The address holds a control character.";
        if (Encoding.UTF8.GetByteCount(local) > 64) return "The part before the @ is longer than 64 octets.";
        return Host(domain, out ascii) ? null : $"“{HeaderText.Clean(domain)}” is not a domain.";
    }

    internal static bool Host(string domain, out string ascii)
    {
        ascii = domain;
        if (domain is ['[', .., ']']) return System.Net.IPAddress.TryParse(domain.AsSpan(1, domain.Length - 2).ToString().Replace("ipv6:", "", StringComparison.OrdinalIgnoreCase), out _);
        if (!Ascii.IsValid(domain))
        {
            try { ascii = Idn.GetAscii(domain); }
            catch (ArgumentException) { return false; } // what IDNA refuses is no domain: that is the answer
        }
        if (ascii.Length is 0 or > 255) return false;
        foreach (var range in ascii.AsSpan().Split('.'))
        {
            var label = ascii.AsSpan()[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-') return false;
            foreach (var c in label) if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }
        return true;
    }

    static string Unquote(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++) plain.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
        return plain.ToString();
    }

    // Controls, line separators and lone surrogates have no business in an address.
    static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }

    static bool IsDotAtom(string local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)) return false;
        foreach (var c in local) if (c < 128 && c != '.' && !HeaderText.IsAtomText(c)) return false;
        return true;
    }
}
