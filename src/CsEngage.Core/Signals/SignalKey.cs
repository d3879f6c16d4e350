using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Core;

/// <summary>
/// The keys of signals: UUIDs whose first 48 bits are the time as sent, so that they sort by time and tables are cut by it, and whose other
/// bits come from the sent id, so that a retry has the same key (RFC 9562, layout of version 7).
/// </summary>
public static class SignalKey
{
    // Names of derived signals live in a namespace of their own (RFC 9562, section 6.5).
    static readonly Guid Namespace = new("7f0c7a3e-5d1f-5d8b-9f5e-0c5e6e676167");

    /// <summary>The key of a signal from its time and id as sent. The time is cut to milliseconds first.</summary>
    public static Guid Of(DateTimeOffset occurredAt, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        Span<byte> key = stackalloc byte[16];
        hash[..10].CopyTo(key[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)(occurredAt.ToUnixTimeMilliseconds() >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(key[2..], (uint)occurredAt.ToUnixTimeMilliseconds());
        return Stamped(key, 7);
    }

    /// <summary>The time that a key holds.</summary>
    public static DateTimeOffset TimeOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
        // Times before 1970 were written as negative numbers of 48 bits.
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds << 16 >> 16);
    }

    /// <summary>The smallest key of a time: where a range of keys begins.</summary>
    public static Guid FirstOf(DateTimeOffset instant)
    {
        Span<byte> key = stackalloc byte[16];
        key.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(key, (ushort)(instant.ToUnixTimeMilliseconds() >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(key[2..], (uint)instant.ToUnixTimeMilliseconds());
        return new Guid(key, bigEndian: true);
    }

    /// <summary>
    /// The id of a signal that we derive: a UUID of version 5 of what caused it, whom it is about, its kind and subject. Working on the same
    /// cause again gives the same id.
    /// </summary>
    public static Guid DerivedId(Cause cause, Guid accountId, Guid? membershipId, string kind, string? subject)
    {
        var name = Encoding.UTF8.GetBytes(string.Join('\0', cause.Type, cause.Id, accountId.ToString("D"), membershipId?.ToString("D"), kind, subject));
        var bytes = new byte[16 + name.Length];
        Namespace.TryWriteBytes(bytes, bigEndian: true, out _);
        name.CopyTo(bytes.AsSpan(16));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; nothing secret hangs on it.
        SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
        return Stamped(hash[..16], 5);
    }

    static Guid Stamped(Span<byte> bytes, int version)
    {
        bytes[6] = (byte)((bytes[6] & 0x0F) | (version << 4));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Signals that CsEngage makes itself.</summary>
public static class DerivedSignal
{
    /// <summary>
    /// A signal that follows from a cause. It happened when it became due, not when it was noticed; so the same cause gives the same id and key
    /// however often and however late it is worked on.
    /// </summary>
    public static Signal Of(
        Cause cause, string kind, DateTimeOffset at, DateTimeOffset recordedAt, Guid accountId, Guid? membershipId = null, string? subject = null,
        decimal? value = null, ImmutableSortedDictionary<string, string>? properties = null, string source = "engine")
    {
        var id = SignalKey.DerivedId(cause, accountId, membershipId, kind, subject).ToString("D");
        var occurredAt = SignalTime.Cut(at);
        return new Signal(SignalKey.Of(occurredAt, id), id, kind, occurredAt, occurredAt, recordedAt, accountId, membershipId, Subject: subject,
            Value: value, Properties: properties, Source: source, Cause: cause);
    }
}
