using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Store.Audit;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Privacy;

/// <summary>Who was erased when, by internal id and keyed hash only: applied again after a backup was restored.</summary>
[Table("erasures")]
[Index(nameof(At))]
internal sealed class ErasureRow
{
    public Guid Id { get; set; }
    public Guid ContactId { get; set; }
    public byte[] AddressHash { get; set; } = [];
    public DateTimeOffset At { get; set; }
    public string By { get; set; } = "";
}

/// <summary>One line of the erasure journal.</summary>
public sealed record ErasureLine(Guid ContactId, DateTimeOffset At, string By);

/// <summary>
/// Removes a person and keeps the totals: internal ids stay as pseudonyms; names, addresses, external ids, IPs, free text, properties and
/// answers go. The address survives only as the keyed hash that the caller gives.
/// </summary>
public sealed class Erasure(Database database)
{
    const string Members = "(SELECT id FROM memberships WHERE contact_id = $1)";

    /// <summary>What is blanked, table by table. A test puts a marker into every text of a person and finds none afterwards.</summary>
    static readonly string[] Statements =
    [
        "DELETE FROM captured_mails WHERE \"to\" IN (SELECT address FROM contacts WHERE id = $1 UNION SELECT address_as_typed FROM contacts WHERE id = $1)",
        "DELETE FROM sign_in_tokens WHERE contact_id = $1 OR address = (SELECT address FROM contacts WHERE id = $1)",
        "DELETE FROM contact_sessions WHERE contact_id = $1",
        "UPDATE suppressions SET address = NULL WHERE address IN (SELECT address FROM contacts WHERE id = $1 UNION SELECT address_as_typed FROM contacts WHERE id = $1)",
        "DELETE FROM subscriptions WHERE contact_id = $1",
        "UPDATE consents SET ip = NULL, source = '' WHERE contact_id = $1",
        $"UPDATE signals SET id = '', properties = NULL, session = NULL WHERE membership_id IN {Members}",
        $"UPDATE touches SET payload = NULL, detail = NULL, message_id = NULL, facts = NULL WHERE membership_id IN {Members}",
        $"UPDATE survey_asks SET answers = NULL, comment = NULL WHERE membership_id IN {Members}",
        $"UPDATE tasks SET answer = NULL WHERE done_by IN {Members}",
        $"UPDATE notes SET title = NULL, body = '', external_id = NULL WHERE membership_id IN {Members}",
        $"UPDATE plays SET title = NULL, reasons = NULL, outcome_reason = NULL WHERE membership_id IN {Members}",
        "UPDATE contacts SET address = NULL, address_as_typed = NULL, family_name = NULL, given_name = NULL, reading = NULL, display_name = NULL, honorific = NULL, locale = NULL, zone = NULL, sort_key = '', verified_at = NULL, erased_at = $2, version = version + 1 WHERE id = $1 OR merged_into = $1",
        "UPDATE memberships SET external_id = NULL, title = NULL, ended_at = coalesce(ended_at, $2), version = version + 1 WHERE contact_id = $1",
    ];

    public async Task Erase(Guid contactId, byte[] addressHash, string by, DateTimeOffset now)
    {
        await database.Writer.Do(async transaction =>
        {
            foreach (var member in await transaction.Query("SELECT id FROM memberships WHERE contact_id = $1", row => row.Guid(0), contactId))
            {
                await transaction.Execute("UPDATE changes SET old = NULL, new = NULL WHERE subject = $1 AND field IN ('title', 'external-id')", $"membership:{member:D}");
                await Redact(transaction, $"membership:{member:D}", now);
            }
            await Redact(transaction, $"contact:{contactId:D}", now);
            // Each takes the person, some also the time; PostgreSQL wants no parameter that is not used.
            foreach (var statement in Statements)
            {
                if (statement.Contains("$2", StringComparison.Ordinal)) await transaction.Execute(statement, contactId, now);
                else await transaction.Execute(statement, contactId);
            }
            await transaction.Execute("INSERT INTO erasures (id, contact_id, address_hash, at, \"by\") VALUES ($1, $2, $3, $4, $5)", Guid.CreateVersion7(now), contactId, addressHash, now, by);
            await AuditTrail.Append(transaction, new AuditEntry(now, by, "person.erased", $"contact:{contactId:D}"));
        });
        if (database.Dialect == Dialect.Sqlite) await database.Scrub("contacts", "memberships", "sign_in_tokens", "contact_sessions");
    }

    public async Task<IReadOnlyList<ErasureLine>> Journal() =>
        await database.Query("SELECT contact_id, at, \"by\" FROM erasures ORDER BY at, id", row => new ErasureLine(row.Guid(0), row.Instant(1), row.Text(2)));

    static async Task Redact(WriteTransaction transaction, string subject, DateTimeOffset now) => await transaction.Execute(
        "UPDATE audit_payloads SET before = NULL, after = NULL, redacted_at = $2 WHERE number IN (SELECT number FROM audit_entries WHERE subject = $1)", subject, now);
}
