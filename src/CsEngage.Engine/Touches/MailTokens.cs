using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Engine.Touches;

/// <summary>What an address in a mail stands for, once its seal was checked.</summary>
public abstract record MailToken
{
    /// <summary>Leave a topic, or everything when it is empty.</summary>
    public sealed record Unsubscribe(Guid MembershipId, string Topic, string TouchId) : MailToken;

    /// <summary>See and change one's subscriptions.</summary>
    public sealed record Preferences(Guid MembershipId) : MailToken;

    /// <summary>Follow a link of a mail to exactly this target.</summary>
    public sealed record Click(Guid MembershipId, string TouchId, int Link, string Target) : MailToken;

    /// <summary>Where reports about a mail come back to.</summary>
    public sealed record Return(string TouchId) : MailToken;
}

/// <summary>
/// Seals and opens the addresses that people keep in their mail for years: HMAC-SHA256 over everything that counts, so that no bit of
/// person, topic or target can be exchanged. Nothing is looked up to open one.
/// </summary>
public sealed class MailTokens(byte[] key)
{
    const byte Version = 1;
    const int Seal = 16;

    public string Write(MailToken token)
    {
        using var payload = new MemoryStream();
        using var writer = new BinaryWriter(payload, Encoding.UTF8);
        writer.Write(Version);
        switch (token)
        {
            case MailToken.Unsubscribe(var member, var topic, var touch): writer.Write((byte)'u'); writer.Write(member.ToByteArray()); writer.Write(topic); writer.Write(touch); break;
            case MailToken.Preferences(var member): writer.Write((byte)'p'); writer.Write(member.ToByteArray()); break;
            case MailToken.Click(var member, var touch, var link, var target): writer.Write((byte)'c'); writer.Write(member.ToByteArray()); writer.Write(touch); writer.Write7BitEncodedInt(link); writer.Write(target); break;
            case MailToken.Return(var touch): writer.Write((byte)'r'); writer.Write(touch); break;
        }
        writer.Flush();
        var bytes = payload.ToArray();
        return Base64Url.EncodeToString([.. bytes, .. HMACSHA256.HashData(key, bytes).AsSpan(0, Seal)]);
    }

    /// <summary>The token, or null when it is not one of ours or was changed.</summary>
    public MailToken? Read(string? text)
    {
        if (text is null || text.Length > 8192 || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        // The last characters may carry unused bits; only the spelling that we wrote is ours.
        if (bytes.Length < Seal + 2 || Base64Url.EncodeToString(bytes) != text) return null;
        var payload = bytes.AsSpan(0, bytes.Length - Seal);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, payload).AsSpan(0, Seal), bytes.AsSpan(payload.Length))) return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, payload.Length), Encoding.UTF8);
        if (reader.ReadByte() != Version) return null;
        return (char)reader.ReadByte() switch
        {
            'u' => new MailToken.Unsubscribe(Id(reader), reader.ReadString(), reader.ReadString()),
            'p' => new MailToken.Preferences(Id(reader)),
            'c' => new MailToken.Click(Id(reader), reader.ReadString(), reader.Read7BitEncodedInt(), reader.ReadString()),
            'r' => new MailToken.Return(reader.ReadString()),
            _ => null,
        };
    }

    static Guid Id(BinaryReader reader) => new(reader.ReadBytes(16));
}
