using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Settings;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Signals;

/// <summary>All readings of one version in one locale by a membership.</summary>
/// <param name="Subject">guide:key or page:key.</param>
/// <param name="Count">How often it was opened.</param>
/// <param name="View">Totals over all visits, for <see cref="View.IsRead"/>.</param>
public sealed record ViewLine(
    Guid AccountId, Guid MembershipId, string Subject, int Version, string Locale, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count, View View,
    DateTimeOffset? MarkedAt, DateTimeOffset? ReadAt, DateTimeOffset? CompletedAt);

/// <summary>One opening of a page, whose beacons report running totals.</summary>
public sealed record Visit(Guid Id, Guid AccountId, Guid MembershipId, string Subject, int Version, string Locale, DateTimeOffset StartedAt);

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
    public double Scroll { get; set; }
    /// <summary>Numbers of the headings seen, separated by commas.</summary>
    public string Headings { get; set; } = "";
    /// <summary>When the contact said "done".</summary>
    public DateTimeOffset? MarkedAt { get; set; }
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
    public double Scroll { get; set; }
    /// <summary>Numbers of the headings seen, separated by commas.</summary>
    public string Headings { get; set; } = "";
}

/// <summary>Who read what, for how long. Totals only grow; beacons may come in any order and twice.</summary>
public sealed class ViewLedger(Database database, SettingsBook settings)
{
    const string Columns = "account_id, membership_id, subject, version, locale, first_at, last_at, count, active_ms, scroll, headings, marked_at, read_at, completed_at";
    const string Key = "account_id = $1 AND membership_id = $2 AND subject = $3 AND version = $4 AND locale = $5";

    /// <summary>The page was rendered: the visit begins, and the signals of it are appended in the same transaction.</summary>
    public async Task Open(Visit visit, params IReadOnlyList<Signal> signals)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            var added = await transaction.Execute(
                "INSERT INTO visits (id, account_id, membership_id, subject, version, locale, started_at, sequence, active_ms, scroll, headings) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, '') ON CONFLICT DO NOTHING",
                visit.Id, visit.AccountId, visit.MembershipId, visit.Subject, visit.Version, visit.Locale, visit.StartedAt);
            if (added == 1)
            {
                await transaction.Execute(
                    $"""
                    INSERT INTO views ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $6, 1, 0, 0, '', NULL, NULL, NULL)
                    ON CONFLICT (account_id, membership_id, subject, version, locale) DO UPDATE SET count = views.count + 1,
                      last_at = CASE WHEN excluded.last_at > views.last_at THEN excluded.last_at ELSE views.last_at END
                    """,
                    visit.AccountId, visit.MembershipId, visit.Subject, visit.Version, visit.Locale, visit.StartedAt);
            }
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
        });
    }

    /// <summary>
    /// Takes a beacon of a visit: bounded and merged by Core's <see cref="View.With"/>, so order and repetition do not matter. The totals of
    /// the version as they are then; null for an unknown visit, and for one of somebody else, which nothing is added to.
    /// </summary>
    /// <param name="reporters">The memberships of whoever reports.</param>
    public Task<ViewLine?> Report(Guid visitId, ImmutableArray<Guid> reporters, Beacon beacon, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var lockRow = transaction.Dialect == Dialect.Postgres ? " FOR UPDATE" : "";
        var known = await transaction.First(
            $"SELECT account_id, membership_id, subject, version, locale, started_at, active_ms, scroll, headings, sequence FROM visits WHERE id = $1{lockRow}",
            row => new Known(new Visit(visitId, row.Guid(0), row.Guid(1), row.Text(2), row.Int(3), row.Text(4), row.Instant(5)),
                new View(row.Instant(5), TimeSpan.FromMilliseconds(row.Long(6)), row.Double(7), Numbers(row.Text(8)), IsCompleted: false), row.Int(9)), visitId);
        if (known is null || !reporters.Contains(known.Visit.MembershipId)) return null;
        var (visit, view) = (known.Visit, known.View.With(beacon, now));
        var more = (long)(view.Active - known.View.Active).TotalMilliseconds;
        await transaction.Execute("UPDATE visits SET active_ms = active_ms + $2, sequence = $3, scroll = $4, headings = $5 WHERE id = $1",
            visitId, more, Math.Max(known.Sequence, beacon.Sequence), view.Scroll, Text(view.Headings));

        var line = await transaction.First($"SELECT {Columns} FROM views WHERE {Key}{lockRow}", Read, visit.AccountId, visit.MembershipId, visit.Subject, visit.Version, visit.Locale);
        if (line is null) return null;
        line = line with
        {
            LastAt = now > line.LastAt ? Instants.Cut(now) : line.LastAt,
            View = line.View with { Active = line.View.Active + TimeSpan.FromMilliseconds(more), Scroll = Math.Max(line.View.Scroll, view.Scroll), Headings = line.View.Headings.Union(view.Headings) },
        };
        await transaction.Execute($"UPDATE views SET active_ms = $6, scroll = $7, headings = $8, last_at = $9 WHERE {Key}",
            visit.AccountId, visit.MembershipId, visit.Subject, visit.Version, visit.Locale, (long)line.View.Active.TotalMilliseconds, line.View.Scroll, Text(line.View.Headings), line.LastAt);
        return line;
    });

    /// <summary>Keeps that the contact said "done"; the first time counts. The line as it is then; null when the version was never opened.</summary>
    public Task<ViewLine?> Mark(Guid accountId, Guid membershipId, string subject, int version, string locale, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute($"UPDATE views SET marked_at = $6 WHERE {Key} AND marked_at IS NULL", accountId, membershipId, subject, version, locale, now);
        return await transaction.First($"SELECT {Columns} FROM views WHERE {Key}", Read, accountId, membershipId, subject, version, locale);
    });

    /// <summary>Marks the version as read and appends the signal, once. False when it was read before.</summary>
    public Task<bool> MarkRead(ViewLine view, Signal signal) => Once(view, "read_at", signal);

    /// <summary>Marks the version as completed and appends the signal, once. False when it was completed before.</summary>
    public Task<bool> MarkCompleted(ViewLine view, Signal signal) => Once(view, "completed_at", signal);

    public async Task<ViewLine?> Find(Guid accountId, Guid membershipId, string subject, int version, string locale) =>
        await database.First($"SELECT {Columns} FROM views WHERE {Key}", Read, accountId, membershipId, subject, version, locale);

    /// <summary>Everything a membership has seen; with the empty id everybody at the account.</summary>
    public async Task<ImmutableArray<ViewLine>> Of(Guid accountId, Guid? membershipId = null) => membershipId is { } member
        ? [.. await database.Query($"SELECT {Columns} FROM views WHERE account_id = $1 AND membership_id = $2 ORDER BY last_at DESC, subject", Read, accountId, member)]
        : [.. await database.Query($"SELECT {Columns} FROM views WHERE account_id = $1 ORDER BY last_at DESC, subject", Read, accountId)];

    /// <summary>The subjects of which a membership has completed some version.</summary>
    public async Task<IReadOnlySet<string>> Completed(Guid accountId, Guid membershipId) => (await database.Query(
        "SELECT subject FROM views WHERE account_id = $1 AND membership_id = $2 AND completed_at IS NOT NULL", row => row.Text(0), accountId, membershipId)).ToHashSet(StringComparer.Ordinal);

    async Task<bool> Once(ViewLine view, string column, Signal signal)
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

    static ViewLine Read(SqlRow row) => new(
        row.Guid(0), row.Guid(1), row.Text(2), row.Int(3), row.Text(4), row.Instant(5), row.Instant(6), row.Int(7),
        new View(row.Instant(5), TimeSpan.FromMilliseconds(row.Long(8)), row.Double(9), Numbers(row.Text(10)), row.Has(13)), row.MaybeInstant(11), row.MaybeInstant(12), row.MaybeInstant(13));

    static string Text(ImmutableSortedSet<int> headings) => string.Join(',', headings);

    static ImmutableSortedSet<int> Numbers(string headings) =>
        [.. headings.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    sealed record Known(Visit Visit, View View, int Sequence);
}
