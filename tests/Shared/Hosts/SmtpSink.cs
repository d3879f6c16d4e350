using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CsEngage.Tests;

/// <summary>A mail server that takes everything and remembers the Message-ID of each mail whose final dot it saw. It may be made to hold its answers back.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    readonly TcpListener listener;
    readonly Task accepting;
    volatile TaskCompletionSource? held;

    /// <param name="port">Where it listens; 0 for wherever there is room.</param>
    public SmtpSink(int port = 0)
    {
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Taken { get; } = [];

    /// <summary>From now on mails are taken and not answered, until <see cref="Release"/>.</summary>
    public void Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var waiting = held;
        held = null;
        waiting?.TrySetResult();
    }

    async Task Accept()
    {
        while (true)
        {
            TcpClient client;
            try { client = await listener.AcceptTcpClientAsync(); }
            catch (SocketException) { return; } // The test is over.
            catch (ObjectDisposedException) { return; }
            _ = Task.Run(() => Serve(client));
        }
    }

    async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 sink");
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase)) await Data(reader, writer);
                    else if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase)) { await writer.WriteLineAsync("221 bye"); return; }
                    else await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) ? "250 sink" : "250 ok");
                }
            }
            catch (IOException) { return; } // The client was killed: that is what this is for.
        }
    }

    async Task Data(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var id = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == ".")
            {
                Taken.Enqueue(id);
                if (held is { } waiting) await waiting.Task;
                await writer.WriteLineAsync("250 taken");
                return;
            }
            if (line.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase)) id = line["Message-ID:".Length..].Trim().Trim('<', '>');
        }
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        listener.Stop();
        await accepting;
    }
}
