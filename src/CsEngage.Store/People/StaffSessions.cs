using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>A staff member's sign-in on one device; its id is a claim in the cookie.</summary>
public sealed record StaffSession(Guid Id, Guid StaffId, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, string? Agent, string? Ip);

[Table("staff_sessions")]
[Index(nameof(StaffId))]
internal sealed class StaffSessionRow
{
    public Guid Id { get; set; }
    public Guid StaffId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public string? Agent { get; set; }
    public string? Ip { get; set; }
}

public sealed class StaffSessions(Database database)
{
    public Task Start(StaffSession session) => database.Writer.Do(transaction => transaction.Add(new StaffSessionRow
    {
        Id = session.Id, StaffId = session.StaffId, CreatedAt = session.CreatedAt, SeenAt = session.SeenAt, Agent = session.Agent, Ip = session.Ip,
    }));

    public async Task<bool> IsLive(Guid id) =>
        await database.First("SELECT 1 FROM staff_sessions WHERE id = $1 AND revoked_at IS NULL", row => true, id);

    public async Task<ImmutableArray<StaffSession>> Of(Guid staffId)
    {
        await using var db = database.Read();
        return [.. await db.Set<StaffSessionRow>().Where(row => row.StaffId == staffId && row.RevokedAt == null).OrderByDescending(row => row.SeenAt)
            .Select(row => new StaffSession(row.Id, row.StaffId, row.CreatedAt, row.SeenAt, row.Agent, row.Ip)).ToListAsync()];
    }

    /// <summary>Notes that this person was here, in the session and with the login.</summary>
    public Task Seen(Guid id, Guid staffId, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute("UPDATE staff_sessions SET seen_at = $1 WHERE id = $2", now, id);
        await transaction.Execute("UPDATE staff SET seen_at = $1 WHERE id = $2", now, staffId);
    });

    public Task<int> Revoke(Guid id, DateTimeOffset now) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE staff_sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", now, id));

    public Task<int> RevokeAll(Guid staffId, DateTimeOffset now) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE staff_sessions SET revoked_at = $1 WHERE staff_id = $2 AND revoked_at IS NULL", now, staffId));
}
