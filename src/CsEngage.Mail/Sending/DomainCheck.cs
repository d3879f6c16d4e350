using System.Collections.Immutable;
using System.Net;
using CsEngage.Mail.Dkim;
using CsEngage.Mail.Dns;

namespace CsEngage.Mail.Sending;

/// <summary>How a finding stands.</summary>
public enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, could be better.</summary>
    Advice,

    /// <summary>Wrong: mail will suffer.</summary>
    Bad,

    /// <summary>DNS could not be asked.</summary>
    Unknown,
}

/// <summary>One line of the checker.</summary>
/// <param name="Subject">spf, dkim, dmarc, bounces or reverse.</param>
/// <param name="State">How it stands.</param>
/// <param name="Text">What was found, for people.</param>
/// <param name="Name">Where the record belongs.</param>
/// <param name="Found">The record as it is; empty for none.</param>
/// <param name="Paste">The record to paste; empty when nothing is to be done or it cannot be known.</param>
public sealed record Finding(string Subject, FindingState State, Sentence Text, string Name, string Found = "", string Paste = "");

/// <summary>
/// Checks what the world sees of a sending domain: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), where bounces go, and the server's reverse name.
/// </summary>
/// <param name="ask">Asks DNS; <see cref="DnsClient.Ask"/>.</param>
public sealed class DomainCheck(Func<string, DnsKind, CancellationToken, Task<DnsAnswer>> ask)
{
    /// <summary>Checks a domain.</summary>
    /// <param name="from">The domain of the From address.</param>
    /// <param name="bounces">The domain of the return path.</param>
    /// <param name="keys">The keys that sign or are about to.</param>
    /// <param name="servers">The addresses that hand our mail to the world, as far as they are known.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<ImmutableArray<Finding>> Check(string from, string bounces, ImmutableArray<DkimKey> keys, ImmutableArray<IPAddress> servers, CancellationToken stop)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        findings.AddRange(await Spf(bounces, servers, stop));
        foreach (var key in keys) findings.Add(await Key(key, stop));
        if (keys.IsEmpty) findings.Add(new("dkim", FindingState.Bad, Sentence.Of("There is no key for this domain: make one, and paste its record."), $"…._domainkey.{from}"));
        findings.Add(await Dmarc(from, bounces, keys, stop));
        findings.Add(await Bounces(bounces, stop));
        foreach (var server in servers) findings.Add(await Reverse(server, stop));
        return findings.ToImmutable();
    }

    async Task<IEnumerable<Finding>> Spf(string domain, ImmutableArray<IPAddress> servers, CancellationToken stop)
    {
        var answer = await ask(domain, DnsKind.Txt, stop);
        if (Unasked("spf", domain, answer) is { } unknown) return [unknown];
        var records = SpfCheck.Records(answer).ToList();
        var wanted = $"v=spf1 {(servers.IsEmpty ? "include:(your provider)" : string.Join(' ', servers.Select(s => (s.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ip6:" : "ip4:") + s)))} ~all";
        if (records.Count == 0) return [new("spf", FindingState.Bad, Sentence.Of("{0} has no SPF record.", domain), domain, "", wanted)];
        if (records.Count > 1) return [new("spf", FindingState.Bad, Sentence.Of("{0} has {1} SPF records. Servers then ignore all of them: join them into one.", domain, records.Count), domain, string.Join("  ", records))];
        if (records[0].Contains("+all", StringComparison.OrdinalIgnoreCase)) return [new("spf", FindingState.Bad, Sentence.Of("The record ends with +all: everybody may send in your name."), domain, records[0], records[0].Replace("+all", "~all", StringComparison.OrdinalIgnoreCase))];
        if (servers.IsEmpty) return [new("spf", FindingState.Good, Sentence.Of("There is one record. Which servers send for you is not known here, so it cannot be compared."), domain, records[0])];

        var findings = new List<Finding>();
        foreach (var server in servers)
        {
            var (verdict, why) = await new SpfCheck(ask).Of(server, domain, stop);
            findings.Add(verdict switch
            {
                SpfVerdict.Pass => new("spf", FindingState.Good, Sentence.Of("{0} may send ({1}).", server, why), domain, records[0]),
                SpfVerdict.TempError => new("spf", FindingState.Unknown, why, domain, records[0]),
                SpfVerdict.PermError => new("spf", FindingState.Bad, why, domain, records[0]),
                _ => new("spf", FindingState.Bad, Sentence.Of("{0} is not allowed to send: {1}.", server, why), domain, records[0], Added(records[0], server)),
            });
        }
        return findings;
    }

    static string Added(string record, IPAddress server)
    {
        var term = (server.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ip6:" : "ip4:") + server;
        return record.Insert("v=spf1".Length, " " + term);
    }

    /// <summary>Checks whether the world finds one key as it signs.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Finding> Key(DkimKey key, CancellationToken stop)
    {
        var answer = await ask(key.RecordName, DnsKind.Txt, stop);
        if (Unasked("dkim", key.RecordName, answer) is { } unknown) return unknown;
        var records = answer.Found.OfType<DnsRecord.Text>().Select(t => t.Value).ToList();
        if (records.Count == 0) return new("dkim", FindingState.Bad, Sentence.Of("The record of key {0} is not there (yet: new records take up to an hour).", key.Selector), key.RecordName, "", key.Record);
        var tags = Tags(records[0]);
        var published = string.Concat(tags.GetValueOrDefault("p", "").Where(c => !char.IsWhiteSpace(c)));
        if (records.Count > 1) return new("dkim", FindingState.Bad, Sentence.Of("There is more than one record at this name."), key.RecordName, string.Join("  ", records), key.Record);
        if (published.Length == 0) return new("dkim", FindingState.Bad, Sentence.Of("The record revokes the key (p= is empty)."), key.RecordName, records[0], key.Record);
        if (published != key.PublicKey) return new("dkim", FindingState.Bad, Sentence.Of("The record holds another key; it may have been cut off or mangled while pasting."), key.RecordName, records[0], key.Record);
        if (tags.GetValueOrDefault("t", "").Split(':').Contains("y")) return new("dkim", FindingState.Advice, Sentence.Of("The record says that you are testing (t=y); some servers then ignore the signature."), key.RecordName, records[0], key.Record);
        return key.Bits < 2048
            ? new("dkim", FindingState.Advice, Sentence.Of("The key has {0} bits; 2048 are usual today. Make a new one when it suits.", key.Bits), key.RecordName, records[0])
            : new("dkim", FindingState.Good, Sentence.Of("Key {0} is published.", key.Selector), key.RecordName, records[0]);
    }

    async Task<Finding> Dmarc(string from, string bounces, ImmutableArray<DkimKey> keys, CancellationToken stop)
    {
        var name = "_dmarc." + from;
        var answer = await ask(name, DnsKind.Txt, stop);
        if (Unasked("dmarc", name, answer) is { } unknown) return unknown;
        var record = Policies(answer).FirstOrDefault();
        // RFC 7489 §6.6.3: without a record of its own the organisation's counts.
        for (var above = from; record is null && above.Count(c => c == '.') > 1;)
        {
            above = above[(above.IndexOf('.') + 1)..];
            record = Policies(await ask("_dmarc." + above, DnsKind.Txt, stop)).FirstOrDefault();
            if (record is not null) name = "_dmarc." + above;
        }
        var wanted = $"v=DMARC1; p=none; rua=mailto:dmarc@{from}";
        if (record is null) return new("dmarc", FindingState.Bad, Sentence.Of("There is no DMARC record; Gmail and Yahoo demand one from bulk senders."), name, "", wanted);
        var tags = Tags(record);
        if (tags.GetValueOrDefault("p") is not ("none" or "quarantine" or "reject")) return new("dmarc", FindingState.Bad, Sentence.Of("The record has no valid policy (p=)."), name, record, wanted);
        var aligned = keys.Any(k => Aligned(k.Domain, from, tags.GetValueOrDefault("adkim") == "s")) || Aligned(bounces, from, tags.GetValueOrDefault("aspf") == "s");
        if (!aligned) return new("dmarc", FindingState.Bad, Sentence.Of("Neither a DKIM key nor the return path belongs to {0}, so DMARC cannot pass. Make a key for {0}.", from), name, record);
        if (tags["p"] == "none") return new("dmarc", FindingState.Advice, Sentence.Of("The policy only watches (p=none). When the reports are clean, go to quarantine, then reject."), name, record);
        return new("dmarc", FindingState.Good, Sentence.Of("The policy is {0}, and our mail is aligned with it.", tags["p"]), name, record);
    }

    async Task<Finding> Bounces(string domain, CancellationToken stop)
    {
        var answer = await ask(domain, DnsKind.Mx, stop);
        if (Unasked("bounces", domain, answer) is { } unknown) return unknown;
        var hosts = answer.Found.OfType<DnsRecord.Exchange>().OrderBy(e => e.Preference).Select(e => e.Host).ToList();
        if (hosts is [""]) return new("bounces", FindingState.Bad, Sentence.Of("{0} says that it takes no mail (null MX), so reports cannot come back.", domain), domain, "0 .");
        return hosts.Count == 0
            ? new("bounces", FindingState.Bad, Sentence.Of("{0} has no MX, so reports cannot come back, and strict servers refuse our mail.", domain), domain)
            : new("bounces", FindingState.Good, Sentence.Of("Reports come back to {0}.", string.Join(", ", hosts)), domain, string.Join(", ", hosts));
    }

    async Task<Finding> Reverse(IPAddress server, CancellationToken stop)
    {
        var name = Arpa(server);
        var answer = await ask(name, DnsKind.Ptr, stop);
        if (Unasked("reverse", name, answer) is { } unknown) return unknown;
        foreach (var alias in answer.Found.OfType<DnsRecord.Alias>())
        {
            var back = await ask(alias.Name, server.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? DnsKind.Aaaa : DnsKind.A, stop);
            if (back.Found.OfType<DnsRecord.Address>().Any(a => a.Ip.Equals(server))) return new("reverse", FindingState.Good, Sentence.Of("{0} is {1}, and that name leads back.", server, alias.Name), name, alias.Name);
        }
        return new("reverse", FindingState.Bad, Sentence.Of("{0} has no name that leads back to it; Gmail, Microsoft and the carriers refuse such servers. The hoster sets it.", server), name, string.Join(", ", answer.Found.OfType<DnsRecord.Alias>().Select(a => a.Name)));
    }

    static string Arpa(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? string.Join('.', bytes.Reverse()) + ".in-addr.arpa" : string.Join('.', Convert.ToHexStringLower(bytes).Reverse()) + ".ip6.arpa";
    }

    static bool Aligned(string domain, string from, bool strict) =>
        domain == from || (!strict && (from.EndsWith("." + domain, StringComparison.Ordinal) || domain.EndsWith("." + from, StringComparison.Ordinal)));

    static IEnumerable<string> Policies(DnsAnswer answer) => answer.Found.OfType<DnsRecord.Text>().Select(t => t.Value.Trim()).Where(t => t.StartsWith("v=DMARC1", StringComparison.Ordinal));

    static Finding? Unasked(string subject, string name, DnsAnswer answer) => answer switch
    {
        DnsAnswer.Offline offline => new(subject, FindingState.Unknown, offline.Reason, name),
        DnsAnswer.Failed failed => new(subject, FindingState.Unknown, failed.Reason, name),
        _ => null,
    };

    static Dictionary<string, string> Tags(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in record.Split(';'))
        {
            var equals = tag.IndexOf('=');
            if (equals > 0) tags.TryAdd(tag[..equals].Trim().ToLowerInvariant(), tag[(equals + 1)..].Trim());
        }
        return tags;
    }
}
