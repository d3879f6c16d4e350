using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CsEngage.Mail.Tests.Smtp;

/// <summary>A server that does to each connection exactly what a test's script says, well or badly.</summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly List<Task> sessions = [];
    readonly CancellationTokenSource end = new();
    readonly Task accepting;
    int connections;

    public ScriptedServer(params Func<Talk, Task>[] scripts)
    {
        listener.Start();
        accepting = Accept(scripts);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => connections;

    /// <summary>Polite as far as the final dot, for scripts that want to misbehave later.</summary>
    public static async Task Polite(Talk talk)
    {
        await talk.Open();
        while (await talk.Take() is not null) await talk.Say("250 2.0.0 taken");
    }

    async Task Accept(Func<Talk, Task>[] scripts)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                var script = scripts[Math.Min(connections++, scripts.Length - 1)];
                sessions.Add(Run(client, script));
            }
        }
        catch (OperationCanceledException) { listener.Stop(); }
    }

    async Task Run(TcpClient client, Func<Talk, Task> script)
    {
        using (client)
        {
            client.NoDelay = true;
            try { await script(new Talk(client, end.Token)); }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException) { client.Close(); }   // the other side left: scripts end there
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting;
        await Task.WhenAll(sessions);
        end.Dispose();
        listener.Dispose();
    }
}

/// <summary>The server's side of one connection.</summary>
sealed class Talk(TcpClient client, CancellationToken end)
{
    Stream stream = client.GetStream();

    public List<string> Heard { get; } = [];

    public async Task Say(string text) => await Raw(text + "\r\n");

    public async Task Raw(string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), end);

    public void Close() => client.Close();

    /// <summary>Silence until the test is over or the client leaves.</summary>
    public async Task Nothing()
    {
        var rest = new byte[4096];
        while (await stream.ReadAsync(rest, end) > 0) { }
    }

    public async Task<string?> Hear()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, end) == 1)
        {
            line.Add(one[0]);
            if (one[0] != '\n') continue;
            var text = Encoding.UTF8.GetString([.. line]).TrimEnd('\r', '\n');
            Heard.Add(text);
            return text;
        }
        return null;
    }

    public async Task Open(string offers = "250-scripted\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES")
    {
        await Say("220 scripted ESMTP");
        await Hear();
        await Say(offers);
    }

    /// <summary>Answers commands as a well-behaved server until the content is complete; null when the client leaves.</summary>
    public async Task<string?> Take(Func<string, string?>? answer = null)
    {
        while (await Hear() is { } command)
        {
            if (answer?.Invoke(command) is { } said) { await Say(said); if (said.StartsWith("354", StringComparison.Ordinal)) return await Content(); continue; }
            switch (command.Split(' ')[0].ToUpperInvariant())
            {
                case "DATA":
                    await Say("354 go on");
                    return await Content();
                case "QUIT":
                    await Say("221 bye");
                    return null;
                default:
                    await Say("250 2.1.0 fine");
                    break;
            }
        }
        return null;
    }

    public async Task<string?> Content()
    {
        var text = new StringBuilder();
        while (await Hear() is { } line)
        {
            if (line == ".") return text.ToString();
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }
        return null;
    }

    public async Task Encrypt(X509Certificate2 certificate)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, end);
        stream = tls;
    }
}

/// <summary>A CA and certificates made for one test run.</summary>
static class TestCertificates
{
    static readonly Lazy<X509Certificate2> Root = new(() =>
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=CsEngage Test CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
    });

    public static string RootPem => Root.Value.ExportCertificatePem();

    public static X509Certificate2 For(string name, int untilYear = 2049)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(Root.Value, new(2020, 1, 2, 0, 0, 0, TimeSpan.Zero), new(untilYear, 1, 1, 0, 0, 0, TimeSpan.Zero), [1, 2, 3, (byte)(untilYear % 100)]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
