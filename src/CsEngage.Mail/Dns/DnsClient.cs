using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CsEngage.Mail.Dns;

/// <summary>
/// A small stub resolver (RFC 1035, RFC 5452): asks the machine's name servers over UDP with a random id and port, repeats over TCP when the answer is cut off, keeps time.
/// It does not cache and does not follow aliases by itself; the name servers do that.
/// </summary>
public sealed class DnsClient
{
    readonly ImmutableArray<IPEndPoint> servers;
    readonly TimeSpan patience;
    readonly TimeProvider time;

    /// <summary>Makes a client.</summary>
    /// <param name="servers">Who is asked, in this order; empty for the machine's own.</param>
    /// <param name="patience">How long one server is waited for; 3 s when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public DnsClient(ImmutableArray<IPEndPoint> servers = default, TimeSpan? patience = null, TimeProvider? time = null)
    {
        this.servers = servers.IsDefaultOrEmpty ? Machine() : servers;
        this.patience = patience ?? TimeSpan.FromSeconds(3);
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Asks. Expected trouble is a value; only cancellation throws.</summary>
    /// <param name="name">A domain name; other scripts are turned into IDNA.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<DnsAnswer> Ask(string name, DnsKind kind, CancellationToken stop)
    {
        if (!Mailbox.Host(name.TrimEnd('.').ToLowerInvariant(), out var ascii)) return new DnsAnswer.Failed(Sentence.Of("“{0}” is not a domain name.", Mime.HeaderText.Clean(name)));
        if (servers.IsEmpty) return new DnsAnswer.Offline(Sentence.Of("This machine has no name server configured."));
        var question = DnsPacket.Question(BinaryPrimitives.ReadUInt16LittleEndian(RandomNumberGenerator.GetBytes(2)), ascii, kind);
        DnsAnswer? said = null;
        for (var round = 0; round < 2; round++)
        {
            foreach (var server in servers)
            {
                if (await Try(server, question, kind, stop) is not { } answer) continue;
                if (answer is not DnsAnswer.Failed) return answer;
                said ??= answer;
            }
            if (said is not null) return said;
        }
        return new DnsAnswer.Offline(Sentence.Of("No name server answered ({0}): this machine is offline, or DNS is blocked.", string.Join(", ", servers.Select(s => s.Address))));
    }

    // Null: this server did not answer.
    async Task<DnsAnswer?> Try(IPEndPoint server, byte[] question, DnsKind kind, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            var packet = await Udp(server, question, either.Token);
            if (DnsPacket.IsTruncated(packet)) packet = await Tcp(server, question, either.Token);
            return DnsPacket.Read(packet, kind);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested) { return null; }
        catch (Exception e) when (e is SocketException or IOException) { return null; }
    }

    static async Task<byte[]> Udp(IPEndPoint server, byte[] question, CancellationToken stop)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, stop);        // only this server's packets arrive
        await socket.SendAsync(question, stop);
        var buffer = new byte[4096];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, stop);
            if (DnsPacket.Answers(buffer.AsSpan(0, length), question)) return buffer[..length];
        }
    }

    static async Task<byte[]> Tcp(IPEndPoint server, byte[] question, CancellationToken stop)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, stop);
        await using var stream = new NetworkStream(socket);
        var framed = new byte[question.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Length);
        question.CopyTo(framed, 2);
        await stream.WriteAsync(framed, stop);
        var size = new byte[2];
        await stream.ReadExactlyAsync(size, stop);
        var packet = new byte[BinaryPrimitives.ReadUInt16BigEndian(size)];
        await stream.ReadExactlyAsync(packet, stop);
        return DnsPacket.Answers(packet, question) ? packet : throw new IOException("The answer is to another question.");
    }

    static ImmutableArray<IPEndPoint> Machine()
    {
        const string file = "/etc/resolv.conf";
        var found = File.Exists(file)
            ? File.ReadLines(file).Select(l => l.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(w => w is ["nameserver", _, ..]).Select(w => w[1])
            : System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().DnsAddresses).Select(a => a.ToString());
        return [.. found.Select(a => IPAddress.TryParse(a, out var ip) ? new IPEndPoint(ip, 53) : null).OfType<IPEndPoint>().Distinct().Take(3)];
    }
}
