using System.Text;
using CsEngage.Liquid.Values;

namespace CsEngage.Liquid.Filters;

/// <summary>Text as a form field carries it: octets of UTF-8, a space as a plus, anything unusual as a percent sign and two digits.</summary>
static class UrlText
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~') encoded.Append(c);
            else if (c == ' ') encoded.Append('+');
            else encoded.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
        }
        return encoded.ToString();
    }

    internal static string Decode(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            var octet = octets[i];
            if (octet == '%' && i + 2 < octets.Length && char.IsAsciiHexDigit((char)octets[i + 1]) && char.IsAsciiHexDigit((char)octets[i + 2]))
            {
                octet = (byte)(Digit(octets[i + 1]) << 4 | Digit(octets[i + 2]));
                i += 2;
            }
            else if (octet == '+') octet = (byte)' ';
            octets[length++] = octet;
        }
        try
        {
            return s_strict.GetString(octets, 0, length);
        }
        catch (ArgumentException)
        {
            throw new LiquidFault(LiquidSentence.Of("The decoded text is not valid UTF-8."));
        }
    }

    static int Digit(byte hex) => hex <= '9' ? hex & 15 : (hex & 15) + 9;
}
