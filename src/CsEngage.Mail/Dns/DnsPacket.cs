using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace CsEngage.Mail.Dns;

/// <summary>Questions and answers on the wire (RFC 1035 §4). Answers are read with bounds: compression cannot loop, counts cannot lie beyond the packet.</summary>
static class DnsPacket
{
    public static byte[] Question(ushort id, string name, DnsKind kind)
    {
        var packet = new byte[512];
        BinaryPrimitives.WriteUInt16BigEndian(packet, id);
        packet[2] = 1;                                  // recursion desired
        packet[5] = 1;                                  // one question
        packet[11] = 1;                                 // one additional record: EDNS0
        var at = 12;
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > 63 || !Ascii.IsValid(label) || at + label.Length > 265) throw new FormatException($"“{Mime.HeaderText.Clean(name)}” is not a name that DNS knows.");
            packet[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, packet.AsSpan(at));
        }
        packet[at + 2] = (byte)kind;
        packet[at + 4] = 1;                             // IN
        at += 5;
        packet[at + 2] = 41;                            // OPT (RFC 6891): answers of up to 1232 octets by UDP
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(at + 3), 1232);
        return packet[..(at + 11)];
    }

    /// <summary>True when a packet is an answer to this very question; forged and late ones are not.</summary>
    public static bool Answers(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> question)
    {
        if (packet.Length < 12 || packet[0] != question[0] || packet[1] != question[1] || (packet[2] & 0x80) == 0) return false;
        var asked = question[12..^11];
        if (packet.Length < 12 + asked.Length) return (packet[3] & 15) != 0;    // some failures repeat no question
        return BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) == 1 && Ascii.EqualsIgnoreCase(packet.Slice(12, asked.Length - 4), asked[..^4]) && packet.Slice(8 + asked.Length, 4).SequenceEqual(asked[^4..]);
    }

    public static bool IsTruncated(ReadOnlySpan<byte> packet) => (packet[2] & 2) != 0;

    public static DnsAnswer Read(ReadOnlySpan<byte> packet, DnsKind kind)
    {
        var code = packet[3] & 15;
        if (code == 3) return new DnsAnswer.Nothing(false);
        if (code != 0) return new DnsAnswer.Failed(code switch { 1 => Sentence.Of("The server did not understand the question."), 2 => Sentence.Of("The server could not find out (SERVFAIL)."), 5 => Sentence.Of("The server refuses to answer."), _ => Sentence.Of("The server answered with code {0}.", code) });
        var records = ImmutableArray.CreateBuilder<DnsRecord>();
        var at = 12;
        try
        {
            for (var n = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]); n > 0; n--) { _ = Name(packet, ref at); at += 4; }
            for (var n = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]); n > 0; n--)
            {
                _ = Name(packet, ref at);
                var type = BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
                var length = BinaryPrimitives.ReadUInt16BigEndian(packet[(at + 8)..]);
                at += 10;
                if (type == (int)kind) records.Add(Record(packet, at, length, kind));
                at += length;
            }
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or FormatException) { return new DnsAnswer.Failed(Sentence.Of("The answer is malformed.")); }
        return records.Count > 0 ? new DnsAnswer.Records(records.ToImmutable()) : new DnsAnswer.Nothing(true);
    }

    static DnsRecord Record(ReadOnlySpan<byte> packet, int at, int length, DnsKind kind)
    {
        var data = packet.Slice(at, length);
        switch (kind)
        {
            case DnsKind.A or DnsKind.Aaaa: return new DnsRecord.Address(new IPAddress(data));
            case DnsKind.Cname or DnsKind.Ptr: return new DnsRecord.Alias(Name(packet, ref at));
            case DnsKind.Mx:
                var preference = BinaryPrimitives.ReadUInt16BigEndian(data);
                at += 2;
                return new DnsRecord.Exchange(preference, Name(packet, ref at));
            default:
                var text = new List<byte>();
                while (!data.IsEmpty)
                {
                    text.AddRange(data.Slice(1, data[0]));
                    data = data[(1 + data[0])..];
                }
                return new DnsRecord.Text(Encoding.UTF8.GetString([.. text]));
        }
    }

    static string Name(ReadOnlySpan<byte> packet, ref int at)
    {
        var name = new StringBuilder();
        var (here, jumped, jumps) = (at, false, 0);
        while (packet[here] != 0)
        {
            if ((packet[here] & 0xC0) == 0xC0)
            {
                if (++jumps > 20) throw new FormatException("The name points in circles.");
                if (!jumped) at = here + 2;
                jumped = true;
                here = ((packet[here] & 0x3F) << 8) | packet[here + 1];
                continue;
            }
            var label = packet.Slice(here + 1, packet[here] & 0x3F);
            if (name.Length + label.Length > 255) throw new FormatException("The name is too long.");
            if (name.Length > 0) name.Append('.');
            name.Append(Encoding.ASCII.GetString(label));
            here += 1 + label.Length;
        }
        if (!jumped) at = here + 1;
        return name.ToString().ToLowerInvariant();
    }
}
