using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsEngage.Mail;
using CsEngage.Mail.Dkim;
using CsEngage.Mail.Smtp;

namespace CsEngage.Bench.Mail;

/// <summary>
/// Messages of 2.2 KB, each composed anew, into Postfix's smtp-sink over kept connections. Beside it smtp-source, which composes nothing and keeps ten connections
/// (and one, like for like with one of ours), and nodemailer's pool of 16. With DKIM the baseline is bare RSA-2048 signing on two threads, which delivers
/// nothing, and a floor that does: the same signing with smtp-source behind it on the same cores. Of ours three callers share
/// each connection, as where mails are due: one is on the line, the next is opened behind its dot, and the one after that is being written.
/// </summary>
sealed class MailRow : Row
{
    static readonly int[] s_connections = [1, 4, 16];
    static readonly string s_text = string.Concat(Enumerable.Repeat("The report is ready, and this is the line that says what it holds.\n", 28));

    readonly string _folder = Directory.CreateTempSubdirectory("csengage-bench-mail").FullName;
    readonly DkimKey _key = new("example.com", "s1", DkimKey.NewPem());
    Process? _sink, _node;
    readonly Dictionary<int, int> _counts = [];
    int _port;

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        .. s_connections.Select(n => new Figure($"mail/{n}/smtp-source", "messages/s", "smtp-source -d -s 10", 0.7)),
        new("mail/1/smtp-source-1", "messages/s", "smtp-source -d -s 1", 0.7),
        new("mail/16/nodemailer", "messages/s", "nodemailer, pool of 16", 4),
        new("mail/dkim/rsa", "signed messages/s", "bare RSA-2048 signing on two threads", 0.8),
        new("mail/dkim/floor", "signed messages/s", "bare signing, then smtp-source, on the same cores", 0.8),
    ];

    internal override void Prepare(Effort effort)
    {
        _port = FreePort();
        _sink = Sink(_port, []);
        _node = Process.Start(new ProcessStartInfo("node", ["nodemailer.mjs"]) { WorkingDirectory = PeerFolder(), RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false });
    }

    internal override void Check()
    {
        // One message of ours, as the sink got it.
        var port = FreePort();
        using var sink = Sink(port, ["-d", Path.Combine(_folder, "m.")]);
        try
        {
            var bytes = Message(7).ToBytes();
            using var transport = Kept(port, 1);
            if (transport.Transport.Send(To, bytes, default).GetAwaiter().GetResult() is not Delivery.Sent) throw new InvalidOperationException("smtp-sink did not take our message.");
            // The sink keeps a file for each session, also for the one that only looked whether it listens.
            var got = string.Concat(Directory.GetFiles(_folder, "m.*").Select(file => Encoding.UTF8.GetString(File.ReadAllBytes(file)))).Replace("\r\n", "\n", StringComparison.Ordinal);
            if (!got.Contains(Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n'), StringComparison.Ordinal)) throw new InvalidOperationException("smtp-sink got something else than we sent.");
            if (bytes.Length is < 2100 or > 2400) throw new InvalidOperationException($"The message has {bytes.Length} octets instead of about 2,200.");
        }
        finally { sink.Kill(); }
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        foreach (var figure in figures)
        {
            yield return figure switch
            {
                "mail/1/smtp-source-1" => new(figure, Send(1, slice, null), SmtpSource(slice, 1)),
                "mail/16/nodemailer" => new(figure, Send(16, slice, null), Nodemailer(slice)),
                "mail/dkim/rsa" => new(figure, Send(16, slice, _key), Signing(slice)),
                // What is signed is delivered too: each message takes the time of both.
                "mail/dkim/floor" => new(figure, Send(16, slice, _key), 1 / ((1 / Signing(slice)) + (1 / SmtpSource(slice, 10)))),
                _ => new(figure, Send(int.Parse(figure.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture), slice, null), SmtpSource(slice, 10)),
            };
        }
    }

    public override void Dispose()
    {
        _sink?.Kill();
        _sink?.Dispose();
        _node?.Kill();
        _node?.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    static Envelope To { get; } = new(new Mailbox("bounces@example.com"), new Mailbox("hana@example.jp"));

    static MailMessage Message(int number) => new()
    {
        From = new("success@example.com", "Example Success"),
        To = [new("hana@example.jp", "Hana Sato")],
        Subject = "Your first report",
        MessageId = new($"touch-{number}", "example.com"),
        Date = new(2026, 11, 21, 9, 0, 0, TimeSpan.FromHours(9)),
        TextBody = s_text,
        Unsubscribe = new(new("https://engage.example.com/u/0193f2a4")),
    };

    double Send(int connections, TimeSpan slice, DkimKey? key)
    {
        using var kept = Kept(_port, connections);
        var started = TimeProvider.System.GetTimestamp();
        var number = 0;
        var workers = Enumerable.Range(0, 3 * connections).Select(_ => Task.Run(async () =>
        {
            var sent = 0;
            while (TimeProvider.System.GetElapsedTime(started) < slice)
            {
                var bytes = Message(Interlocked.Increment(ref number)).ToBytes();
                if (key is not null) bytes = DkimSigner.Sign(bytes, key, new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
                if (await kept.Transport.Send(To, bytes, default) is not Delivery.Sent) throw new InvalidOperationException("smtp-sink refused a message.");
                sent++;
            }
            return sent;
        })).ToArray();
        var all = Task.WhenAll(workers).GetAwaiter().GetResult().Sum();
        return all / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    double SmtpSource(TimeSpan slice, int sessions)
    {
        var count = _counts.GetValueOrDefault(sessions, 20_000);
        var started = TimeProvider.System.GetTimestamp();
        using var source = Process.Start(new ProcessStartInfo("smtp-source", ["-d", "-s", $"{sessions}", "-l", "2200", "-m", $"{count}", "-f", "bounces@example.com", "-t", "hana@example.jp", $"127.0.0.1:{_port}"]) { UseShellExecute = false })
            ?? throw new InvalidOperationException("smtp-source did not start: apt-get install -y postfix");
        source.WaitForExit();
        if (source.ExitCode != 0) throw new InvalidOperationException("smtp-source failed.");
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var rate = count / seconds;
        _counts[sessions] = Math.Max(1000, (int)(rate * slice.TotalSeconds));      // so that the next run takes a slice
        return rate;
    }

    double Nodemailer(TimeSpan slice)
    {
        _node!.StandardInput.WriteLine(new JsonObject { ["port"] = _port, ["milliseconds"] = slice.TotalMilliseconds, ["text"] = s_text }.ToJsonString());
        _node.StandardInput.Flush();
        var answer = JsonNode.Parse(_node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended."))!;
        return (double)answer["sent"]! / (double)answer["seconds"]!;
    }

    static double Signing(TimeSpan slice)
    {
        var threads = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() =>
        {
            using var rsa = RSA.Create(2048);
            var hash = new byte[32];
            var signature = new byte[256];
            return Rate(slice, () => rsa.SignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        return Task.WhenAll(threads).GetAwaiter().GetResult().Sum();
    }

    static KeptTransport Kept(int port, int connections) =>
        new(new SmtpTransport(new() { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, Connections = connections, MessagesPerConnection = int.MaxValue, HelloName = "bench.example.com" }));

    sealed class KeptTransport(SmtpTransport transport) : IDisposable
    {
        public SmtpTransport Transport { get; } = transport;

        public void Dispose() => Transport.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    // As root smtp-sink wants to become somebody else.
    static Process Sink(int port, string[] more)
    {
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "root"] : [];
        var sink = Process.Start(new ProcessStartInfo("smtp-sink", [.. user, .. more, $"127.0.0.1:{port}", "1024"]) { UseShellExecute = false }) ?? throw new InvalidOperationException("smtp-sink did not start: apt-get install -y postfix");
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, port);
                return sink;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10)) { Thread.Yield(); }
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string PeerFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peer = Path.Combine(folder.FullName, "tests", "CsEngage.Bench", "Mail", "Peer");
            if (File.Exists(Path.Combine(peer, "nodemailer.mjs"))) return peer;
        }
        throw new InvalidOperationException("The peer is found from inside the repository only.");
    }
}
