using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>A contact's sign-in on one device. Listed to that contact and revocable.</summary>
/// <param name="Identity">claimed, verified or sso: how sure we were.</param>
public sealed record ContactSession(
    Guid Id, Guid ContactId, Guid? MembershipId, string Identity, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset ExpiresAt, string? Agent, string? Ip);

[Table("contact_sessions")]
[Index(nameof(TokenHash), IsUnique = true)]
[Index(nameof(ContactId))]
internal sealed class ContactSessionRow
{
    public Guid Id { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public Guid ContactId { get; set; }
    public Guid? MembershipId { get; set; }
    public string Identity { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public string? Agent { get; set; }
    public string? Ip { get; set; }

    public ContactSession Record => new(Id, ContactId, MembershipId, Identity, CreatedAt, SeenAt, ExpiresAt, Agent, Ip);
}

/// <summary>Sessions of contacts, found by the hash of their secret.</summary>
public sealed class ContactSessions(Database database)
{
    public Task Start(ContactSession session, byte[] tokenHash) => database.Writer.Do(transaction => transaction.Add(new ContactSessionRow
    {
        Id = session.Id, TokenHash = tokenHash, ContactId = session.ContactId, MembershipId = session.MembershipId, Identity = session.Identity,
        CreatedAt = session.CreatedAt, SeenAt = session.SeenAt, ExpiresAt = session.ExpiresAt, Agent = session.Agent, Ip = session.Ip,
    }));

    public Task<ContactSession?> Find(byte[] tokenHash, DateTimeOffset now) => database.First(
        "SELECT id, contact_id, membership_id, identity, created_at, seen_at, expires_at, agent, ip FROM contact_sessions WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2",
        row => new ContactSession(row.Guid(0), row.Guid(1), row.MaybeGuid(2), row.Text(3), row.Instant(4), row.Instant(5), row.Instant(6), row.MaybeText(7), row.MaybeText(8)),
        tokenHash, now);

    /// <summary>Slides the end of the session. Call it when the last one was a while ago, not on every page.</summary>
    public Task Seen(Guid id, DateTimeOffset now, DateTimeOffset expiresAt) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE contact_sessions SET seen_at = $1, expires_at = $2 WHERE id = $3 AND revoked_at IS NULL AND seen_at < $1", now, expiresAt, id));

    public async Task<ImmutableArray<ContactSession>> Of(Guid contactId, DateTimeOffset now)
    {
        await using var db = database.Read();
        var rows = await db.Set<ContactSessionRow>().Where(row => row.ContactId == contactId && row.RevokedAt == null && row.ExpiresAt > now)
            .OrderByDescending(row => row.SeenAt).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    public async Task<bool> Revoke(Guid id, Guid contactId, DateTimeOffset now) => await database.Writer.Do(transaction =>
        transaction.Execute("UPDATE contact_sessions SET revoked_at = $1 WHERE id = $2 AND contact_id = $3 AND revoked_at IS NULL", now, id, contactId)) == 1;

    public Task<int> RevokeAll(Guid contactId, DateTimeOffset now) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE contact_sessions SET revoked_at = $1 WHERE contact_id = $2 AND revoked_at IS NULL", now, contactId));
}
