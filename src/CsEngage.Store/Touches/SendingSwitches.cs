using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Store.Audit;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Touches;

/// <summary>Sending that is stopped.</summary>
/// <param name="Scope">all, journey:{key}, template:{key} or domain:{name}.</param>
/// <param name="IsByItself">Paused itself after complaints, bounces or failures.</param>
public sealed record SendingStop(string Scope, string Reason, bool IsByItself, string By, DateTimeOffset At);

[Table("sending_stops")]
internal sealed class SendingStopRow
{
    [Key] public string Scope { get; set; } = "";
    public string Reason { get; set; } = "";
    public bool IsByItself { get; set; }
    public string By { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

/// <summary>Kill switches. They hold at once, also for touches that are claimed and not yet on the wire.</summary>
public sealed class SendingSwitches(Database database)
{
    public const string Everything = "all";

    public async Task<ImmutableArray<SendingStop>> Stops()
    {
        await using var db = database.Read();
        return [.. await db.Set<SendingStopRow>().OrderBy(row => row.Scope).Select(row => new SendingStop(row.Scope, row.Reason, row.IsByItself, row.By, row.At)).ToListAsync()];
    }

    /// <summary>False when it was stopped already.</summary>
    public Task<bool> Stop(SendingStop stop) => database.Writer.Do(async transaction =>
    {
        if (await transaction.Execute(
            """INSERT INTO sending_stops (scope, reason, is_by_itself, "by", at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""", stop.Scope, stop.Reason, stop.IsByItself, stop.By, stop.At) == 0) return false;
        await AuditTrail.Append(transaction, new AuditEntry(stop.At, stop.By, "sending.stopped", $"sending:{stop.Scope}", null, null));
        transaction.Wake("sending");
        return true;
    });

    public Task<bool> Resume(string scope, string by, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await transaction.Execute("DELETE FROM sending_stops WHERE scope = $1", scope) == 0) return false;
        await AuditTrail.Append(transaction, new AuditEntry(now, by, "sending.resumed", $"sending:{scope}"));
        transaction.Wake("sending");
        return true;
    });
}
