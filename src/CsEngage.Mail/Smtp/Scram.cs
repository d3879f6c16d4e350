using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Mail.Smtp;

/// <summary>
/// SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677): the password never crosses the line, and the server proves that it knows it too.
/// </summary>
/// <param name="user">The user name.</param>
/// <param name="password">The password.</param>
/// <param name="nonce">Printable ASCII without commas, fresh for each attempt.</param>
public sealed class Scram(string user, string password, string nonce)
{
    const int MostIterations = 1_000_000;   // a hostile server must not keep us busy for minutes
    readonly string bare = $"n={Escape(user)},r={nonce}";
    byte[] expected = [];

    /// <summary>The client's first message.</summary>
    public string First => "n,," + bare;

    /// <summary>The client's final message.</summary>
    /// <param name="challenge">The server's first message.</param>
    /// <exception cref="FormatException">The server's message is not acceptable; the message says why.</exception>
    public string Final(string challenge)
    {
        var fields = Fields(challenge);
        if (!fields.TryGetValue('r', out var joint) || !joint.StartsWith(nonce, StringComparison.Ordinal) || joint.Length == nonce.Length) throw new FormatException("The server did not continue our nonce.");
        if (!fields.TryGetValue('s', out var salt) || !fields.TryGetValue('i', out var rounds) || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > MostIterations)
            throw new FormatException("The server's salt or iteration count is not acceptable.");
        var salted = Rfc2898DeriveBytes.Pbkdf2(password.Normalize(NormalizationForm.FormKC), Convert.FromBase64String(salt), iterations, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var without = $"c=biws,r={joint}";      // biws = base64("n,,")
        var signed = Encoding.UTF8.GetBytes($"{bare},{challenge},{without}");
        var proof = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        for (var i = 0; i < proof.Length; i++) proof[i] ^= clientKey[i];
        expected = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), signed);
        return $"{without},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Whether the server's final message proves that it knows the password.</summary>
    /// <param name="verifier">The server's final message.</param>
    public bool Proves(string verifier)
    {
        Span<byte> signature = stackalloc byte[48];
        return expected.Length > 0 && Fields(verifier).TryGetValue('v', out var value)
            && Convert.TryFromBase64String(value, signature, out var length) && CryptographicOperations.FixedTimeEquals(signature[..length], expected);
    }

    static string Escape(string name) => name.Normalize(NormalizationForm.FormKC).Replace("=", "=3D").Replace(",", "=2C");

    static Dictionary<char, string> Fields(string message)
    {
        var fields = new Dictionary<char, string>();
        foreach (var field in message.Split(',')) if (field.Length >= 2 && field[1] == '=') fields[field[0]] = field[2..];
        return fields;
    }
}
