using CsEngage.Engine.Drains;
using CsEngage.Mail;
using Microsoft.Extensions.Logging;

namespace CsEngage.Engine.Sending;

/// <summary>Reads the Maildir of the settings, if there is one: each new message once, then it stands in <c>cur</c>.</summary>
public sealed partial class MaildirDrain(SendingBook sending, Returns returns, ILogger<MaildirDrain> log) : Drain("mail-in", "settings")
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    const int Batch = 100;

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        if ((await sending.Routes()).Value.Maildir is not { Length: > 0 } folder) return DrainRun.Nothing;
        var maildir = new Maildir(folder);
        var done = 0;
        foreach (var name in maildir.Waiting(Batch))
        {
            if (stop.IsCancellationRequested) break;
            // What is larger than any report stands aside unread rather than in the way.
            var result = maildir.Read(name) is { } raw ? await returns.Take(raw, null, now) : Returned.Unreadable;
            if (result == Returned.Unreadable) Unreadable(log, name);
            if (maildir.Done(name)) done++;
        }
        return new(done, now + Every);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The message {Name} of the Maildir cannot be read; it stands in cur")]
    static partial void Unreadable(ILogger logger, string name);
}
