using System.Collections.Immutable;
using System.Net;

namespace CsEngage.Mail.Dns;

/// <summary>The kinds of records that mail needs (RFC 1035 §3.2.2, RFC 3596).</summary>
public enum DnsKind
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Another name for the name.</summary>
    Cname = 5,

    /// <summary>A name for an address.</summary>
    Ptr = 12,

    /// <summary>Who takes mail.</summary>
    Mx = 15,

    /// <summary>Text: SPF, DKIM, DMARC.</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,
}

/// <summary>One record.</summary>
public abstract record DnsRecord
{
    DnsRecord() { }

    /// <summary>An address (A or AAAA).</summary>
    /// <param name="Ip">The address.</param>
    public sealed record Address(IPAddress Ip) : DnsRecord;

    /// <summary>Another name (CNAME or PTR).</summary>
    /// <param name="Name">The name, without the final dot.</param>
    public sealed record Alias(string Name) : DnsRecord;

    /// <summary>A mail server.</summary>
    /// <param name="Preference">Lower is asked first.</param>
    /// <param name="Host">Its name; empty says that the domain takes no mail (RFC 7505).</param>
    public sealed record Exchange(int Preference, string Host) : DnsRecord;

    /// <summary>Text, its strings joined without space (RFC 7208 §3.3).</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : DnsRecord;
}

/// <summary>What came of a question.</summary>
public abstract record DnsAnswer
{
    DnsAnswer() { }

    /// <summary>The records; none when this answer is another one.</summary>
    public ImmutableArray<DnsRecord> Found => this is Records r ? r.All : [];

    /// <summary>The name has such records.</summary>
    /// <param name="All">At least one; aliases on the way are left out unless they were asked for.</param>
    public sealed record Records(ImmutableArray<DnsRecord> All) : DnsAnswer;

    /// <summary>The name exists but has no such record, or the name does not exist.</summary>
    /// <param name="NameExists">Which of the two.</param>
    public sealed record Nothing(bool NameExists) : DnsAnswer;

    /// <summary>The server could not say (SERVFAIL, REFUSED, nonsense).</summary>
    /// <param name="Reason">For people.</param>
    public sealed record Failed(Sentence Reason) : DnsAnswer;

    /// <summary>No server answered: this machine is offline, or its resolver is.</summary>
    /// <param name="Reason">For people.</param>
    public sealed record Offline(Sentence Reason) : DnsAnswer;
}
