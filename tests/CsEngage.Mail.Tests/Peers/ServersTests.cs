using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CsEngage.Mail.Smtp;
using CsEngage.Mail.Tests.Smtp;

namespace CsEngage.Mail.Tests.Peers;

/// <summary>Postfix, in a configuration of its own on a loopback port.</summary>
public sealed class PostfixServer : IAsyncLifetime
{
    DovecotAuth auth = null!;
    Running? running;

    public int Port { get; private set; }

    public int TlsPort { get; private set; }

    string Inbox => Path.Combine(running!.Folder, "mail/inbox/new");

    public async Task InitializeAsync()
    {
        Tool.Find("postfix", "postfix");
        if (!Environment.IsPrivilegedProcess) return; // Its tests are skipped and say so.
        var folder = Running.NewFolder("postfix");
        (Port, TlsPort, auth) = (Running.FreePort(), Running.FreePort(), new DovecotAuth());
        using var certificate = TestCertificates.For("localhost");
        await File.WriteAllTextAsync($"{folder}/tls.pem", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        foreach (var name in new[] { "queue", "data", "mail" }) Directory.CreateDirectory($"{folder}/{name}");
        await File.WriteAllTextAsync($"{folder}/main.cf", $$"""
            compatibility_level = 3.6
            queue_directory = {{folder}}/queue
            data_directory = {{folder}}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = postfix.example.com
            inet_protocols = ipv4
            inet_interfaces = 127.0.0.1
            maillog_file = {{folder}}/mail.log
            maillog_file_prefixes = {{folder}}
            mydestination =
            alias_maps =
            virtual_mailbox_domains = example.jp
            virtual_mailbox_base = {{folder}}/mail
            virtual_mailbox_maps = static:inbox/
            virtual_uid_maps = static:65534
            virtual_gid_maps = static:65534
            message_size_limit = 200000
            mynetworks =
            smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
            smtpd_recipient_restrictions = check_recipient_access inline:{ {gone@example.jp=550 5.1.1 no such user} {grey@example.jp=451 4.7.1 greylisted} {busy@example.jp=421 4.3.2 closing} }, permit
            smtpd_tls_chain_files = {{folder}}/tls.pem
            smtpd_tls_security_level = may
            smtpd_tls_auth_only = yes
            smtpd_sasl_auth_enable = yes
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = inet:127.0.0.1:{{auth.Port}}
            smtputf8_enable = yes
            smtpd_client_connection_count_limit = 0
            anvil_rate_time_unit = 1s

            """);
        await File.WriteAllTextAsync($"{folder}/master.cf", $"""
            {Port} inet n - n - - smtpd
            {TlsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            virtual unix - n n - - virtual
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """);
        var chown = await Tool.Run("/bin/sh", ["-c", $"chown 65534:65534 {folder}/mail && chown postfix {folder}/data"]);
        chown.Code.ShouldBe(0, chown.Error);
        running = await Running.Start(folder, $"postfix -c {folder} start-fg", Port, $"postfix -c {folder} abort");
    }

    public async Task DisposeAsync()
    {
        if (running is null) return;
        await running.DisposeAsync();
        await auth.DisposeAsync();
    }

    public SmtpSettings Settings(SmtpSecurity security = SmtpSecurity.StartTls) => new()
    {
        Host = "localhost", Port = security == SmtpSecurity.Tls ? TlsPort : Port, Security = security, TrustedRoots = TestCertificates.RootPem, HelloName = "client.example.com",
    };

    /// <summary>Whether anything in the mailbox or the queue holds the marker.</summary>
    public bool Has(string marker) => Directory.GetFiles(Inbox).Concat(new[] { "incoming", "active", "deferred", "hold", "maildrop" }.SelectMany(q => Directory.GetFiles(Path.Combine(running!.Folder, "queue", q), "*", SearchOption.AllDirectories)))
        .Any(f => Held(f).Contains(marker, StringComparison.Ordinal));

    // Postfix moves its files while they are looked through; the one that is asked about would be found where it went.
    static string Held(string file)
    {
        try { return File.ReadAllText(file); }
        catch (FileNotFoundException) { return ""; }
    }

    /// <summary>The delivered message that has this subject, as Postfix filed it.</summary>
    public async Task<byte[]> Delivered(string marker)
    {
        return await Running.Until(Look) ?? throw new TimeoutException($"Postfix delivered nothing with {marker}: {await File.ReadAllTextAsync(Path.Combine(running!.Folder, "mail.log"))}");

        async Task<byte[]?> Look()
        {
            if (!Directory.Exists(Inbox)) return null;
            foreach (var file in Directory.GetFiles(Inbox))
            {
                var bytes = await File.ReadAllBytesAsync(file);
                if (Encoding.UTF8.GetString(bytes).Contains(marker, StringComparison.Ordinal)) return bytes;
            }
            return null;
        }
    }
}

public sealed class PostfixTests(PostfixServer postfix) : IClassFixture<PostfixServer>
{
    static readonly CancellationToken Never = CancellationToken.None;

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [RootTheory("Postfix starts only as root.")]
    [MemberData(nameof(Names))]
    public async Task Every_kind_of_message_arrives_byte_for_byte(string sample)
    {
        await using var transport = new SmtpTransport(postfix.Settings());
        var id = new MessageId($"postfix-{sample}", "example.com");
        var bytes = (Samples.All[sample] with { MessageId = id }).ToBytes();

        (await transport.Send(Letters.ToHana, bytes, Never)).ShouldBeOfType<Delivery.Sent>().Reply.Text.ShouldContain("queued as");

        var filed = Encoding.UTF8.GetString(await postfix.Delivered(id.ToString()));
        filed.ShouldEndWith(bytes.Text().Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [RootFact("Postfix starts only as root.")]
    public async Task It_speaks_TLS_from_the_first_byte_too()
    {
        await using var transport = new SmtpTransport(postfix.Settings(SmtpSecurity.Tls));
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [RootTheory("Postfix starts only as root.")]
    [InlineData("gone@example.jp", "Refused 550 5.1.1 at Recipient")]
    [InlineData("grey@example.jp", "Deferred 451 4.7.1 at Recipient")]
    [InlineData("busy@example.jp", "Deferred 421 4.3.2 at Recipient")]
    [InlineData("else@example.org", "Refused 554 5.7.1 at Recipient")]
    public async Task Its_refusals_are_what_they_are(string recipient, string outcome)
    {
        await using var transport = new SmtpTransport(postfix.Settings());
        SmtpTransportTests.Said(await transport.Send(new Envelope(Letters.Bounces, new Mailbox(recipient)), Letters.Bytes, Never)).ShouldBe(outcome);
    }

    [RootFact("Postfix starts only as root.")]
    public async Task One_of_many_is_refused_and_the_connection_goes_on()
    {
        await using var transport = new SmtpTransport(postfix.Settings() with { Connections = 1 });
        var some = await transport.Send(new Envelope(Letters.Bounces, [new("a@example.jp"), new("gone@example.jp"), new("b@example.jp")]), Letters.Bytes, Never);
        some.ShouldBeOfType<Delivery.Sent>().NotAccepted.Select(n => n.Recipient.Address).ShouldBe(["gone@example.jp"]);
        SmtpTransportTests.Said(await transport.Send(new Envelope(null, new Mailbox("gone@example.jp")), Letters.Bytes, Never)).ShouldStartWith("Refused");
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [RootFact("Postfix starts only as root.")]
    public async Task A_421_in_the_middle_of_a_session_puts_that_message_off_and_no_other()
    {
        await using var transport = new SmtpTransport(postfix.Settings() with { Connections = 1 });
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        SmtpTransportTests.Said(await transport.Send(new Envelope(Letters.Bounces, new Mailbox("busy@example.jp")), Letters.Bytes, Never)).ShouldBe("Deferred 421 4.3.2 at Recipient");
        (await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBeOfType<Delivery.Sent>();
    }

    [RootFact("Postfix starts only as root.")]
    public async Task Its_size_limit_is_known_before_sending()
    {
        await using var transport = new SmtpTransport(postfix.Settings());
        var big = (Letters.Plain with { Attachments = [new("a.bin", "application/zip", new byte[200_000])] }).ToBytes();
        SmtpTransportTests.Said(await transport.Send(Letters.ToHana, big, Never)).ShouldBe("Refused 552 5.3.4 at Sender");
    }

    [RootTheory("Postfix starts only as root.")]
    [InlineData("hana", "sécret", "Sent")]
    [InlineData("hana", "wrong", "NotSent AuthRefused at Auth")]
    public async Task It_knows_its_users(string user, string password, string outcome)
    {
        await using var transport = new SmtpTransport(postfix.Settings() with { User = user, Password = password });
        SmtpTransportTests.Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe(outcome);
    }

    [RootFact("Postfix starts only as root.")]
    public async Task An_address_outside_ASCII_goes_by_SMTPUTF8()
    {
        await using var transport = new SmtpTransport(postfix.Settings());
        var hana = new Mailbox("花@example.jp", "花");
        var bytes = (Letters.Plain with { To = [hana], MessageId = new("utf8", "example.com") }).ToBytes();
        (await transport.Send(new Envelope(Letters.Bounces, hana), bytes, Never)).ShouldBeOfType<Delivery.Sent>();
        (await postfix.Delivered("<utf8@example.com>")).Text().ShouldContain("花@example.jp");
    }

    [RootFact("Postfix starts only as root.")]
    public async Task A_certificate_from_nobody_is_not_trusted()
    {
        await using var transport = new SmtpTransport(postfix.Settings() with { TrustedRoots = "" });
        SmtpTransportTests.Said(await transport.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("NotSent CertificateRefused at Tls");
        await using var other = new SmtpTransport(postfix.Settings() with { Host = "127.0.0.1" });
        SmtpTransportTests.Said(await other.Send(Letters.ToHana, Letters.Bytes, Never)).ShouldBe("NotSent CertificateRefused at Tls");
    }

    [RootFact("Postfix starts only as root.")]
    public async Task Withdrawn_before_the_dot_nothing_arrives()
    {
        await using var transport = new SmtpTransport(postfix.Settings());
        var bytes = (Letters.Plain with { MessageId = new("withdrawn", "example.com") }).ToBytes();
        SmtpTransportTests.Said(await transport.Send(Letters.ToHana, bytes, _ => ValueTask.FromResult(false), Never)).ShouldBe("NotSent Withdrawn at Content");
        (await transport.Send(Letters.ToHana, (Letters.Plain with { MessageId = new("after-withdrawn", "example.com") }).ToBytes(), Never)).ShouldBeOfType<Delivery.Sent>();
        await postfix.Delivered("<after-withdrawn@example.com>");
        postfix.Has("<withdrawn@example.com>").ShouldBeFalse();
    }
}

/// <summary>aiosmtpd, Python's server: strict about syntax, keeps what it gets.</summary>
public sealed class AiosmtpdTests
{
    const string Server = """
        import asyncio, ssl, sys, os
        from aiosmtpd.smtp import SMTP, AuthResult
        class Keep:
            n = 0
            async def handle_DATA(self, server, session, envelope):
                Keep.n += 1
                open(os.path.join(sys.argv[1], "m%d" % Keep.n), "wb").write(envelope.original_content)
                return "250 2.0.0 kept as %d" % Keep.n
        def auth(server, session, envelope, mechanism, data):
            ok = data.login == b"hana" and data.password == b"secret"
            return AuthResult(success=ok, handled=False) if not ok else AuthResult(success=True)
        async def main():
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(os.path.join(sys.argv[1], "tls.pem"))
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(Keep(), tls_context=tls, require_starttls=True, authenticator=auth, auth_required=True, auth_exclude_mechanism=[x for x in sys.argv[3:]], enable_SMTPUTF8=True, loop=loop), "127.0.0.1", int(sys.argv[2]))
            await server.serve_forever()
        asyncio.run(main())
        """;

    [Theory]
    [InlineData("")]
    [InlineData("PLAIN")]
    public async Task It_takes_messages_by_each_mechanism(string without)
    {
        var folder = Running.NewFolder("aiosmtpd");
        var port = Running.FreePort();
        using var certificate = TestCertificates.For("localhost");
        await File.WriteAllTextAsync($"{folder}/tls.pem", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        await File.WriteAllTextAsync($"{folder}/server.py", Server);
        (await Tool.Run(Tool.Python, ["-c", "import aiosmtpd"])).Code.ShouldBe(0, "aiosmtpd is missing: apt-get install -y python3-aiosmtpd");
        await using var running = await Running.Start(folder, $"{Tool.Python} {folder}/server.py {folder} {port} {without}", port);
        var settings = new SmtpSettings { Host = "localhost", Port = port, User = "hana", Password = "secret", TrustedRoots = TestCertificates.RootPem };
        await using var transport = new SmtpTransport(settings);

        var kept = 0;
        foreach (var (_, sample) in Samples.All)
        {
            var bytes = sample.ToBytes();
            (await transport.Send(Letters.ToHana, bytes, CancellationToken.None)).ShouldBeOfType<Delivery.Sent>();
            (await File.ReadAllBytesAsync($"{folder}/m{++kept}")).ShouldBe(bytes);
        }
        await using var stranger = new SmtpTransport(settings with { Password = "wrong" });
        SmtpTransportTests.Said(await stranger.Send(Letters.ToHana, Letters.Bytes, CancellationToken.None)).ShouldBe("NotSent AuthRefused at Auth");
    }
}

/// <summary>Exim, which Debian lets nobody install beside Postfix: unpacked and run from its folder.</summary>
public sealed class EximTests
{
    const string Packages = "exim4-daemon-light exim4-base libidn12";

    [RootFact("Exim is run from its folder in a mount namespace of its own.")]
    public async Task It_takes_every_kind_of_message()
    {
        var unpacked = await Unpacked();
        var folder = Running.NewFolder("exim");
        var port = Running.FreePort();
        using var certificate = TestCertificates.For("localhost");
        await File.WriteAllTextAsync($"{folder}/tls.pem", certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        await File.WriteAllTextAsync($"{folder}/exim.conf", $$"""
            primary_hostname = exim.example.com
            spool_directory = {{folder}}/spool
            log_file_path = {{folder}}/spool/%slog
            pid_file_path = {{folder}}/spool/exim.pid
            daemon_smtp_ports = {{port}}
            local_interfaces = 127.0.0.1
            queue_only = true
            message_size_limit = 300K
            tls_certificate = {{folder}}/tls.pem
            tls_privatekey = {{folder}}/tls.pem
            tls_advertise_hosts = *
            acl_smtp_rcpt = rcpt
            acl_smtp_data = data
            smtp_accept_max_per_connection = 1000
            begin acl
            rcpt:
              deny local_parts = gone
                message = 5.1.1 no such user
              defer local_parts = grey
                message = 4.7.1 later
              accept
            data:
              deny condition = ${if match{$h_subject:}{^refuse me} }
                message = 5.7.1 not this
              accept

            """);
        // Exim looks for its own user; in a namespace of its own it finds one without the machine having it.
        await File.WriteAllTextAsync($"{folder}/run", $"""
            cp /etc/passwd {folder}/passwd; cp /etc/group {folder}/group; mkdir {folder}/spool
            echo 'Debian-exim:x:993:993::/tmp:/usr/sbin/nologin' >>{folder}/passwd; echo 'Debian-exim:x:993:' >>{folder}/group
            chown 993:993 {folder}/spool; chmod 644 {folder}/tls.pem
            mount --bind {folder}/passwd /etc/passwd && mount --bind {folder}/group /etc/group
            LD_LIBRARY_PATH={unpacked}/usr/lib/x86_64-linux-gnu:{unpacked}/usr/lib/aarch64-linux-gnu exec {unpacked}/usr/sbin/exim4 -C {folder}/exim.conf -bdf

            """);
        await using var running = await Running.Start(folder, $"unshare -m sh {folder}/run", port);
        await using var transport = new SmtpTransport(new SmtpSettings { Host = "localhost", Port = port, TrustedRoots = TestCertificates.RootPem });

        foreach (var (name, sample) in Samples.All)
        {
            var bytes = sample.ToBytes();
            var reply = (await transport.Send(Letters.ToHana, bytes, CancellationToken.None)).ShouldBeOfType<Delivery.Sent>(name).Reply;
            var id = reply.Text.Split("id=")[1].Trim();
            // The first line of a -D file is its own name; the rest is the body as it came.
            var filed = await File.ReadAllTextAsync($"{folder}/spool/input/{id}-D");
            filed[(filed.IndexOf('\n') + 1)..].ShouldBe(bytes.Text()[(bytes.Text().IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Replace("\r\n", "\n", StringComparison.Ordinal));
        }
        SmtpTransportTests.Said(await transport.Send(new Envelope(null, new Mailbox("gone@example.jp")), Letters.Bytes, CancellationToken.None)).ShouldBe("Refused 550 5.1.1 at Recipient");
        SmtpTransportTests.Said(await transport.Send(new Envelope(null, new Mailbox("grey@example.jp")), Letters.Bytes, CancellationToken.None)).ShouldBe("Deferred 451 4.7.1 at Recipient");
        SmtpTransportTests.Said(await transport.Send(Letters.ToHana, (Letters.Plain with { Subject = "refuse me" }).ToBytes(), CancellationToken.None)).ShouldBe("Refused 550 5.7.1 at Content");
    }

    static async Task<string> Unpacked()
    {
        var folder = Path.Combine(Path.GetTempPath(), "csengage-exim-unpacked");
        if (File.Exists($"{folder}/usr/sbin/exim4")) return folder;
        // Under a name of its own until it is whole: another run may look for it at the same moment. The lists of packages may be old or not there at all.
        var fresh = Directory.CreateTempSubdirectory("csengage-exim-").FullName;
        var got = await Tool.Run("/bin/sh", ["-c", $"cd {fresh} && chmod 755 . && (apt-get download -qq {Packages} || (apt-get update -qq && apt-get download -qq {Packages})) && for p in *.deb; do dpkg -x $p . || exit 1; done"]);
        got.Code.ShouldBe(0, $"Exim could not be fetched: apt-get update && apt-get download {Packages}\n{got.Error}");
        try { Directory.Move(fresh, folder); }
        catch (IOException) when (File.Exists($"{folder}/usr/sbin/exim4")) { Directory.Delete(fresh, recursive: true); }     // the other run was first
        return folder;
    }
}
