using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CsEngage.Mail.Dns;

namespace CsEngage.Mail.Sending;

/// <summary>What SPF says of a server (RFC 7208 §2.6).</summary>
public enum SpfVerdict
{
    /// <summary>No record.</summary>
    None,

    /// <summary>The record does not say.</summary>
    Neutral,

    /// <summary>The server may send.</summary>
    Pass,

    /// <summary>The server may not send.</summary>
    Fail,

    /// <summary>The server probably may not send.</summary>
    SoftFail,

    /// <summary>DNS could not be asked.</summary>
    TempError,

    /// <summary>The record is wrong.</summary>
    PermError,
}

/// <summary>
/// Evaluates SPF (RFC 7208 §4) for a server and a domain, with its limits: 10 look-ups, 2 of which may be void, one record per domain.
/// Macros, which nearly nobody uses, make the verdict neutral.
/// </summary>
/// <param name="ask">Asks DNS.</param>
sealed class SpfCheck(Func<string, DnsKind, CancellationToken, Task<DnsAnswer>> ask)
{
    const int MostLookups = 10;
    const int MostVoid = 2;
    int lookups, voids;

    /// <summary>How many look-ups the record costs.</summary>
    public int Lookups => lookups;

    public async Task<(SpfVerdict Verdict, Sentence Why)> Of(IPAddress server, string domain, CancellationToken stop)
    {
        try { return await Host(server, domain, stop); }
        catch (SpfException e) { return (e.Verdict, e.Why); }
    }

    sealed class SpfException(SpfVerdict verdict, Sentence why) : Exception(why.ToString())
    {
        public Sentence Why { get; } = why;

        public SpfVerdict Verdict { get; } = verdict;
    }

    async Task<(SpfVerdict, Sentence)> Host(IPAddress server, string domain, CancellationToken stop)
    {
        var answer = await ask(domain, DnsKind.Txt, stop);
        if (answer is DnsAnswer.Failed or DnsAnswer.Offline) throw new SpfException(SpfVerdict.TempError, Sentence.Of("DNS does not say what {0} allows.", domain));
        var records = Records(answer).ToList();
        if (records.Count == 0) return (SpfVerdict.None, Sentence.Of("{0} has no SPF record.", domain));
        if (records.Count > 1) throw new SpfException(SpfVerdict.PermError, Sentence.Of("{0} has {1} SPF records; only one is allowed, so both are ignored.", domain, records.Count));
        string? redirect = null;
        foreach (var term in records[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (term.Contains('%')) return (SpfVerdict.Neutral, Sentence.Of("{0} uses macros, which this check does not follow.", domain));
            if (term.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase)) { redirect = term[9..]; continue; }
            if (term.Contains('=')) continue;
            var verdict = term[0] switch { '-' => SpfVerdict.Fail, '~' => SpfVerdict.SoftFail, '?' => SpfVerdict.Neutral, _ => SpfVerdict.Pass };
            if (await Matches(server, domain, term.TrimStart('+', '-', '~', '?'), stop)) return (verdict, Sentence.Of("{0} in the record of {1}", term, domain));
        }
        if (redirect is null) return (SpfVerdict.Neutral, Sentence.Of("Nothing in the record of {0} speaks of {1}.", domain, server));
        Count();
        var (final, why) = await Host(server, redirect, stop);
        return final == SpfVerdict.None ? throw new SpfException(SpfVerdict.PermError, Sentence.Of("{0} redirects to {1}, which has no record.", domain, redirect)) : (final, why);
    }

    public static IEnumerable<string> Records(DnsAnswer answer) => answer.Found.OfType<DnsRecord.Text>().Select(t => t.Value.Trim())
        .Where(t => t.Equals("v=spf1", StringComparison.OrdinalIgnoreCase) || t.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase));

    async Task<bool> Matches(IPAddress server, string domain, string term, CancellationToken stop)
    {
        var colon = term.IndexOf(':');
        var slash = term.IndexOf('/', Math.Max(colon, 0));
        var name = (colon >= 0 ? term[..colon] : slash >= 0 ? term[..slash] : term).ToLowerInvariant();
        var value = colon >= 0 ? term[(colon + 1)..] : "";
        if (name is "ip4" or "ip6") return IsIn(server, value);
        var bits = slash >= 0 ? term[slash..] : "";
        var target = colon >= 0 ? value[..(value.Length - (slash >= 0 ? term.Length - slash : 0))] : domain;
        switch (name)
        {
            case "all": return true;
            case "include":
                Count();
                var (inner, why) = await Host(server, target, stop);
                return inner == SpfVerdict.None ? throw new SpfException(SpfVerdict.PermError, Sentence.Of("{0} It is included.", why)) : inner == SpfVerdict.Pass;
            case "a":
                Count();
                return await HasAddress(server, target, bits, stop);
            case "mx":
                Count();
                var found = await ask(target, DnsKind.Mx, stop);
                Void(found);
                foreach (var exchange in found.Found.OfType<DnsRecord.Exchange>().Take(10)) if (exchange.Host.Length > 0 && await HasAddress(server, exchange.Host, bits, stop)) return true;
                return false;
            case "exists":
                Count();
                return !(await ask(target, DnsKind.A, stop)).Found.IsEmpty;
            case "ptr":
                Count();
                return false;       // RFC 7208 §5.5: do not use
            default: throw new SpfException(SpfVerdict.PermError, Sentence.Of("“{0}” in the record of {1} is not SPF.", Mime.HeaderText.Clean(term), domain));
        }
    }

    async Task<bool> HasAddress(IPAddress server, string host, string bits, CancellationToken stop)
    {
        var found = await ask(host, server.AddressFamily == AddressFamily.InterNetworkV6 ? DnsKind.Aaaa : DnsKind.A, stop);
        Void(found);
        return found.Found.OfType<DnsRecord.Address>().Any(a => IsIn(server, a.Ip + Own(bits, server)));
    }

    // "/24//64": the first length is for IPv4, the one behind two slashes for IPv6.
    static string Own(string bits, IPAddress server)
    {
        var six = bits.IndexOf("//", StringComparison.Ordinal);
        if (server.AddressFamily == AddressFamily.InterNetworkV6) return six >= 0 ? bits[(six + 1)..] : "";
        return six >= 0 ? bits[..six] : bits;
    }

    static bool IsIn(IPAddress server, string range)
    {
        var slash = range.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? range : range[..slash], out var network) || network.AddressFamily != server.AddressFamily) return false;
        var most = network.GetAddressBytes().Length * 8;
        var bits = slash < 0 ? most : int.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given <= most ? given : -1;
        if (bits < 0) return false;
        var (a, b) = (network.GetAddressBytes(), server.GetAddressBytes());
        for (var i = 0; i < bits; i++) if (((a[i / 8] ^ b[i / 8]) & (0x80 >> (i % 8))) != 0) return false;
        return true;
    }

    void Count()
    {
        if (++lookups > MostLookups) throw new SpfException(SpfVerdict.PermError, Sentence.Of("The record needs more than 10 look-ups, so servers ignore it. Remove includes that are no longer used."));
    }

    void Void(DnsAnswer answer)
    {
        if (answer is DnsAnswer.Nothing && ++voids > MostVoid) throw new SpfException(SpfVerdict.PermError, Sentence.Of("More than two names in the record do not exist, so servers ignore it."));
    }
}
