using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Touches;

/// <summary>A standing reason not to write to an address, which is known here only by its keyed hash: it outlives the person's erasure.</summary>
/// <param name="Source">touch:{id}, staff:{id}, import …</param>
public sealed record SuppressionLine(Guid Id, ImmutableArray<byte> AddressHash, SuppressionReason Reason, string Source, DateTimeOffset Since, DateTimeOffset? LiftedAt, string? LiftedBy);

[Table("suppressions")]
internal sealed class SuppressionRow
{
    public Guid Id { get; set; }
    public byte[] AddressHash { get; set; } = [];
    public string Reason { get; set; } = "";
    public string Source { get; set; } = "";
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset? LiftedAt { get; set; }
    public string? LiftedBy { get; set; }

    public static void Describe(ModelBuilder model) =>
        model.Entity<SuppressionRow>().HasIndex(row => new { row.AddressHash, row.Reason }).IsUnique().HasFilter("lifted_at IS NULL");
}

/// <summary>Bounces as reported, by the keyed hash of the address, for <see cref="Bounces"/>.</summary>
[Table("bounces")]
[Index(nameof(AddressHash), nameof(At))]
internal sealed class BounceRow
{
    public Guid Id { get; set; }
    public byte[] AddressHash { get; set; } = [];
    public string Status { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string? TouchId { get; set; }
}

public sealed class SuppressionList(Database database)
{
    /// <summary>The strongest reason that holds for an address; null when none does.</summary>
    public async Task<Suppression?> Of(byte[] addressHash)
    {
        var reasons = await database.Query("SELECT reason, since FROM suppressions WHERE address_hash = $1 AND lifted_at IS NULL", row => new Suppression(Enum.Parse<SuppressionReason>(row.Text(0)), row.Instant(1)), addressHash);
        return reasons.OrderBy(one => one.Reason).FirstOrDefault();
    }

    /// <summary>False when the address is suppressed for this reason already.</summary>
    public async Task<bool> Add(SuppressionLine line) => await database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO suppressions (id, address_hash, reason, source, since) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        line.Id, line.AddressHash.ToArray(), line.Reason.ToString(), line.Source, line.Since)) == 1;

    public Task<int> Lift(byte[] addressHash, SuppressionReason reason, string by, DateTimeOffset now) => database.Writer.Do(transaction => transaction.Execute(
        "UPDATE suppressions SET lifted_at = $3, lifted_by = $4 WHERE address_hash = $1 AND reason = $2 AND lifted_at IS NULL", addressHash, reason.ToString(), now, by));

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<SuppressionLine>> All(int limit)
    {
        await using var db = database.Read();
        return [.. (await db.Set<SuppressionRow>().Where(row => row.LiftedAt == null).OrderByDescending(row => row.Since).Take(limit).ToListAsync())
            .Select(row => new SuppressionLine(row.Id, [.. row.AddressHash], Enum.Parse<SuppressionReason>(row.Reason), row.Source, row.Since, row.LiftedAt, row.LiftedBy))];
    }

    /// <summary>Keeps a bounce; the answer is what was known of the address before.</summary>
    public Task<ImmutableArray<BounceReport>> Bounced(Guid id, byte[] addressHash, BounceReport report, string? touchId) => database.Writer.Do(async transaction =>
    {
        var earlier = await transaction.Query("SELECT status, at FROM bounces WHERE address_hash = $1 AND at <= $2 ORDER BY at", row => new BounceReport(row.Text(0), row.Instant(1)), addressHash, report.At);
        await transaction.Execute("INSERT INTO bounces (id, address_hash, status, at, touch_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", id, addressHash, report.Status, report.At, touchId);
        return earlier.ToImmutableArray();
    });
}
