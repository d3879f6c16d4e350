using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CsEngage.Mail.Tests.Peers;

/// <summary>Just enough of Dovecot's authentication protocol for Postfix to offer AUTH: one user, PLAIN and LOGIN.</summary>
sealed class DovecotAuth : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource end = new();
    readonly Task serving;

    public DovecotAuth()
    {
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    async Task Serve()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(Talk(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (OperationCanceledException) { listener.Dispose(); }
        await Task.WhenAll(talks);
    }

    async Task Talk(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\n" };
                await writer.WriteAsync("VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t00112233445566778899aabbccddeeff\nDONE\n");
                var user = "";
                while (await reader.ReadLineAsync(end.Token) is { } line)
                {
                    var words = line.Split('\t');
                    if (words is not ["AUTH" or "CONT", var id, ..]) continue;
                    var resp = words[0] == "CONT" ? words[2] : words.FirstOrDefault(w => w.StartsWith("resp=", StringComparison.Ordinal))?[5..];
                    var said = resp is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(resp));
                    if (words is ["AUTH", _, "PLAIN", ..] && said is not null) await writer.WriteLineAsync(said.Split('\0') is [_, "hana", "sécret"] ? $"OK\t{id}\tuser=hana" : $"FAIL\t{id}\tuser=x");
                    else if (words[0] == "AUTH") await writer.WriteLineAsync($"CONT\t{id}\t{Convert.ToBase64String("Username:"u8)}");
                    else if (user.Length == 0) { user = said!; await writer.WriteLineAsync($"CONT\t{id}\t{Convert.ToBase64String("Password:"u8)}"); }
                    else { await writer.WriteLineAsync((user, said) is ("hana", "sécret") ? $"OK\t{id}\tuser=hana" : $"FAIL\t{id}\tuser=x"); user = ""; }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException) { client.Close(); }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        end.Dispose();
    }
}
