using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Mail.Smtp;

namespace CsEngage.Engine.Sending;

/// <summary>
/// Where all mail goes: signed if there is a key for its sender, then to the server of the settings, or, without one, to the mailbox that
/// staff can look into. New settings hold from the next message on.
/// </summary>
public sealed class Outgoing(SendingBook sending, CapturedTransport captured, TimeProvider time) : IMailTransport, IAsyncDisposable
{
    readonly Lock gate = new();
    (SendingServer Server, SmtpTransport Transport)? open;

    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        var signed = await Signed(message);
        while (true)
        {
            var server = await sending.Server();
            if (server.Host.Length == 0) return await captured.Send(envelope, signed, beforeDot, stop);
            try
            {
                return await To(server).Send(envelope, signed, beforeDot, stop);
            }
            catch (ObjectDisposedException)
            {
                // The settings changed between looking and sending; nothing was said on the line yet.
            }
        }
    }

    async ValueTask<ReadOnlyMemory<byte>> Signed(ReadOnlyMemory<byte> message)
    {
        var ring = await sending.Ring();
        if (ring.Terms.IsEmpty) return message;
        var head = message.Span.IndexOf("\r\n\r\n"u8);
        return ReceivedMessage.Parse(message[..(head < 0 ? message.Length : head + 4)]).From is { } from ? ring.Sign(message, from, time.GetUtcNow()) : message;
    }

    SmtpTransport To(SendingServer server)
    {
        lock (gate)
        {
            if (open is { } known && known.Server == server) return known.Transport;
            // What is still on its way over the old connections ends by itself.
            if (open is { } old) _ = old.Transport.DisposeAsync().AsTask();
            var transport = new SmtpTransport(sending.Open(server)!);
            open = (server, transport);
            return transport;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (open is { } last) await last.Transport.DisposeAsync();
    }
}
