using System.Net;
using System.Text;
using CsEngage.Mail.Dkim;
using CsEngage.Mail.Tests.Dkim;
using CsEngage.Mail.Tests.Dns;

namespace CsEngage.Mail.Tests.Peers;

/// <summary>Signatures are judged by verifiers that are not ours: dkimpy and OpenDKIM.</summary>
public sealed class VerifiersTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    static readonly DkimKey Key = DkimSignerTests.Key;

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Dkimpy_verifies(string sample)
    {
        var script = $"""
            import sys, dkim
            raw = sys.stdin.buffer.read()
            def dns(name, timeout=5):
                return b"{Key.Record}" if name in (b"{Key.RecordName}.", "{Key.RecordName}.") else None
            print(dkim.verify(raw, dnsfunc=dns), dkim.verify(raw.replace(b"Subject:", b"Subject: x", 1), dnsfunc=dns), dkim.verify(raw + b"more\r\n", dnsfunc=dns))
            """;
        (await Tool.Script(script, DkimSigner.Sign(Samples.All[sample].ToBytes(), Key, Now), "python3-dkim")).Trim().ShouldBe("True False False");
    }

    /// <summary>
    /// opendkim-testmsg asks the machine's resolver, so it runs in a mount namespace of its own whose resolv.conf names a server of this test. That takes root, as port 53 does.
    /// </summary>
    [RootTheory("opendkim-testmsg asks the machine's resolver, which takes a mount namespace and port 53 to replace.")]
    [MemberData(nameof(Names))]
    public async Task OpenDKIM_verifies(string sample)
    {
        var program = Tool.Find("opendkim-testmsg", "opendkim-tools");
        var address = new IPAddress([127, 53, (byte)(Environment.ProcessId % 250), (byte)(1 + (Samples.All.Keys.ToList().IndexOf(sample) % 250))]);
        await using var dns = new ScriptedDns(address, 53);
        dns.Records["txt " + Key.RecordName] = [Key.Record];
        var resolv = Path.Combine(Path.GetTempPath(), $"resolv-{Environment.ProcessId}-{sample}");
        await File.WriteAllTextAsync(resolv, $"nameserver {address}\n");
        try
        {
            var signed = DkimSigner.Sign(Samples.All[sample].ToBytes(), Key, Now);
            var verdict = await Tool.Run("/usr/bin/unshare", ["-m", "sh", "-c", $"mount --bind {resolv} /etc/resolv.conf && exec {program}"], signed);
            (verdict.Code, verdict.Out + verdict.Error).ShouldBe((0, ""));
            dns.Questions.ShouldBeGreaterThan(0);
            var spoilt = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(signed).Replace("\r\nSubject:", "\r\nSubject: x", StringComparison.Ordinal));
            var no = await Tool.Run("/usr/bin/unshare", ["-m", "sh", "-c", $"mount --bind {resolv} /etc/resolv.conf && exec {program}"], spoilt);
            (no.Out + no.Error).ShouldContain("ignature");
        }
        finally { File.Delete(resolv); }
    }
}
