using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Audit;

/// <summary>Something that a person or program did to the configuration, content, permissions or data.</summary>
/// <param name="Actor">staff:{id}, key:{id} or system.</param>
/// <param name="Action">noun.verb-past, such as settings.changed.</param>
/// <param name="Subject">type:key.</param>
/// <param name="Before">JSON; holds no names of persons if that can be helped, and can be redacted.</param>
/// <param name="After">JSON.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string? Before = null, string? After = null);

/// <summary>An entry with its place in the chain. The payload is null once redacted.</summary>
public sealed record AuditLine(long Number, AuditEntry Entry, bool Redacted);

[Table("audit_entries")]
[PrimaryKey(nameof(Number))]
[Index(nameof(Subject))]
internal sealed class AuditEntryRow
{
    public long Number { get; set; }
    public DateTimeOffset At { get; set; }
    public string Actor { get; set; } = "";
    public string Action { get; set; } = "";
    public string Subject { get; set; } = "";
    public byte[] PayloadHash { get; set; } = [];
    public byte[] Hash { get; set; } = [];
}

[Table("audit_payloads")]
[PrimaryKey(nameof(Number))]
internal sealed class AuditPayloadRow
{
    public long Number { get; set; }
    public string? Before { get; set; }
    public string? After { get; set; }
    public DateTimeOffset? RedactedAt { get; set; }
}

/// <summary>
/// Append-only and hash-chained: each entry's hash covers the one before it, so a changed or missing row is found. Payloads stand in
/// rows of their own; the chain holds only their hashes, so they can be redacted without breaking it.
/// </summary>
public sealed class AuditTrail(Database database)
{
    public Task Append(AuditEntry entry) => database.Writer.Do(transaction => Append(transaction, entry));

    /// <summary>Within the transaction of what it tells about.</summary>
    internal static async Task Append(WriteTransaction transaction, AuditEntry entry)
    {
        // The chain has one end: on PostgreSQL writers take turns at it.
        if (transaction.Dialect == Dialect.Postgres) await transaction.Number("SELECT 1 FROM pg_advisory_xact_lock(20261122)");
        var last = await transaction.First("SELECT number, hash FROM audit_entries ORDER BY number DESC LIMIT 1", row => new Link(row.Long(0), row.Bytes(1)));
        var number = (last?.Number ?? 0) + 1;
        var payload = PayloadHash(entry.Before, entry.After);
        var at = Instants.Cut(entry.At);
        await transaction.Execute(
            "INSERT INTO audit_entries (number, at, actor, action, subject, payload_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            number, at, entry.Actor, entry.Action, entry.Subject, payload, Hash(last?.Hash ?? [], number, at, entry, payload));
        await transaction.Execute("INSERT INTO audit_payloads (number, before, after) VALUES ($1, $2, $3)", number, entry.Before, entry.After);
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<AuditLine>> Read(int limit, long? before = null, string? subject = null)
    {
        await using var db = database.Read();
        var lines = await (
            from entry in db.Set<AuditEntryRow>()
            join payload in db.Set<AuditPayloadRow>() on entry.Number equals payload.Number
            where (before == null || entry.Number < before) && (subject == null || entry.Subject == subject)
            orderby entry.Number descending
            select new { entry, payload }).Take(limit).ToListAsync();
        return [.. lines.Select(line => new AuditLine(line.entry.Number,
            new AuditEntry(line.entry.At, line.entry.Actor, line.entry.Action, line.entry.Subject, line.payload.Before, line.payload.After), line.payload.RedactedAt is not null))];
    }

    public Task Redact(long number, DateTimeOffset now) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE audit_payloads SET before = NULL, after = NULL, redacted_at = $1 WHERE number = $2", now, number));

    /// <summary>The number of the first entry that does not fit the chain; null when all fit.</summary>
    public async Task<long?> FirstBroken()
    {
        await using var db = database.Read();
        var hash = Array.Empty<byte>();
        long expected = 1;
        await foreach (var (entry, payload) in (
            from entry in db.Set<AuditEntryRow>()
            join payload in db.Set<AuditPayloadRow>() on entry.Number equals payload.Number into payloads
            from payload in payloads.DefaultIfEmpty()
            orderby entry.Number
            select new ValueTuple<AuditEntryRow, AuditPayloadRow?>(entry, payload)).AsAsyncEnumerable())
        {
            var intact = entry.Number == expected && payload is not null
                && (payload.RedactedAt is not null || PayloadHash(payload.Before, payload.After).AsSpan().SequenceEqual(entry.PayloadHash))
                && Hash(hash, entry.Number, entry.At, new AuditEntry(entry.At, entry.Actor, entry.Action, entry.Subject), entry.PayloadHash).AsSpan().SequenceEqual(entry.Hash);
            if (!intact) return entry.Number;
            (hash, expected) = (entry.Hash, expected + 1);
        }
        return null;
    }

    static byte[] PayloadHash(string? before, string? after) => SHA256.HashData(Encoding.UTF8.GetBytes($"{before}\n{after}"));

    static byte[] Hash(byte[] previous, long number, DateTimeOffset at, AuditEntry entry, byte[] payload) => SHA256.HashData(
    [
        .. previous, .. payload,
        .. Encoding.UTF8.GetBytes(string.Join('\n', number.ToString(CultureInfo.InvariantCulture), at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), entry.Actor, entry.Action, entry.Subject)),
    ]);

    sealed record Link(long Number, byte[] Hash);
}
