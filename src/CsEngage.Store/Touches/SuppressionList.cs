using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Touches;

/// <summary>A standing reason not to write to an address. What decides is its keyed hash, which outlives the person's erasure.</summary>
/// <param name="Source">touch:{id}, staff:{id}, import, ses, person …</param>
/// <param name="Address">For people to read; gone once the person is erased.</param>
public sealed record SuppressionLine(Guid Id, ImmutableArray<byte> AddressHash, SuppressionReason Reason, string Source, DateTimeOffset Since, DateTimeOffset? LiftedAt, string? LiftedBy, string? Address = null);

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
    public string? Address { get; set; }

    public SuppressionLine Record => new(Id, [.. AddressHash], Enum.Parse<SuppressionReason>(Reason), Source, Since, LiftedAt, LiftedBy, Address);

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
    /// <summary>The source of a line that is the act of a person who left all mails.</summary>
    public const string ThePerson = "person";

    /// <summary>The strongest reason that holds for an address; null when none does.</summary>
    public async Task<Suppression?> Of(byte[] addressHash)
    {
        var reasons = await database.Query("SELECT reason, since FROM suppressions WHERE address_hash = $1 AND lifted_at IS NULL", row => new Suppression(Enum.Parse<SuppressionReason>(row.Text(0)), row.Instant(1)), addressHash);
        return reasons.OrderBy(one => one.Reason).FirstOrDefault();
    }

    /// <summary>The strongest reason for each of many addresses, by its hash in hexadecimal; those against whom nothing stands are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Suppression>> Of(IReadOnlyCollection<byte[]> hashes)
    {
        var among = database.Dialect == Dialect.Postgres ? "address_hash = ANY($1)" : "address_hash IN (SELECT unhex(value) FROM json_each($1))";
        object listed = database.Dialect == Dialect.Postgres ? hashes.ToArray() : $"[{string.Join(',', hashes.Select(hash => $"\"{Convert.ToHexString(hash)}\""))}]";
        var reasons = await database.Query($"SELECT address_hash, reason, since FROM suppressions WHERE {among} AND lifted_at IS NULL", row => (Hash: Convert.ToHexString(row.Bytes(0)), Why: new Suppression(Enum.Parse<SuppressionReason>(row.Text(1)), row.Instant(2))), listed);
        return reasons.GroupBy(one => one.Hash, one => one.Why, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.MinBy(why => why.Reason)!, StringComparer.Ordinal);
    }

    /// <summary>False when the address is suppressed for this reason already.</summary>
    public async Task<bool> Add(SuppressionLine line) => await database.Writer.Do(transaction => Add(transaction, line)) == 1;

    /// <summary>Many at once, as an import does; the answer is how many were new.</summary>
    public Task<int> Add(IReadOnlyList<SuppressionLine> lines, string by, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var added = 0;
        foreach (var line in lines) added += await Add(transaction, line);
        await AuditTrail.Append(transaction, new AuditEntry(now, by, "suppressions.added", "sending:suppressions", null, added.ToString(CultureInfo.InvariantCulture)));
        return added;
    });

    static Task<int> Add(WriteTransaction transaction, SuppressionLine line) => transaction.Execute(
        "INSERT INTO suppressions (id, address_hash, reason, source, since, address) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        line.Id, line.AddressHash.ToArray(), line.Reason.ToString(), line.Source, line.Since, line.Address);

    public Task<int> Lift(byte[] addressHash, SuppressionReason reason, string by, DateTimeOffset now) => database.Writer.Do(transaction => transaction.Execute(
        "UPDATE suppressions SET lifted_at = $3, lifted_by = $4 WHERE address_hash = $1 AND reason = $2 AND lifted_at IS NULL", addressHash, reason.ToString(), now, by));

    /// <summary>A person takes one off the list. False when it is off already.</summary>
    public Task<bool> Lift(Guid id, string by, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await transaction.Execute("UPDATE suppressions SET lifted_at = $2, lifted_by = $3 WHERE id = $1 AND lifted_at IS NULL", id, now, by) == 0) return false;
        await AuditTrail.Append(transaction, new AuditEntry(now, by, "suppression.lifted", $"suppression:{id:D}"));
        return true;
    });

    /// <summary>Those that hold, newest first, with the people who left all mails: their own act says so, and no row here, for that would keep from them the topic they choose again.</summary>
    /// <param name="part">A part of the address; null for all.</param>
    /// <param name="hash">The hash of a whole address, which finds erased people too.</param>
    public async Task<ImmutableArray<SuppressionLine>> All(int limit, string? part = null, byte[]? hash = null, SuppressionReason? reason = null)
    {
        await using var db = database.Read();
        var rows = db.Set<SuppressionRow>().Where(row => row.LiftedAt == null);
        if (part is not null) rows = rows.Where(row => (row.Address != null && row.Address.Contains(part)) || row.AddressHash == hash);
        if (reason?.ToString() is { } why) rows = rows.Where(row => row.Reason == why);
        var lines = (await rows.OrderByDescending(row => row.Since).ThenByDescending(row => row.Id).Take(limit).ToListAsync()).Select(row => row.Record);
        if (reason is not (null or SuppressionReason.Unsubscribed)) return [.. lines];
        var left = WhoLeft(db);
        if (part is not null) left = left.Where(one => one.Address.Contains(part));
        var people = await left.OrderByDescending(one => one.Since).ThenByDescending(one => one.ContactId).Take(limit).ToListAsync();
        return [.. lines.Concat(people.Select(one => new SuppressionLine(one.ContactId, [], SuppressionReason.Unsubscribed, ThePerson, one.Since, null, null, one.Address))).OrderByDescending(line => line.Since).ThenByDescending(line => line.Id).Take(limit)];
    }

    /// <summary>How many hold, by reason, as <see cref="All"/> lists them.</summary>
    public async Task<IReadOnlyDictionary<SuppressionReason, long>> Counts()
    {
        var counts = (await database.Query("SELECT reason, count(*) FROM suppressions WHERE lifted_at IS NULL GROUP BY reason", row => (Enum.Parse<SuppressionReason>(row.Text(0)), row.Long(1)))).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        await using var db = database.Read();
        if (await WhoLeft(db).LongCountAsync() is > 0 and var left) counts[SuppressionReason.Unsubscribed] = counts.GetValueOrDefault(SuppressionReason.Unsubscribed) + left;
        return counts;
    }

    // Whoever chose a topic again after leaving all gets that one: such a person is not listed as one who wants no mail.
    static IQueryable<PersonWhoLeft> WhoLeft(StoreContext db) =>
        from left in db.Set<SubscriptionRow>()
        where left.Topic == "*" && left.Channel == "mail" && !left.Given && !db.Set<SubscriptionRow>().Any(again => again.ContactId == left.ContactId && again.Channel == "mail" && again.Given && again.At >= left.At)
        join contact in db.Set<ContactRow>() on left.ContactId equals contact.Id
        where contact.Address != null
        select new PersonWhoLeft { ContactId = contact.Id, Address = contact.Address!, Since = left.At };

    sealed class PersonWhoLeft
    {
        public required Guid ContactId { get; init; }
        public required string Address { get; init; }
        public required DateTimeOffset Since { get; init; }
    }

    /// <summary>Keeps a bounce; the answer is what was known of the address before.</summary>
    public Task<ImmutableArray<BounceReport>> Bounced(Guid id, byte[] addressHash, BounceReport report, string? touchId) => database.Writer.Do(async transaction =>
    {
        var earlier = await transaction.Query("SELECT status, at FROM bounces WHERE address_hash = $1 AND at <= $2 ORDER BY at", row => new BounceReport(row.Text(0), row.Instant(1)), addressHash, report.At);
        await transaction.Execute("INSERT INTO bounces (id, address_hash, status, at, touch_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", id, addressHash, report.Status, report.At, touchId);
        return earlier.ToImmutableArray();
    });

    /// <summary>Keeps a refusal that is about us, once for each message; the answer is how many there were since then.</summary>
    /// <param name="domainHash">The hash of the receiving domain.</param>
    public Task<int> Refused(Guid id, byte[] domainHash, BounceReport report, string source, DateTimeOffset since) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute("INSERT INTO bounces (id, address_hash, status, at, touch_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", id, domainHash, report.Status, report.At, source);
        return (await transaction.Query("SELECT count(*) FROM bounces WHERE address_hash = $1 AND at > $2 AND at <= $3", row => (int)row.Long(0), domainHash, since, report.At))[0];
    });

    /// <summary>What was refused counts no more: whoever resumes begins anew.</summary>
    public Task<int> Forgive(byte[] domainHash) => database.Writer.Do(transaction => transaction.Execute("DELETE FROM bounces WHERE address_hash = $1", domainHash));
}
