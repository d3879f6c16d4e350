namespace CsEngage.Mail.Smtp;

/// <summary>Spaces messages evenly over all connections; a pause is not made up for by a burst.</summary>
sealed class SmtpPace(double perSecond, TimeProvider time)
{
    readonly Lock gate = new();
    readonly TimeSpan interval = perSecond > 0 ? TimeSpan.FromSeconds(1 / perSecond) : default;
    DateTimeOffset next;

    public Task Wait(CancellationToken stop)
    {
        if (interval == default) return Task.CompletedTask;
        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetUtcNow();
            var at = next > now ? next : now;
            next = at + interval;
            wait = at - now;
        }
        return wait > default(TimeSpan) ? Task.Delay(wait, time, stop) : Task.CompletedTask;
    }
}
