using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CsEngage.Mail.Dkim;

/// <summary>
/// A signing key of a domain under a selector (RFC 6376 §3.1, RSA-SHA256 with 1024 to 4096 bits; RFC 8301 wants 2048).
/// Parsed once; every thread signs with a copy of its own, so all cores are used.
/// </summary>
public sealed class DkimKey : IDisposable
{
    readonly RSAParameters secret;
    readonly ConcurrentBag<RSA> signers = [];

    /// <summary>Reads a key.</summary>
    /// <param name="domain">The domain that signs; the From domain or a parent of it, so that DMARC aligns.</param>
    /// <param name="selector">The name under <c>_domainkey</c>.</param>
    /// <param name="pem">The private key in PEM (PKCS#8 or PKCS#1).</param>
    /// <exception cref="FormatException">Domain or selector are no DNS names.</exception>
    /// <exception cref="ArgumentException">The PEM holds no RSA key of 1024 bits or more.</exception>
    public DkimKey(string domain, string selector, string pem)
    {
        if (!Mailbox.Host(domain.ToLowerInvariant(), out var ascii)) throw new FormatException($"“{Mime.HeaderText.Clean(domain)}” is not a domain.");
        if (!Mailbox.Host(selector.ToLowerInvariant(), out var label)) throw new FormatException($"“{Mime.HeaderText.Clean(selector)}” is not a selector.");
        (Domain, Selector) = (ascii, label);
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        if (rsa.KeySize < 1024) throw new ArgumentException("A DKIM key needs at least 1024 bits; 2048 are usual.", nameof(pem));
        Bits = rsa.KeySize;
        secret = rsa.ExportParameters(true);
        PublicKey = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
        signers.Add(rsa);
    }

    /// <summary>The signing domain in ASCII.</summary>
    public string Domain { get; }

    /// <summary>The selector.</summary>
    public string Selector { get; }

    /// <summary>The size of the key.</summary>
    public int Bits { get; }

    /// <summary>The public key as in the DNS record, base64.</summary>
    public string PublicKey { get; }

    /// <summary>Where the record belongs, such as <c>s1._domainkey.example.com</c>.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>The TXT record to paste (RFC 6376 §3.6.1). DNS editors that want strings of at most 255 characters get them from <see cref="RecordStrings"/>.</summary>
    public string Record => $"v=DKIM1; k=rsa; p={PublicKey}";

    /// <summary>The record in quoted strings of at most 255 characters, as zone files want it.</summary>
    public string RecordStrings => string.Join(' ', Record.Chunk(255).Select(c => $"\"{new string(c)}\""));

    /// <summary>Makes a new key of 2048 bits and gives its PEM, to be kept encrypted.</summary>
    public static string NewPem()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (signers.TryTake(out var rsa)) rsa.Dispose();
    }

    internal int Sign(ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        if (!signers.TryTake(out var rsa))
        {
            rsa = RSA.Create();
            rsa.ImportParameters(secret);
        }
        try { return rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); }
        finally { signers.Add(rsa); }
    }
}
