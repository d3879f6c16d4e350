using System.Globalization;
using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CsEngage.Mail.Smtp;

/// <summary>From nothing to a session that takes messages: connect, banner, EHLO, TLS, AUTH.</summary>
sealed class SmtpHandshake(SmtpSettings settings, TimeProvider time, int number, Action<WireLine>? log)
{
    static readonly string[] Mechanisms = ["SCRAM-SHA-256", "PLAIN", "LOGIN"];
    SmtpLine line = null!;

    /// <summary>What the server offers now; after TLS it says so anew.</summary>
    public SmtpExtensions Offer { get; private set; } = SmtpExtensions.None;

    /// <summary>How it greeted.</summary>
    public string Banner { get; private set; } = "";

    public bool IsEncrypted => line.IsEncrypted;

    /// <summary>Told each step that went well, in the order of going; the greeting of a client comes twice where TLS is between.</summary>
    public Action<SmtpStage>? Passed { get; init; }

    /// <summary>Opens the session.</summary>
    /// <exception cref="TroubleException">It did not work; the line is closed.</exception>
    public async Task<SmtpSession> Open(CancellationToken stop)
    {
        line = await Connect(stop);
        try
        {
            line.Begin(settings.DotGrace, stop);
            Passed?.Invoke(SmtpStage.Connect);
            if (settings.Security == SmtpSecurity.Tls) await Encrypt();
            await Greet();
            await Hello();
            await Protect();
            await SignIn();
            line.End();
            return new SmtpSession(settings, line, Offer);
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    async Task<SmtpLine> Connect(CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = new CancellationTokenSource(settings.ConnectTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, either.Token);
            return new SmtpLine(socket, new NetworkStream(socket, ownsSocket: false), time, number, log);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            socket.Dispose();
            throw new TroubleException(Explain(e, stop.IsCancellationRequested), e);
        }
    }

    Trouble Explain(Exception e, bool stopped)
    {
        (TroubleKind kind, Sentence text) = e switch
        {
            OperationCanceledException when stopped => (TroubleKind.Cancelled, Sentence.Of("The attempt was stopped.")),
            OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut } => (TroubleKind.TimedOut, Sentence.Of("{0} does not answer on port {1}: a firewall or the wrong port.", settings.Host, settings.Port)),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => (TroubleKind.HostUnknown, Sentence.Of("The name {0} has no address.", settings.Host)),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => (TroubleKind.ConnectionRefused, Sentence.Of("Nobody listens on port {0} of {1}.", settings.Port, settings.Host)),
            _ => (TroubleKind.ConnectionRefused, Sentence.Of("{0} cannot be reached: {1}", settings.Host, e.Message)),
        };
        return new(SmtpStage.Connect, kind, text);
    }

    async Task Greet()
    {
        var greeting = await line.Reply(SmtpStage.Greeting, settings.CommandTime);
        if (greeting.Code != 220) throw Refusal(SmtpStage.Greeting, greeting, Sentence.Of("{0} turned us away at the door: {1}", settings.Host, greeting));
        Banner = greeting.Text;
        Passed?.Invoke(SmtpStage.Greeting);
    }

    async Task Hello()
    {
        var name = HelloName(settings.HelloName);
        var lines = new List<string>();
        line.Put("EHLO " + name);
        line.PutEnd();
        await line.Flush(SmtpStage.Hello, settings.CommandTime);
        var reply = await line.Reply(SmtpStage.Hello, settings.CommandTime, lines);
        if (reply.Code == 250)
        {
            Offer = SmtpExtensions.Read(lines);
            Passed?.Invoke(SmtpStage.Hello);
            return;
        }
        // A server of RFC 821 days; where TLS or a password is needed it cannot serve.
        if (reply.Code is not (500 or 501 or 502 or 504 or 550)) throw Refusal(SmtpStage.Hello, reply, Sentence.Of("{0} does not accept our EHLO: {1}", settings.Host, reply));
        reply = await line.Command("HELO " + name, SmtpStage.Hello, settings.CommandTime);
        if (reply.Code != 250) throw Refusal(SmtpStage.Hello, reply, Sentence.Of("{0} does not accept our HELO: {1}", settings.Host, reply));
        Offer = SmtpExtensions.None;
        Passed?.Invoke(SmtpStage.Hello);
    }

    async Task Protect()
    {
        if (settings.Security == SmtpSecurity.Tls) return;
        if (settings.Security == SmtpSecurity.None || (settings.Security == SmtpSecurity.StartTlsIfOffered && !Offer.StartTls))
        {
            Passed?.Invoke(SmtpStage.Tls);
            return;
        }
        if (!Offer.StartTls)
        {
            throw new TroubleException(new(SmtpStage.Tls, TroubleKind.TlsNotOffered, Sentence.Of("{0} does not offer STARTTLS on port {1}, which the settings require.", settings.Host, settings.Port)));
        }
        var reply = await line.Command("STARTTLS", SmtpStage.Tls, settings.CommandTime);
        if (reply.Code != 220) throw Refusal(SmtpStage.Tls, reply, Sentence.Of("{0} offered STARTTLS and then refused it: {1}", settings.Host, reply));
        // What came in the clear behind the 220 was put there by somebody in between (CVE-2011-0411 and its many children).
        if (line.HasUnreadInput) throw new TroubleException(new(SmtpStage.Tls, TroubleKind.Protocol, Sentence.Of("The server said more after agreeing to TLS: somebody may be tampering with the line.")));
        await Encrypt();
        await Hello();      // RFC 3207 §4.2: what was offered before does not count
    }

    async Task Encrypt()
    {
        Sentence? flaw = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.Host,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                if (settings.AcceptsAnyCertificate || errors == SslPolicyErrors.None) return true;
                flaw = Flaw(certificate as X509Certificate2, chain, errors);
                return false;
            },
        };
        if (settings.Roots() is { } roots)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }
        try { await line.Encrypt(options, settings.CommandTime); }
        catch (TroubleException e) when (flaw is not null)
        {
            throw new TroubleException(new(SmtpStage.Tls, TroubleKind.CertificateRefused, flaw), e);
        }
        line.Log("(TLS)");
        Passed?.Invoke(SmtpStage.Tls);
    }

    Sentence Flaw(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return Sentence.Of("{0} showed no certificate.", settings.Host);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return Sentence.Of("The certificate is for {0}, not for {1}.", certificate.GetNameInfo(X509NameType.DnsName, false), settings.Host);
        var status = chain?.ChainStatus.Select(s => s.Status).Aggregate(X509ChainStatusFlags.NoError, (a, b) => a | b) ?? X509ChainStatusFlags.NoError;
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) return Sentence.Of("The certificate of {0} is expired or not yet valid (until {1}).", settings.Host, certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return Sentence.Of("The certificate of {0} comes from {1}, which this machine does not trust.", settings.Host, certificate.GetNameInfo(X509NameType.SimpleName, true));
    }

    async Task SignIn()
    {
        if (settings.User.Length == 0)
        {
            Passed?.Invoke(SmtpStage.Auth);
            return;
        }
        var clear = !line.IsEncrypted && settings.Security != SmtpSecurity.None;
        var mechanism = Mechanisms.FirstOrDefault(m => Offer.Auth.Contains(m) && (!clear || m == "SCRAM-SHA-256"));
        if (mechanism is null)
        {
            throw new TroubleException(new(SmtpStage.Auth, TroubleKind.AuthNotOffered, Offer.Auth.IsEmpty
                ? Sentence.Of("{0} offers no sign-in here; on most servers it appears only after TLS or on port 587 or 465.", settings.Host)
                : clear ? Sentence.Of("{0} offers {1}, and none of these can be used without TLS.", settings.Host, string.Join(", ", Offer.Auth))
                : Sentence.Of("{0} offers {1}, and none of these can be used by us.", settings.Host, string.Join(", ", Offer.Auth))));
        }
        var reply = mechanism switch
        {
            "PLAIN" => await Say("AUTH PLAIN ", Base64($"\0{settings.User}\0{settings.Password}")),
            "LOGIN" => await Login(),
            _ => await ScramSha256(),
        };
        if (reply.Code == 235)
        {
            Passed?.Invoke(SmtpStage.Auth);
            return;
        }
        throw new TroubleException(reply.IsTransient
            ? new(SmtpStage.Auth, TroubleKind.ServerBusy, Sentence.Of("The server cannot check the sign-in now: {0}", reply), reply)
            : new(SmtpStage.Auth, TroubleKind.AuthRefused, Sentence.Of("The server does not accept user name and password: {0}", reply), reply));
    }

    async Task<SmtpReply> Login()
    {
        var reply = await line.Command("AUTH LOGIN", SmtpStage.Auth, settings.CommandTime);
        if (reply.Code == 334) reply = await Say("", Base64(settings.User));
        if (reply.Code == 334) reply = await Say("", Base64(settings.Password));
        return reply;
    }

    async Task<SmtpReply> ScramSha256()
    {
        var scram = new Scram(settings.User, settings.Password, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18)));
        var reply = await Say("AUTH SCRAM-SHA-256 ", Base64(scram.First));
        if (reply.Code != 334) return reply;
        try
        {
            reply = await Say("", Base64(scram.Final(Utf8(reply.Text))));
            if (reply.Code == 235) throw new FormatException("The server took the sign-in without proving that it knows the password.");
            if (reply.Code != 334) return reply;
            if (!scram.Proves(Utf8(reply.Text))) throw new FormatException("The server could not prove that it knows the password.");
            return await line.Command("", SmtpStage.Auth, settings.CommandTime);
        }
        catch (FormatException e)
        {
            throw new TroubleException(new(SmtpStage.Auth, TroubleKind.Protocol, e.Message, reply), e);
        }
    }

    ValueTask<SmtpReply> Say(string open, string secret) => line.Command(open + secret, SmtpStage.Auth, settings.CommandTime, open + "****");

    static TroubleException Refusal(SmtpStage stage, SmtpReply reply, Sentence words) => new(new(stage,
        reply.IsTransient ? TroubleKind.ServerBusy : reply.IsPermanent ? TroubleKind.ServerRefused : TroubleKind.Protocol,
        words, reply));

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static string Utf8(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64.Trim()));

    static string HelloName(string wanted)
    {
        var name = wanted.Length > 0 ? wanted : System.Net.Dns.GetHostName();
        return Mailbox.Host(name.ToLowerInvariant(), out var ascii) ? ascii : "localhost";
    }
}
