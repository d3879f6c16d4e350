using CsEngage.Core;

namespace CsEngage.Engine.Content;

/// <summary>What an authored link or picture may point to: <c>http https mailto guide: media:</c> and addresses within the portal.</summary>
abstract record Address
{
    public sealed record Web(string Url) : Address;
    public sealed record Mail(string Url) : Address;
    public sealed record Within(string Url) : Address;
    public sealed record GuideKey(string Key, string Fragment) : Address;
    public sealed record MediaName(string Name) : Address;
    public sealed record Refused(Sentence Why) : Address;

    /// <summary>Reads an address after Markdown has decoded its entities; browsers ignore control characters in a scheme, so they are refused.</summary>
    public static Address Read(string url)
    {
        if (url.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || url.Contains('\u007f', StringComparison.Ordinal)) return new Refused(Sentence.Of("An address may not hold control characters."));
        url = url.Trim();
        if (url.Contains('\\', StringComparison.Ordinal)) return new Refused(Sentence.Of("Write / instead of \\ in an address."));
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var end = url.AsSpan().IndexOfAny("/?#");
        if (colon < 0 || (end >= 0 && end < colon)) return new Within(url);
        var rest = url[(colon + 1)..];
        return url[..colon].ToLowerInvariant() switch
        {
            "http" or "https" when rest.StartsWith("//", StringComparison.Ordinal) && rest.Length > 2 => new Web(url),
            "mailto" => new Mail(url),
            "guide" => Guide(rest),
            "media" when IsName(rest) => new MediaName(rest),
            var scheme => new Refused(Sentence.Of("Addresses that begin with “{0}:” are not allowed here; use http, https, mailto, guide:key or media:name.", scheme)),
        };
    }

    static Address Guide(string rest)
    {
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var (key, fragment) = hash < 0 ? (rest, "") : (rest[..hash], rest[hash..]);
        return IsKey(key) ? new GuideKey(key, fragment) : new Refused(Sentence.Of("“{0}” is not a key of a guide: small letters, digits and hyphens.", key));
    }

    static bool IsKey(string text) => text.Length > 0 && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    static bool IsName(string text) => text.Length > 0 && text[0] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.');
}
