using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Mail.Tokens;

/// <summary>
/// Signed tokens for links and return paths (HMAC-SHA256, RFC 2104). A token carries its own text and stands without a database and without cookies for as long as its key is kept.
/// The purpose is part of what is signed: a token for one thing never opens another.
/// </summary>
public sealed class MailTokens
{
    const int MarkBytes = 12;       // 96 bits: no guess will hit, and addresses stay short
    readonly ImmutableArray<byte[]> keys;

    /// <summary>Makes the signer.</summary>
    /// <param name="keys">The key that signs, then older ones that are still believed; each of 32 bytes or more.</param>
    /// <exception cref="ArgumentException">No key, or one that is too short.</exception>
    public MailTokens(params ImmutableArray<byte[]> keys)
    {
        if (keys.IsDefaultOrEmpty || keys.Any(k => k.Length < 32)) throw new ArgumentException("At least one key of 32 bytes is needed.", nameof(keys));
        this.keys = keys;
    }

    /// <summary>A token for an address: URL-safe, without padding.</summary>
    /// <param name="purpose">What it is for, such as <c>click</c>.</param>
    /// <param name="text">What it carries; it can be read by anybody.</param>
    public string Sign(string purpose, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        byte[] token = [.. Mark(keys[0], purpose, plain), .. plain];
        return Base64Url.EncodeToString(token);
    }

    /// <summary>What a token carries; null when it was not made by us for this purpose.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="token">The token.</param>
    public string? Read(string purpose, string? token)
    {
        if (token is null || token.Length > 8000 || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length < MarkBytes || Base64Url.EncodeToString(bytes) != token) return null;       // one spelling only
        var plain = bytes.AsSpan(MarkBytes);
        foreach (var key in keys) if (CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MarkBytes), Mark(key, purpose, plain))) return Encoding.UTF8.GetString(plain);
        return null;
    }

    /// <summary>
    /// A return path that names the touch and cannot be forged (VERP): <c>b+{text}-{mark}@domain</c>. Case is folded on the way by some servers, so the mark is in base 32 and the text should be in lower case.
    /// </summary>
    /// <param name="domain">The domain that takes our bounces.</param>
    /// <param name="text">Letters, digits, dots and dashes, at most 40.</param>
    /// <exception cref="FormatException">The text holds something else.</exception>
    public Mailbox ReturnPath(string domain, string text)
    {
        if (text.Length is 0 or > 40 || !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')) throw new FormatException("A return path carries 1 to 40 lower-case letters, digits, dots and dashes.");
        return new($"b+{text}-{PathMark(keys[0], text)}@{domain}");
    }

    /// <summary>What a return path carries; null when it was not made by us: then a report to it is forged or unrelated.</summary>
    /// <param name="address">To whom the report came.</param>
    public string? ReadReturnPath(string? address)
    {
        if (Mailbox.TryParse(address) is not { } box) return null;
        var local = box.Local.ToLowerInvariant();
        var dash = local.LastIndexOf('-');
        if (!local.StartsWith("b+", StringComparison.Ordinal) || dash <= 2) return null;
        var (text, mark) = (local[2..dash], local[(dash + 1)..]);
        foreach (var key in keys) if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(PathMark(key, text)), Encoding.UTF8.GetBytes(mark))) return text;
        return null;
    }

    static byte[] Mark(byte[] key, string purpose, ReadOnlySpan<byte> plain)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(purpose), 0, .. plain];
        return HMACSHA256.HashData(key, signed)[..MarkBytes];
    }

    static string PathMark(byte[] key, string text)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var mark = Mark(key, "return-path", Encoding.ASCII.GetBytes(text));
        return string.Create(16, mark, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                var bit = i * 5;
                var pair = (from[bit / 8] << 8) | (bit / 8 + 1 < from.Length ? from[(bit / 8) + 1] : 0);
                to[i] = alphabet[(pair >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
