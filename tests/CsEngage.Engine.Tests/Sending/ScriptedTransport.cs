using CsEngage.Mail;

namespace CsEngage.Engine.Tests.Sending;

/// <summary>A server that answers as told, one answer per message; after the last it takes everything.</summary>
sealed class ScriptedTransport(params IEnumerable<Delivery> answers) : IMailTransport
{
    readonly Queue<Delivery> answers = new(answers);

    // A batch is sent over several connections at once.
    readonly Lock gate = new();

    public List<(Envelope Envelope, ReceivedMessage Message)> Taken { get; } = [];

    public int Tries { get; private set; }

    public async Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
    {
        var answer = Next();
        if (answer is not (Delivery.Sent or Delivery.Ambiguous)) return answer;
        if (beforeDot is not null && !await beforeDot(stop)) return new Delivery.NotSent(new Trouble(SmtpStage.Content, TroubleKind.Withdrawn, "Withdrawn."));
        if (answer is not Delivery.Sent) return answer;
        var parsed = ReceivedMessage.Parse(message);
        lock (gate) Taken.Add((envelope, parsed));
        return answer;
    }

    Delivery Next()
    {
        lock (gate)
        {
            Tries++;
            return answers.TryDequeue(out var told) ? told : new Delivery.Sent(new SmtpReply(250, new EnhancedStatus(2, 0, 0), "Ok 0100018c-taken"));
        }
    }

    public static Delivery Deferred(int code, string status, string text) => new Delivery.Deferred(Reply(code, status, text), SmtpStage.Recipient);

    public static Delivery Refused(int code, string status, string text) => new Delivery.Refused(Reply(code, status, text), SmtpStage.Recipient);

    public static Delivery Lost() => new Delivery.Ambiguous(new Trouble(SmtpStage.Content, TroubleKind.ConnectionLost, "The connection broke after the dot."));

    public static Delivery NotThere() => new Delivery.NotSent(new Trouble(SmtpStage.Connect, TroubleKind.ConnectionRefused, "Nobody listens there."));

    static SmtpReply Reply(int code, string status, string text) => new(code, EnhancedStatus.Leading(status + " "), text);
}
