using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Journeys;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Health;

/// <summary>The closing of one day: one packed row per scope, card and day. Never changed.</summary>
/// <param name="Scope">Empty for the account, department:{key} or membership:{id}.</param>
public sealed record ClosedDay(Guid AccountId, string Scope, string Card, DateOnly Day, HealthSnapshot Snapshot);

/// <summary>The score as it is now; it may differ from the last closing, and says so.</summary>
/// <param name="BandSince">Since when this band holds.</param>
/// <param name="ChangesAt">When it changes with no new signal.</param>
public sealed record LiveScore(Guid AccountId, string Scope, string Card, HealthSnapshot Snapshot, BandState Band, DateTimeOffset BandSince, DateTimeOffset? ChangesAt);

[Table("health_snapshots")]
[PrimaryKey(nameof(AccountId), nameof(Scope), nameof(Card), nameof(Day))]
[Index(nameof(Card), nameof(Day))]
internal sealed class HealthSnapshotRow
{
    public Guid AccountId { get; set; }
    public string Scope { get; set; } = "";
    public string Card { get; set; } = "";
    public DateOnly Day { get; set; }
    // Score, band and coverage stand beside the packed whole for queries over many accounts.
    public decimal? Score { get; set; }
    public string Band { get; set; } = "";
    public decimal Coverage { get; set; }
    public byte[] Packed { get; set; } = [];
    public DateTimeOffset ClosedAt { get; set; }
}

[Table("live_scores")]
[PrimaryKey(nameof(AccountId), nameof(Scope), nameof(Card))]
[Index(nameof(Card), nameof(Band))]
internal sealed class LiveScoreRow
{
    public Guid AccountId { get; set; }
    public string Scope { get; set; } = "";
    public string Card { get; set; } = "";
    public decimal? Score { get; set; }
    public string Band { get; set; } = "";
    public DateTimeOffset BandSince { get; set; }
    public string? Beyond { get; set; }
    public int Closings { get; set; }
    public DateOnly? ClosedOn { get; set; }
    public decimal Coverage { get; set; }
    public byte[] Packed { get; set; } = [];
    public DateTimeOffset? ChangesAt { get; set; }
}

/// <summary>Stored scores: caches of a computation over signals and changes, and the closings that must come out the same again.</summary>
public sealed class SnapshotShelf(Database database, SettingsBook settings)
{
    /// <summary>Kind of the timers that say when a score changes by itself; the id is the card's key, with "/" and the scope when there is one.</summary>
    public const string Timer = "health";

    const string LiveColumns = "account_id, scope, card, packed, band, beyond, closings, closed_on, band_since, changes_at";

    /// <summary>Keeps closings. A day that is closed stays as it was; the answer is how many were new.</summary>
    public Task<int> Close(IReadOnlyList<ClosedDay> days) => database.Writer.Do(async transaction =>
    {
        var kept = 0;
        foreach (var one in days)
        {
            kept += await transaction.Execute(
                "INSERT INTO health_snapshots (account_id, scope, card, day, score, band, coverage, packed, closed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
                one.AccountId, one.Scope, one.Card, one.Day, (decimal?)one.Snapshot.Score, one.Snapshot.Band.ToString(), (decimal)one.Snapshot.Coverage, one.Snapshot.Pack(), one.Snapshot.ClosedAt);
        }
        return kept;
    });

    /// <summary>Keeps live scores with the signals that their changes of band are, and the time to look again.</summary>
    public async Task Save(IReadOnlyList<LiveScore> scores, IReadOnlyList<Signal> signals)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            foreach (var one in scores.OrderBy(score => score.AccountId).ThenBy(score => score.Scope, StringComparer.Ordinal).ThenBy(score => score.Card, StringComparer.Ordinal))
            {
                await transaction.Execute(
                    $"""
                    INSERT INTO live_scores ({LiveColumns}, score, coverage) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                    ON CONFLICT (account_id, scope, card) DO UPDATE SET packed = excluded.packed, band = excluded.band, beyond = excluded.beyond, closings = excluded.closings,
                      closed_on = excluded.closed_on, band_since = excluded.band_since, changes_at = excluded.changes_at, score = excluded.score, coverage = excluded.coverage
                    """,
                    one.AccountId, one.Scope, one.Card, one.Snapshot.Pack(), one.Band.Band.ToString(), one.Band.Beyond?.ToString(), one.Band.Closings, one.Band.ClosedOn, one.BandSince, one.ChangesAt,
                    (decimal?)one.Snapshot.Score, (decimal)one.Snapshot.Coverage);
                await TimerBook.Set(transaction, Timer, one.AccountId, one.Scope.Length == 0 ? one.Card : $"{one.Card}/{one.Scope}", one.ChangesAt);
            }
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
            transaction.Wake("scores");
        });
    }

    public async Task<ImmutableArray<LiveScore>> Live(Guid accountId) =>
        [.. await database.Query($"SELECT {LiveColumns} FROM live_scores WHERE account_id = $1 ORDER BY card, scope", ReadLive, accountId)];

    /// <summary>The scores of all accounts on one card.</summary>
    public async Task<ImmutableArray<LiveScore>> OfCard(string card) =>
        [.. await database.Query($"SELECT {LiveColumns} FROM live_scores WHERE card = $1 AND scope = '' ORDER BY account_id", ReadLive, card)];

    public async Task<ImmutableArray<ClosedDay>> History(Guid accountId, string card, DateOnly from, DateOnly until, string scope = "") => [.. await database.Query(
        "SELECT account_id, scope, card, day, packed FROM health_snapshots WHERE account_id = $1 AND scope = $2 AND card = $3 AND day >= $4 AND day <= $5 ORDER BY day", ReadDay, accountId, scope, card, from, until)];

    public async Task<ClosedDay?> Last(Guid accountId, string card, string scope = "") => await database.First(
        "SELECT account_id, scope, card, day, packed FROM health_snapshots WHERE account_id = $1 AND scope = $2 AND card = $3 ORDER BY day DESC LIMIT 1", ReadDay, accountId, scope, card);

    /// <summary>Accounts per band on a day: the portfolio's distribution and movement.</summary>
    public async Task<IReadOnlyDictionary<Band, long>> Bands(string card, DateOnly day) => (await database.Query(
        "SELECT band, count(*) FROM health_snapshots WHERE card = $1 AND day = $2 AND scope = '' GROUP BY band", row => (Enum.Parse<Band>(row.Text(0)), row.Long(1)), card, day)).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    static LiveScore ReadLive(SqlRow row) => new(
        row.Guid(0), row.Text(1), row.Text(2), HealthSnapshot.Unpack(row.Bytes(3)),
        new BandState(Enum.Parse<Band>(row.Text(4)), row.MaybeText(5) is { } beyond ? Enum.Parse<Band>(beyond) : null, row.Int(6), row.MaybeDay(7)), row.Instant(8), row.MaybeInstant(9));

    static ClosedDay ReadDay(SqlRow row) => new(row.Guid(0), row.Text(1), row.Text(2), row.Day(3), HealthSnapshot.Unpack(row.Bytes(4)));
}
