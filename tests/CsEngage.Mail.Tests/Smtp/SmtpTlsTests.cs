using System.Text;
using CsEngage.Mail.Smtp;

namespace CsEngage.Mail.Tests.Smtp;

/// <summary>TLS and sign-in: nothing secret on an open line, nobody believed without proof.</summary>
public sealed class SmtpTlsTests
{
    const string Offers = "250-scripted\r\n250-STARTTLS\r\n250 PIPELINING";
    const string OffersAuth = "250-scripted\r\n250 AUTH PLAIN LOGIN SCRAM-SHA-256";

    static SmtpSettings Settings(int port, SmtpSecurity security) => Letters.Settings(port) with { Host = "localhost", Security = security, TrustedRoots = TestCertificates.RootPem };

    static async Task<string> Outcome(SmtpSettings settings) { await using var transport = new SmtpTransport(settings); return SmtpTransportTests.Said(await transport.Send(Letters.ToHana, Letters.Bytes, default)); }

    static async Task Secured(Talk talk, string offers, Func<Talk, Task> then)
    {
        await talk.Open(Offers);
        if (await talk.Hear() != "STARTTLS") return;
        await talk.Say("220 go");
        await talk.Encrypt(TestCertificates.For("localhost"));
        await talk.Hear();
        await talk.Say(offers);
        await then(talk);
    }

    static async Task Rest(Talk talk) { while (await talk.Take() is not null) await talk.Say("250 ok"); }

    [Fact]
    public async Task STARTTLS_is_used_and_EHLO_said_again()
    {
        await using var server = new ScriptedServer(talk => Secured(talk, "250 s", Rest));
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTls))).ShouldBe("Sent");
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTlsIfOffered))).ShouldBe("Sent");
    }

    [Fact]
    public async Task A_stripped_STARTTLS_stops_everything()
    {
        var heard = new List<string>();
        await using var server = new ScriptedServer(async talk => { await talk.Open("250 s"); while (await talk.Hear() is { } said) heard.Add(said); });
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTls) with { User = "hana", Password = "secret" })).ShouldBe("NotSent TlsNotOffered at Tls");
        heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Replies_smuggled_in_front_of_the_handshake_are_an_attack()
    {
        await using var server = new ScriptedServer(async talk => { await talk.Open(Offers); await talk.Hear(); await talk.Raw("220 go\r\n250 injected\r\n"); await talk.Nothing(); });
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTls))).ShouldBe("NotSent Protocol at Tls");
    }

    [Theory]
    [InlineData("other.example", 2049)]
    [InlineData("localhost", 2021)]
    public async Task A_certificate_for_another_name_or_time_is_refused(string name, int until)
    {
        await using var server = new ScriptedServer(async talk =>
        {
            await talk.Open(Offers);
            await talk.Hear();
            await talk.Say("220 go");
            try { await talk.Encrypt(TestCertificates.For(name, until)); }
            catch (System.Security.Authentication.AuthenticationException) { talk.Close(); }      // the client said no
        });
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTls))).ShouldBe("NotSent CertificateRefused at Tls");
    }

    [Fact]
    public async Task Garbage_instead_of_a_handshake_is_said_to_be_so()
    {
        await using var server = new ScriptedServer(async talk => { await talk.Open(Offers); await talk.Hear(); await talk.Say("220 go"); await talk.Raw("this is no TLS at all, whatever it is\r\n"); await talk.Nothing(); });
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTls))).ShouldMatch("^NotSent (Protocol|TlsFailed|ConnectionLost) at Tls$");
    }

    [Fact]
    public async Task A_password_never_crosses_an_open_line_when_TLS_was_wished_for()
    {
        var heard = new List<string>();
        await using var server = new ScriptedServer(async talk => { await talk.Open("250-s\r\n250 AUTH PLAIN LOGIN"); while (await talk.Hear() is { } said) heard.Add(said); });
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTlsIfOffered) with { User = "hana", Password = "secret" })).ShouldBe("NotSent AuthNotOffered at Auth");
        heard.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("235 2.7.0 ok", "Sent")]
    [InlineData("535 5.7.8 wrong", "NotSent AuthRefused at Auth")]
    [InlineData("454 4.7.0 later", "NotSent ServerBusy at Auth")]
    public async Task PLAIN_is_answered(string answer, string outcome)
    {
        var log = new List<WireLine>();
        await using var server = new ScriptedServer(talk => Secured(talk, "250-s\r\n250 AUTH PLAIN", async t =>
        {
            (await t.Hear()).ShouldBe("AUTH PLAIN " + Convert.ToBase64String("\0hana\0s3cret"u8));
            await t.Say(answer);
            await Rest(t);
        }));
        await using (var transport = new SmtpTransport(Settings(server.Port, SmtpSecurity.StartTls) with { User = "hana", Password = "s3cret" }, log: log.Add))
            SmtpTransportTests.Said(await transport.Send(Letters.ToHana, Letters.Bytes, default)).ShouldBe(outcome);
        log.ShouldNotBeEmpty();
        string.Join('\n', log.Select(l => l.Text)).ShouldNotContain(Convert.ToBase64String("\0hana\0s3cret"u8));
        string.Join('\n', log.Select(l => l.Text)).ShouldContain("AUTH PLAIN ****");
    }

    [Theory]
    [InlineData(true, "Sent")]
    [InlineData(false, "NotSent Protocol at Auth")]
    public async Task SCRAM_believes_only_a_server_that_knows_the_password(bool knows, string outcome)
    {
        await using var server = new ScriptedServer(talk => Secured(talk, OffersAuth, async t =>
        {
            var first = Encoding.UTF8.GetString(Convert.FromBase64String((await t.Hear())!["AUTH SCRAM-SHA-256 ".Length..]));
            var nonce = first[(first.IndexOf("r=", StringComparison.Ordinal) + 2)..];
            var challenge = $"r={nonce}server,s={Convert.ToBase64String("salt"u8)},i=4096";
            await t.Say("334 " + Convert.ToBase64String(Encoding.UTF8.GetBytes(challenge)));
            var final = Encoding.UTF8.GetString(Convert.FromBase64String((await t.Hear())!));
            await t.Say("334 " + Convert.ToBase64String(Encoding.UTF8.GetBytes("v=" + ServerSignature(knows ? "pencil" : "guess", first[3..], challenge, final[..final.IndexOf(",p=", StringComparison.Ordinal)]))));
            if (await t.Hear() != "") return;
            await t.Say("235 2.7.0 ok");
            await Rest(t);
        }));
        (await Outcome(Settings(server.Port, SmtpSecurity.StartTls) with { User = "hana", Password = "pencil" })).ShouldBe(outcome);
    }

    [Fact]
    public void SCRAM_gives_the_answers_of_RFC_7677()
    {
        var scram = new Scram("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
        scram.First.ShouldBe("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        scram.Final("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
            .ShouldBe("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        scram.Proves("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").ShouldBeTrue();
        scram.Proves("v=AAAA").ShouldBeFalse();
        Should.Throw<FormatException>(() => scram.Final("r=stolen,s=AA==,i=4096"));
        Should.Throw<FormatException>(() => scram.Final("r=rOprNGfwEbeRWgbNEkqOx,s=AA==,i=999999999"));
    }

    [Fact]
    public async Task The_connection_test_says_step_by_step_what_is_wrong()
    {
        await using var server = new ScriptedServer(talk => Secured(talk, "250 s", async t => { await t.Take(said => said.StartsWith("RCPT", StringComparison.Ordinal) ? "554 5.7.1 Relay access denied" : null); }));
        var steps = await SmtpProbe.Try(Settings(server.Port, SmtpSecurity.StartTls), Letters.Bounces, Letters.Hana, null, null, default);
        steps.Select(s => (s.Stage, s.IsGood)).ShouldBe([(SmtpStage.Connect, true), (SmtpStage.Greeting, true), (SmtpStage.Hello, true), (SmtpStage.Tls, true), (SmtpStage.Auth, true), (SmtpStage.Sender, true), (SmtpStage.Recipient, false)]);
        steps[^1].Advice.ShouldContain("does not relay");

        await using var plain = new ScriptedServer(async talk => { await talk.Open("250 s"); await talk.Take(); });
        var stripped = await SmtpProbe.Try(Settings(plain.Port, SmtpSecurity.StartTls), Letters.Bounces, Letters.Hana, null, null, default);
        stripped.Select(s => (s.Stage, s.IsGood)).ShouldBe([(SmtpStage.Connect, true), (SmtpStage.Greeting, true), (SmtpStage.Hello, true), (SmtpStage.Tls, false)]);
        stripped[^1].Advice.ShouldContain("465");

        // What the settings allow is no failure, and what only lasts a while is no denied relay.
        await using var grey = new ScriptedServer(async talk => { await talk.Open("250 s"); await talk.Take(said => said.StartsWith("RCPT", StringComparison.Ordinal) ? "451 4.7.1 Greylisted, try again later" : null); });
        var put = await SmtpProbe.Try(Settings(grey.Port, SmtpSecurity.StartTlsIfOffered), Letters.Bounces, Letters.Hana, null, null, default);
        put.Where(step => !step.IsGood).ShouldHaveSingleItem().IsRelayDenied.ShouldBeFalse();
        put[^1].Advice.ShouldContain("greylisting");
    }

    [Theory]
    [InlineData(0, "Connect")]
    [InlineData(1, "Connect Greeting")]
    [InlineData(2, "Connect Greeting Hello Tls Auth")]
    [InlineData(3, "Connect Greeting Hello Tls Auth Sender")]
    public async Task The_connection_test_shows_how_far_it_came_with_a_server_that_falls_silent(int answers, string passed)
    {
        string[] script = ["220 hello", "250 s", "250 sender"];
        var clock = new HandClock();
        var silent = new TaskCompletionSource();
        await using var server = new ScriptedServer(async talk =>
        {
            for (var i = 0; i < answers; i++)
            {
                await talk.Say(script[i]);
                await talk.Hear();
            }
            silent.SetResult();
            await talk.Nothing();
        });

        var trying = SmtpProbe.Try(Letters.Settings(server.Port), Letters.Bounces, Letters.Hana, clock, null, default);
        await silent.Task;
        while (!trying.IsCompleted)
        {
            clock.Move(TimeSpan.FromMinutes(11));
            await Task.Yield();
        }
        var steps = await trying;
        string.Join(' ', steps.Where(step => step.IsGood).Select(step => step.Stage)).ShouldBe(passed);
        steps.Where(step => !step.IsGood).ShouldHaveSingleItem().Kind.ShouldBe(TroubleKind.TimedOut);
        steps[^1].IsGood.ShouldBeFalse();
    }

    static string ServerSignature(string password, string firstBare, string challenge, string finalWithout)
    {
        var salted = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(password, "salt"u8.ToArray(), 4096, System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        var key = System.Security.Cryptography.HMACSHA256.HashData(salted, "Server Key"u8);
        return Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{firstBare},{challenge},{finalWithout}")));
    }
}
