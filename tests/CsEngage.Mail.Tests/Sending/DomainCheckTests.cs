using System.Net;
using CsEngage.Mail.Dkim;
using CsEngage.Mail.Dns;
using CsEngage.Mail.Sending;
using CsEngage.Mail.Tests.Dkim;

namespace CsEngage.Mail.Tests.Sending;

public sealed class DomainCheckTests
{
    static readonly DkimKey Key = DkimSignerTests.Key;
    static readonly IPAddress Server = IPAddress.Parse("192.0.2.10");

    sealed class Zone : Dictionary<string, string[]>
    {
        public Task<DnsAnswer> Ask(string name, DnsKind kind, CancellationToken stop) => Task.FromResult<DnsAnswer>(
            TryGetValue($"{kind.ToString().ToLowerInvariant()} {name}", out var found)
                ? new DnsAnswer.Records([.. found.Select(v => (DnsRecord)(kind switch
                {
                    DnsKind.Txt => new DnsRecord.Text(v),
                    DnsKind.Mx => new DnsRecord.Exchange(10, v),
                    DnsKind.A or DnsKind.Aaaa => new DnsRecord.Address(IPAddress.Parse(v)),
                    _ => new DnsRecord.Alias(v),
                }))])
                : new DnsAnswer.Nothing(false));
    }

    static Zone Good() => new()
    {
        ["txt example.com"] = ["v=spf1 include:spf.example.net ~all", "other=text"],
        ["txt spf.example.net"] = ["v=spf1 ip4:192.0.2.0/24 -all"],
        ["txt s2026._domainkey.example.com"] = [Key.Record],
        ["txt _dmarc.example.com"] = ["v=DMARC1; p=quarantine; rua=mailto:d@example.com"],
        ["mx example.com"] = ["mx.example.com"],
        ["ptr 10.2.0.192.in-addr.arpa"] = ["out.example.com"],
        ["a out.example.com"] = ["192.0.2.10"],
    };

    static async Task<string> Found(Zone zone, string subject, string bounces = "example.com")
    {
        var all = await new DomainCheck(zone.Ask).Check("example.com", bounces, [Key], [Server], default);
        return string.Join("; ", all.Where(f => f.Subject == subject).Select(f => $"{f.State}: {f.Text}"));
    }

    [Fact]
    public async Task A_domain_that_is_set_up_is_good_throughout() =>
        (await new DomainCheck(Good().Ask).Check("example.com", "example.com", [Key], [Server], default)).ShouldAllBe(f => f.State == FindingState.Good);

    [Theory]
    [InlineData("txt example.com", "v=spf1 -all", "spf", "Bad: 192.0.2.10 is not allowed")]
    [InlineData("txt example.com", "v=spf1 +all", "spf", "Bad: The record ends with +all")]
    [InlineData("txt example.com", "v=spf1 redirect=example.com", "spf", "Bad: The record needs more than 10 look-ups")]
    [InlineData("txt example.com", "v=spf1 nonsense:x ~all", "spf", "Bad: “nonsense:x”")]
    [InlineData("txt example.com", "v=spf1 a:out.example.com/32 -all", "spf", "Good: 192.0.2.10 may send")]
    [InlineData("txt example.com", "v=spf1 a:no1.example a:no2.example a:no3.example -all", "spf", "Bad: More than two names")]
    [InlineData("txt example.com", "v=spf1 ip6:2001:db8::/32 ?all", "spf", "Bad: 192.0.2.10 is not allowed")]
    [InlineData("txt s2026._domainkey.example.com", "v=DKIM1; k=rsa; p=", "dkim", "Bad: The record revokes")]
    [InlineData("txt s2026._domainkey.example.com", "v=DKIM1; p=MIIB", "dkim", "Bad: The record holds another key")]
    [InlineData("txt _dmarc.example.com", "v=DMARC1; p=none", "dmarc", "Advice: The policy only watches")]
    [InlineData("txt _dmarc.example.com", "v=DMARC1; p=maybe", "dmarc", "Bad: The record has no valid policy")]
    [InlineData("mx example.com", "", "bounces", "Bad: example.com says that it takes no mail")]
    [InlineData("a out.example.com", "192.0.2.99", "reverse", "Bad: 192.0.2.10 has no name that leads back")]
    public async Task What_is_wrong_is_named(string record, string value, string subject, string says)
    {
        var zone = Good();
        zone[record] = [value];
        (await Found(zone, subject)).ShouldStartWith(says);
    }

    [Theory]
    [InlineData("txt example.com", "spf", "Bad: example.com has no SPF record")]
    [InlineData("txt s2026._domainkey.example.com", "dkim", "Bad: The record of key s2026 is not there")]
    [InlineData("txt _dmarc.example.com", "dmarc", "Bad: There is no DMARC record")]
    [InlineData("mx example.com", "bounces", "Bad: example.com has no MX")]
    public async Task What_is_missing_is_given_to_paste(string record, string subject, string says)
    {
        var zone = Good();
        zone.Remove(record);
        (await Found(zone, subject)).ShouldStartWith(says);
    }

    [Fact]
    public async Task Offline_it_says_so()
    {
        var check = new DomainCheck((_, _, _) => Task.FromResult<DnsAnswer>(new DnsAnswer.Offline("This machine is offline.")));
        (await check.Check("example.com", "example.com", [Key], [Server], default)).ShouldAllBe(f => f.State == FindingState.Unknown && f.Text == "This machine is offline.");
    }
}
