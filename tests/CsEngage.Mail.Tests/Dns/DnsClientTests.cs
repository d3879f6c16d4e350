using CsEngage.Mail.Dns;

namespace CsEngage.Mail.Tests.Dns;

public sealed class DnsClientTests
{
    static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Records_of_each_kind_are_read()
    {
        await using var server = new ScriptedDns();
        server.Records["txt example.com"] = ["v=spf1 -all", new string('x', 900)];
        server.Records["mx example.com"] = ["10 mx1.example.com", "20 mx2.example.com"];
        server.Records["cname www.example.com"] = ["example.com"];
        server.Records["a example.com"] = ["192.0.2.1"];
        server.Records["aaaa example.com"] = ["2001:db8::1"];
        server.Records["mx nomail.example"] = ["0 ."];
        var dns = new DnsClient([server.Server], time: new HandClock());

        (await dns.Ask("example.com", DnsKind.Txt, Never)).Found.ShouldBe([new DnsRecord.Text("v=spf1 -all"), new DnsRecord.Text(new string('x', 900))]);
        (await dns.Ask("EXAMPLE.com.", DnsKind.Mx, Never)).Found.ShouldBe([new DnsRecord.Exchange(10, "mx1.example.com"), new DnsRecord.Exchange(20, "mx2.example.com")]);
        (await dns.Ask("www.example.com", DnsKind.Cname, Never)).Found.ShouldBe([new DnsRecord.Alias("example.com")]);
        (await dns.Ask("example.com", DnsKind.A, Never)).Found.ShouldBe([new DnsRecord.Address(System.Net.IPAddress.Parse("192.0.2.1"))]);
        (await dns.Ask("example.com", DnsKind.Aaaa, Never)).Found.Length.ShouldBe(1);
        (await dns.Ask("nomail.example", DnsKind.Mx, Never)).Found.ShouldBe([new DnsRecord.Exchange(0, "")]);
        (await dns.Ask("nobody.example", DnsKind.A, Never)).ShouldBe(new DnsAnswer.Nothing(false));
        (await dns.Ask("example.com", DnsKind.Ptr, Never)).ShouldBe(new DnsAnswer.Nothing(true));
        (await dns.Ask("bad name", DnsKind.A, Never)).ShouldBeOfType<DnsAnswer.Failed>();
    }

    [Fact]
    public async Task An_answer_too_large_for_UDP_comes_by_TCP()
    {
        await using var server = new ScriptedDns();
        server.Records["txt big.example"] = [.. Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 180))];
        (await new DnsClient([server.Server], time: new HandClock()).Ask("big.example", DnsKind.Txt, Never)).Found.Length.ShouldBe(20);
    }

    [Fact]
    public async Task Silence_says_offline_when_the_clock_has_run()
    {
        var clock = new HandClock();
        await using var server = new ScriptedDns { Tamper = _ => null };
        var asking = new DnsClient([server.Server], time: clock).Ask("example.com", DnsKind.A, Never);
        while (!asking.IsCompleted)
        {
            clock.Move(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        (await asking).ShouldBeOfType<DnsAnswer.Offline>().Reason.ToString().ShouldContain("offline");
    }

    [Fact]
    public async Task Answers_to_another_question_are_not_believed()
    {
        await using var server = new ScriptedDns();
        server.Records["a example.com"] = ["192.0.2.1"];
        var clock = new HandClock();
        server.Tamper = answer => { answer[0] ^= 1; return answer; };
        var asking = new DnsClient([server.Server], time: clock).Ask("example.com", DnsKind.A, Never);
        while (!asking.IsCompleted)
        {
            clock.Move(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
        (await asking).ShouldBeOfType<DnsAnswer.Offline>();
    }

    [Fact]
    public async Task A_failing_server_says_so_and_broken_packets_break_nothing()
    {
        await using var server = new ScriptedDns { Tamper = answer => { answer[3] = 0x82; return answer; } };
        (await new DnsClient([server.Server], time: new HandClock()).Ask("example.com", DnsKind.A, Never)).ShouldBeOfType<DnsAnswer.Failed>().Reason.ToString().ShouldContain("SERVFAIL");

        var random = new Random(3);
        var question = DnsPacket.Question(7, "example.com", DnsKind.Mx);
        for (var i = 0; i < (Environment.GetEnvironmentVariable("FULL") is { Length: > 0 } ? 1_000_000 : 20_000); i++)
        {
            var packet = new byte[12 + random.Next(80)];
            random.NextBytes(packet);
            (packet[3], packet[4], packet[6]) = ((byte)(packet[3] & 0xF0), 0, 0);
            DnsPacket.Read(packet, (DnsKind)(random.Next(3) switch { 0 => 15, 1 => 16, _ => 1 })).ShouldNotBeNull();
            DnsPacket.Answers(packet, question).ShouldBeFalse();
        }
    }
}
