using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Plays;

/// <summary>An account that somebody does not want to see in the queue for a while, and why.</summary>
public sealed record Snooze(Guid AccountId, Guid StaffId, DateTimeOffset Until, string Reason, DateTimeOffset At);

[Table("snoozes")]
[PrimaryKey(nameof(StaffId), nameof(AccountId))]
internal sealed class SnoozeRow
{
    public Guid StaffId { get; set; }
    public Guid AccountId { get; set; }
    public DateTimeOffset Until { get; set; }
    public string Reason { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

/// <summary>Queues are private: what one puts off the others still see.</summary>
public sealed class SnoozeBook(Database database)
{
    public Task Put(Snooze snooze) => database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO snoozes (staff_id, account_id, until, reason, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (staff_id, account_id) DO UPDATE SET until = excluded.until, reason = excluded.reason, at = excluded.at",
        snooze.StaffId, snooze.AccountId, snooze.Until, snooze.Reason, snooze.At));

    public Task<int> Wake(Guid staffId, Guid accountId) => database.Writer.Do(transaction => transaction.Execute("DELETE FROM snoozes WHERE staff_id = $1 AND account_id = $2", staffId, accountId));

    /// <summary>What somebody put off and is not back yet.</summary>
    public Task<List<Snooze>> Of(Guid staffId, DateTimeOffset now) => database.Query(
        "SELECT account_id, staff_id, until, reason, at FROM snoozes WHERE staff_id = $1 AND until > $2 ORDER BY until", row => new Snooze(row.Guid(0), row.Guid(1), row.Instant(2), row.Text(3), row.Instant(4)), staffId, now);
}
