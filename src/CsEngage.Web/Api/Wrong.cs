using System.Globalization;

namespace CsEngage.Web.Api;

/// <summary>What is wrong with a text that must be of a known form; null when nothing is.</summary>
static class Wrong
{
    public static string? Country(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper) ? null : "must be two capital letters of ISO 3166-1 such as JP";

    public static string? Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId ? null : "must be an IANA time zone such as Asia/Tokyo";

    public static string? Locale(string text)
    {
        try
        {
            return CultureInfo.GetCultureInfo(text, predefinedOnly: true).Name.Length > 0 ? null : "must be a locale such as ja or en-GB";
        }
        catch (CultureNotFoundException)
        {
            return "must be a locale such as ja or en-GB";
        }
    }

    public static string? Currency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper) ? null : "must be three capital letters of ISO 4217 such as JPY";

    public static string? Address(string text) =>
        text.Length <= 254 && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? null : "must be a mail address";

    public static string? Key(string text) => Fields.IsKey(text) ? null : "must be a key (a-z, 0-9, -)";
}
