using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CsEngage.Mail.Tests.Dns;

/// <summary>A name server that knows what a test tells it. Answers by UDP and TCP; names it does not know do not exist.</summary>
sealed class ScriptedDns : IAsyncDisposable
{
    readonly Socket udp;
    readonly TcpListener tcp;
    readonly CancellationTokenSource end = new();
    readonly Task serving;

    public ScriptedDns(IPAddress? address = null, int port = 0)
    {
        (udp, tcp) = Bound(address ?? IPAddress.Loopback, port);
        Server = (IPEndPoint)udp.LocalEndPoint!;
        serving = Task.WhenAll(ServeUdp(), ServeTcp());
    }

    public IPEndPoint Server { get; }

    /// <summary>"txt example.com" → texts; "mx example.com" → "10 mx.example.com".</summary>
    public Dictionary<string, string[]> Records { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Turns an answer into something else, for tests of what must not be believed; null is silence.</summary>
    public Func<byte[], byte[]?> Tamper { get; set; } = answer => answer;

    public int Questions { get; private set; }

    // One number for both: what UDP was given may be taken for TCP by somebody else.
    static (Socket Udp, TcpListener Tcp) Bound(IPAddress address, int port)
    {
        while (true)
        {
            var packets = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            packets.Bind(new IPEndPoint(address, port));
            var streams = new TcpListener((IPEndPoint)packets.LocalEndPoint!);
            try
            {
                streams.Start();
                return (packets, streams);
            }
            catch (SocketException) when (port == 0)
            {
                streams.Dispose();
                packets.Dispose();
            }
        }
    }

    async Task ServeUdp()
    {
        var buffer = new byte[1500];
        try
        {
            while (true)
            {
                var got = await udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), end.Token);
                Questions++;
                var answer = Answer(buffer.AsSpan(0, got.ReceivedBytes));
                if (answer.Length > 1232) answer = [.. answer[..2], (byte)(answer[2] | 2), .. answer[3..4], .. answer[4..6], 0, 0, 0, 0, 0, 0, .. Question(buffer)];
                if (Tamper(answer) is { } sent) await udp.SendToAsync(sent, got.RemoteEndPoint, end.Token);
            }
        }
        catch (OperationCanceledException) { udp.Dispose(); }
    }

    async Task ServeTcp()
    {
        try
        {
            while (true)
            {
                using var client = await tcp.AcceptTcpClientAsync(end.Token);
                var stream = client.GetStream();
                var size = new byte[2];
                await stream.ReadExactlyAsync(size, end.Token);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(size)];
                await stream.ReadExactlyAsync(question, end.Token);
                var answer = Answer(question);
                await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], end.Token);
            }
        }
        catch (OperationCanceledException) { tcp.Dispose(); }
    }

    static byte[] Question(ReadOnlySpan<byte> packet)
    {
        var at = 12;
        while (packet[at] != 0) at += packet[at] + 1;
        return packet[12..(at + 5)].ToArray();
    }

    byte[] Answer(ReadOnlySpan<byte> packet)
    {
        var question = Question(packet);
        var name = new StringBuilder();
        for (var at = 0; question[at] != 0; at += question[at] + 1) name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(question, at + 1, question[at]));
        var kind = question[^3] switch { 1 => "a", 5 => "cname", 12 => "ptr", 15 => "mx", 16 => "txt", 28 => "aaaa", _ => "?" };
        var known = Records.TryGetValue($"{kind} {name}", out var found) ? found : [];
        var exists = known.Length > 0 || Records.Keys.Any(k => k.EndsWith(" " + name, StringComparison.OrdinalIgnoreCase));
        var answer = new List<byte> { packet[0], packet[1], 0x81, (byte)(exists ? 0x80 : 0x83), 0, 1, 0, (byte)known.Length, 0, 0, 0, 0 };
        answer.AddRange(question);
        foreach (var value in known)
        {
            byte[] data = kind switch
            {
                "txt" => [.. value.Chunk(200).SelectMany(c => (byte[])[(byte)c.Length, .. Encoding.ASCII.GetBytes(c)])],
                "a" or "aaaa" => IPAddress.Parse(value).GetAddressBytes(),
                "mx" => [0, byte.Parse(value.Split(' ')[0]), .. Name(value.Split(' ')[1])],
                _ => Name(value),
            };
            answer.AddRange([0xC0, 12, question[^4], question[^3], 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data]);
        }
        return [.. answer];
    }

    static byte[] Name(string name) => name is "." ? [0] : [.. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        end.Dispose();
    }
}
