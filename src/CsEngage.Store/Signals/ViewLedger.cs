using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Settings;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Signals;

/// <summary>A membership's reading of one version in one locale.</summary>
/// <param name="Subject">guide:key or page:key.</param>
/// <param name="ActiveMs">Sum over all visits.</param>
/// <param name="Scroll">Furthest, 0 to 100.</param>
public sealed record View(
    Guid AccountId, Guid MembershipId, string Subject, int Version, string Locale, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count, long ActiveMs, int Scroll,
    int Headings, DateTimeOffset? ReadAt, DateTimeOffset? CompletedAt);

/// <summary>One opening of a page, whose beacons report running totals.</summary>
public sealed record Visit(Guid Id, Guid AccountId, Guid MembershipId, string Subject, int Version, string Locale, DateTimeOffset StartedAt);

/// <summary>Running totals as a beacon reports them, already bounded.</summary>
public sealed record Beacon(Guid VisitId, int Sequence, long ActiveMs, int Scroll, int Headings);

[Table("views")]
[PrimaryKey(nameof(AccountId), nameof(MembershipId), nameof(Subject), nameof(Version), nameof(Locale))]
[Index(nameof(Subject))]
internal sealed class ViewRow
{
    public Guid AccountId { get; set; }
    public Guid MembershipId { get; set; }
    public string Subject { get; set; } = "";
    public int Version { get; set; }
    public string Locale { get; set; } = "";
    public DateTimeOffset FirstAt { get; set; }
    public DateTimeOffset LastAt { get; set; }
    public int Count { get; set; }
    public long ActiveMs { get; set; }
    public int Scroll { get; set; }
    public int Headings { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
}

[Table("visits")]
[Index(nameof(StartedAt))]
internal sealed class VisitRow
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Guid MembershipId { get; set; }
    public string Subject { get; set; } = "";
    public int Version { get; set; }
    public string Locale { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    public int Sequence { get; set; }
    public long ActiveMs { get; set; }
    public int Scroll { get; set; }
    public int Headings { get; set; }
}

/// <summary>Who read what, for how long. Totals only grow; beacons may come in any order and twice.</summary>
public sealed class ViewLedger(Database database, SettingsBook settings)
{
    const string Columns = "account_id, membership_id, subject, version, locale, first_at, last_at, count, active_ms, scroll, headings, read_at, completed_at";
    const string Key = "account_id = $1 AND membership_id = $2 AND subject = $3 AND version = $4 AND locale = $5";

    /// <summary>The page was rendered: the visit begins, and the signals of it are appended in the same transaction.</summary>
    public async Task Open(Visit visit, params IReadOnlyList<Signal> signals)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            var added = await transaction.Execute(
                "INSERT INTO visits (id, account_id, membership_id, subject, version, locale, started_at, sequence, active_ms, scroll, headings) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
                visit.Id, visit.AccountId, visit.MembershipId, visit.Subject, visit.Version, visit.Locale, visit.StartedAt);
            if (added == 1)
            {
                await transaction.Execute(
                    $"""
                    INSERT INTO views ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $6, 1, 0, 0, 0, NULL, NULL)
                    ON CONFLICT (account_id, membership_id, subject, version, locale) DO UPDATE SET count = views.count + 1,
                      last_at = CASE WHEN excluded.last_at > views.last_at THEN excluded.last_at ELSE views.last_at END
                    """,
                    visit.AccountId, visit.MembershipId, visit.Subject, visit.Version, visit.Locale, visit.StartedAt);
            }
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
        });
    }

    /// <summary>Takes the larger of what is known and what is reported. The view as it is then; null for an unknown visit.</summary>
    public Task<View?> Report(Beacon beacon, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var known = await transaction.First(
            $"SELECT account_id, membership_id, subject, version, locale, active_ms FROM visits WHERE id = $1{(transaction.Dialect == Dialect.Postgres ? " FOR UPDATE" : "")}",
            row => new Known(row.Guid(0), row.Guid(1), row.Text(2), row.Int(3), row.Text(4), row.Long(5)), beacon.VisitId);
        if (known is null) return null;
        var more = Math.Max(0, beacon.ActiveMs - known.ActiveMs);
        await transaction.Execute(
            "UPDATE visits SET active_ms = active_ms + $2, sequence = CASE WHEN sequence < $3 THEN $3 ELSE sequence END, scroll = CASE WHEN scroll < $4 THEN $4 ELSE scroll END, headings = CASE WHEN headings < $5 THEN $5 ELSE headings END WHERE id = $1",
            beacon.VisitId, more, beacon.Sequence, beacon.Scroll, beacon.Headings);
        return (await transaction.Query(
            $"""
            UPDATE views SET active_ms = active_ms + $6, scroll = CASE WHEN scroll < $7 THEN $7 ELSE scroll END, headings = CASE WHEN headings < $8 THEN $8 ELSE headings END,
              last_at = CASE WHEN last_at < $9 THEN $9 ELSE last_at END
            WHERE {Key} RETURNING {Columns}
            """,
            Read, known.AccountId, known.MembershipId, known.Subject, known.Version, known.Locale, more, beacon.Scroll, beacon.Headings, now)).FirstOrDefault();
    });

    /// <summary>Marks the version as read and appends the signal, once. False when it was read before.</summary>
    public Task<bool> MarkRead(View view, Signal signal) => Once(view, "read_at", signal);

    /// <summary>Marks the version as completed and appends the signal, once. False when it was completed before.</summary>
    public Task<bool> MarkCompleted(View view, Signal signal) => Once(view, "completed_at", signal);

    public async Task<View?> Find(Guid accountId, Guid membershipId, string subject, int version, string locale) =>
        await database.First($"SELECT {Columns} FROM views WHERE {Key}", Read, accountId, membershipId, subject, version, locale);

    /// <summary>Everything a membership has seen; with the empty id everybody at the account.</summary>
    public async Task<ImmutableArray<View>> Of(Guid accountId, Guid? membershipId = null) => membershipId is { } member
        ? [.. await database.Query($"SELECT {Columns} FROM views WHERE account_id = $1 AND membership_id = $2 ORDER BY last_at DESC, subject", Read, accountId, member)]
        : [.. await database.Query($"SELECT {Columns} FROM views WHERE account_id = $1 ORDER BY last_at DESC, subject", Read, accountId)];

    async Task<bool> Once(View view, string column, Signal signal)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            var marked = await transaction.Execute($"UPDATE views SET {column} = $6 WHERE {Key} AND {column} IS NULL", view.AccountId, view.MembershipId, view.Subject, view.Version, view.Locale, signal.CountedAt);
            if (marked == 0) return false;
            await SignalLog.Append(transaction, [signal], zone);
            return true;
        });
    }

    static View Read(SqlRow row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Int(3), row.Text(4), row.Instant(5), row.Instant(6), row.Int(7), row.Long(8), row.Int(9), row.Int(10), row.MaybeInstant(11), row.MaybeInstant(12));

    sealed record Known(Guid AccountId, Guid MembershipId, string Subject, int Version, string Locale, long ActiveMs);
}
