using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Store.People;

/// <summary>A 256-bit secret that leaves the house once; only its hash is kept.</summary>
public readonly record struct Secret(string Text)
{
    public byte[] Hash => HashOf(Text);

    public static Secret New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
