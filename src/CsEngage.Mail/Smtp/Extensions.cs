using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Mail.Smtp;

/// <summary>What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1).</summary>
/// <param name="Pipelining">RFC 2920.</param>
/// <param name="EightBit">8BITMIME, RFC 6152.</param>
/// <param name="Utf8">SMTPUTF8, RFC 6531.</param>
/// <param name="StartTls">RFC 3207.</param>
/// <param name="HasSize">SIZE was named, so MAIL may carry it (RFC 1870).</param>
/// <param name="Size">The largest message in octets; 0 when the server names none.</param>
/// <param name="Auth">Mechanisms in upper case (RFC 4954).</param>
public sealed record SmtpExtensions(bool Pipelining, bool EightBit, bool Utf8, bool StartTls, bool HasSize, long Size, ImmutableArray<string> Auth)
{
    /// <summary>A server that answered only HELO.</summary>
    public static readonly SmtpExtensions None = new(false, false, false, false, false, 0, []);

    /// <summary>Reads the lines of a reply to EHLO; the first is the server's name.</summary>
    /// <param name="lines">The lines without codes.</param>
    public static SmtpExtensions Read(IReadOnlyList<string> lines)
    {
        var offer = None;
        foreach (var line in lines.Skip(1))
        {
            var words = line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);     // "AUTH=LOGIN" is an old dialect
            if (words.Length == 0) continue;
            offer = words[0].ToUpperInvariant() switch
            {
                "PIPELINING" => offer with { Pipelining = true },
                "8BITMIME" => offer with { EightBit = true },
                "SMTPUTF8" => offer with { Utf8 = true },
                "STARTTLS" => offer with { StartTls = true },
                "SIZE" => offer with { HasSize = true, Size = words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0 },
                "AUTH" => offer with { Auth = offer.Auth.Union(words.Skip(1).Select(w => w.ToUpperInvariant())).ToImmutableArray() },
                _ => offer,
            };
        }
        return offer;
    }
}
