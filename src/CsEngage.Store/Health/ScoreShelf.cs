using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Health;

/// <summary>A score as last computed, with the state of its colour.</summary>
/// <param name="MembershipId">Null when it is about the account.</param>
/// <param name="IsPrimary">Whether its colour is the one to show when there is room for one.</param>
/// <param name="ChangesAt">When it can change with no new signal.</param>
public sealed record LiveScore(Guid AccountId, Guid? MembershipId, string Card, bool IsPrimary, DateTimeOffset At, double? Score, BandState Band, HealthSnapshot Snapshot, DateTimeOffset? ChangesAt);

/// <summary>An override and the card it stands on.</summary>
public sealed record CardOverride(string Card, HealthOverride Override);

/// <summary>A day's closing score without its explanation, as sparklines and lists want it.</summary>
public sealed record DayScore(Guid AccountId, DateOnly Day, double? Score, Band Band);

/// <summary>Live scores, the snapshots of closed days, and overrides.</summary>
public sealed class ScoreShelf(Database database, SettingsBook settings)
{
    const string LiveColumns = "account_id, membership_id, card, is_primary, at, score, band, beyond, closings, closed_on, packed, changes_at";

    public Task<List<LiveScore>> Of(Guid accountId) => database.Query($"SELECT {LiveColumns} FROM scores WHERE account_id = $1 ORDER BY card, membership_id", ReadLive, accountId);

    /// <summary>Live scores of several accounts and of their people.</summary>
    public async Task<ILookup<Guid, LiveScore>> Whole(IReadOnlyCollection<Guid> accounts) => (await database.Query(
        $"SELECT {LiveColumns} FROM scores WHERE {SqlSession.Among("account_id", 1, database.Dialect)} ORDER BY card, membership_id", ReadLive, accounts.ToArray())).ToLookup(live => live.AccountId);

    /// <summary>All overrides of several accounts, of whatever time: they are few.</summary>
    public async Task<ILookup<Guid, CardOverride>> Overrides(IReadOnlyCollection<Guid> accounts) => (await database.Query(
        $"SELECT id, kind, points, reason, author_id, \"from\", until, account_id, card FROM score_overrides WHERE {SqlSession.Among("account_id", 1, database.Dialect)} ORDER BY \"from\", id",
        row => (Account: row.Guid(7), One: new CardOverride(row.Text(8), new HealthOverride(row.Guid(0), (OverrideKind)row.Int(1), row.Double(2), row.Text(3), row.Guid(4), row.Instant(5), row.Instant(6)))),
        accounts.ToArray())).ToLookup(pair => pair.Account, pair => pair.One);

    /// <summary>Live scores of several accounts together.</summary>
    public async Task<ILookup<Guid, LiveScore>> Of(IReadOnlyCollection<Guid> accounts) => (accounts.Count == 0 ? [] : await database.Query(
        $"SELECT {LiveColumns} FROM scores WHERE membership_id = $1 AND account_id IN ({Numbers(accounts.Count, 2)})", ReadLive, [Guid.Empty, .. accounts.Cast<object>()])).ToLookup(live => live.AccountId);

    public Task<LiveScore?> Find(Guid accountId, string card, Guid? membershipId = null) =>
        database.First($"SELECT {LiveColumns} FROM scores WHERE account_id = $1 AND membership_id = $2 AND card = $3", ReadLive, accountId, membershipId ?? Guid.Empty, card);

    /// <summary>All live scores of accounts by one card, or by all cards.</summary>
    public Task<List<LiveScore>> All(string? card = null) => card is null
        ? database.Query($"SELECT {LiveColumns} FROM scores WHERE membership_id = $1", ReadLive, Guid.Empty)
        : database.Query($"SELECT {LiveColumns} FROM scores WHERE membership_id = $1 AND card = $2", ReadLive, Guid.Empty, card);

    /// <summary>
    /// Keeps all live scores of an account and appends what they mean (a change of colour) in the same transaction. Cards that are not among
    /// them no longer apply to it; their closed days stay.
    /// </summary>
    public async Task Save(Guid accountId, IReadOnlyList<LiveScore> all, IReadOnlyList<Signal> signals)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            await Save(transaction, accountId, all);
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
        });
    }

    internal static async Task Save(WriteTransaction transaction, Guid accountId, IReadOnlyList<LiveScore> all)
    {
        foreach (var gone in (await transaction.Query("SELECT card FROM scores WHERE account_id = $1", row => row.Text(0), accountId)).Except(all.Select(live => live.Card)).ToList())
            await transaction.Execute("DELETE FROM scores WHERE account_id = $1 AND card = $2", accountId, gone);
        foreach (var live in all) await Save(transaction, live);
    }

    /// <summary>Closes a day for many at once: snapshots that are there already stay, live states follow.</summary>
    public async Task Close(IReadOnlyList<(LiveScore Live, DateOnly Day)> closed, IReadOnlyList<Signal> signals)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            await Close(transaction, closed);
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
        });
    }

    internal static async Task Close(WriteTransaction transaction, IReadOnlyList<(LiveScore Live, DateOnly Day)> closed)
    {
        foreach (var (live, day) in closed)
            await transaction.Execute(
                "INSERT INTO score_days (account_id, membership_id, card, day, score, band, packed) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                live.AccountId, live.MembershipId ?? Guid.Empty, live.Card, day, live.Score, (int)live.Band.Band, live.Snapshot.Pack());
        // Of many days closed at once only the last is where the live score stands.
        foreach (var last in closed.GroupBy(one => (one.Live.AccountId, one.Live.MembershipId, one.Live.Card)).Select(days => days.MaxBy(one => one.Day).Live)) await Save(transaction, last);
    }

    /// <summary>Live scores that can have changed by now with no new signal, longest due first.</summary>
    public Task<List<(Guid AccountId, DateTimeOffset At)>> Due(DateTimeOffset now, int limit) => database.Query(
        "SELECT account_id, min(changes_at) FROM scores WHERE changes_at <= $1 GROUP BY account_id ORDER BY 2 LIMIT $2", row => (row.Guid(0), row.Instant(1)), now, limit);

    /// <summary>Accounts whose closed days do not reach a day yet.</summary>
    public Task<List<Guid>> Unclosed(DateOnly day, int limit) =>
        database.Query("SELECT DISTINCT account_id FROM scores WHERE closed_on < $1 LIMIT $2", row => row.Guid(0), day, limit);

    public async Task<DateTimeOffset?> NextDue() => await database.First("SELECT min(changes_at) FROM scores", row => row.MaybeInstant(0));

    /// <summary>The snapshot of one closed day; null when that day was not closed for this card.</summary>
    public async Task<HealthSnapshot?> Snapshot(Guid accountId, string card, DateOnly day, Guid? membershipId = null) =>
        await database.First("SELECT packed FROM score_days WHERE account_id = $1 AND membership_id = $2 AND card = $3 AND day = $4", row => row.Bytes(0), accountId, membershipId ?? Guid.Empty, card, day) is { } packed
            ? HealthSnapshot.Unpack(packed) : null;

    /// <summary>The latest closed day before another, with its snapshot: what a change is measured against.</summary>
    public async Task<(DateOnly Day, HealthSnapshot Snapshot)?> Before(Guid accountId, string card, DateOnly day) =>
        await database.First("SELECT day, packed FROM score_days WHERE account_id = $1 AND membership_id = $2 AND card = $3 AND day < $4 ORDER BY day DESC LIMIT 1",
            row => new { Day = row.Day(0), Packed = row.Bytes(1) }, accountId, Guid.Empty, card, day) is { } found ? (found.Day, HealthSnapshot.Unpack(found.Packed)) : null;

    /// <summary>The same for several accounts and all their cards together, no further back than a fortnight.</summary>
    public async Task<IReadOnlyDictionary<(Guid AccountId, string Card), HealthSnapshot>> Before(IReadOnlyCollection<Guid> accounts, DateOnly day) => (accounts.Count == 0 ? [] : await database.Query(
        $"SELECT account_id, card, packed FROM score_days WHERE membership_id = $1 AND day < $2 AND day >= $3 AND account_id IN ({Numbers(accounts.Count, 4)}) ORDER BY day",
        row => (Key: (row.Guid(0), row.Text(1)), Packed: row.Bytes(2)), [Guid.Empty, day, day.AddDays(-14), .. accounts.Cast<object>()]))
        .GroupBy(row => row.Key).ToDictionary(days => days.Key, days => HealthSnapshot.Unpack(days.Last().Packed));

    /// <summary>Closing scores of one account, oldest first.</summary>
    public Task<List<DayScore>> Days(Guid accountId, string card, DateOnly from, DateOnly until) => database.Query(
        "SELECT account_id, day, score, band FROM score_days WHERE account_id = $1 AND membership_id = $2 AND card = $3 AND day BETWEEN $4 AND $5 ORDER BY day", ReadDay, accountId, Guid.Empty, card, from, until);

    /// <summary>Closing scores of all accounts by one card over some days, for sparklines and movers.</summary>
    public Task<List<DayScore>> Days(string card, DateOnly from, DateOnly until) => database.Query(
        "SELECT account_id, day, score, band FROM score_days WHERE card = $1 AND day BETWEEN $2 AND $3 AND membership_id = $4 ORDER BY account_id, day", ReadDay, card, from, until, Guid.Empty);

    /// <summary>Those in force at an instant.</summary>
    public Task<ImmutableArray<HealthOverride>> Overrides(Guid accountId, string card, DateTimeOffset now) => Overrides(accountId, card, now, now);

    /// <summary>Those in force at any time from one instant to another, both included.</summary>
    public async Task<ImmutableArray<HealthOverride>> Overrides(Guid accountId, string card, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. await database.Query(
            "SELECT id, kind, points, reason, author_id, \"from\", until FROM score_overrides WHERE account_id = $1 AND card = $2 AND \"from\" <= $4 AND until > $3 ORDER BY \"from\", id",
            row => new HealthOverride(row.Guid(0), (OverrideKind)row.Int(1), row.Double(2), row.Text(3), row.Guid(4), row.Instant(5), row.Instant(6)), accountId, card, from, to),
    ];

    public Task Add(Guid accountId, string card, HealthOverride one, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute(
            "INSERT INTO score_overrides (id, account_id, card, kind, points, reason, author_id, \"from\", until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            one.Id, accountId, card, (int)one.Kind, one.Points, one.Reason, one.AuthorId, one.From, one.Until);
        await DirtyAccounts.Mark(transaction, accountId, now);
    });

    /// <summary>Ends an override early.</summary>
    public Task<int> End(Guid accountId, Guid id, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var ended = await transaction.Execute("UPDATE score_overrides SET until = $1 WHERE id = $2 AND account_id = $3 AND until > $1", now, id, accountId);
        if (ended == 1) await DirtyAccounts.Mark(transaction, accountId, now);
        return ended;
    });

    static Task<int> Save(WriteTransaction transaction, LiveScore live) => transaction.Execute(
        """
        INSERT INTO scores (account_id, membership_id, card, version, at, score, coverage, band, beyond, closings, closed_on, packed, changes_at, is_primary)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (account_id, membership_id, card) DO UPDATE SET is_primary = excluded.is_primary, version = excluded.version, at = excluded.at, score = excluded.score, coverage = excluded.coverage,
          band = excluded.band, beyond = excluded.beyond, closings = excluded.closings, closed_on = excluded.closed_on, packed = excluded.packed, changes_at = excluded.changes_at
        WHERE scores.at <= excluded.at
        """,
        live.AccountId, live.MembershipId ?? Guid.Empty, live.Card, live.Snapshot.Version, live.At, live.Score, live.Snapshot.Coverage, (int)live.Band.Band,
        live.Band.Beyond is { } beyond ? (int)beyond : null, live.Band.Closings, live.Band.ClosedOn!.Value, live.Snapshot.Pack(), live.ChangesAt, live.IsPrimary);

    static string Numbers(int count, int from) => string.Join(", ", Enumerable.Range(from, count).Select(n => $"${n}"));

    static LiveScore ReadLive(SqlRow row) => new(
        row.Guid(0), row.Guid(1) is var member && member == Guid.Empty ? null : member, row.Text(2), row.Flag(3), row.Instant(4), row.MaybeDouble(5),
        new BandState((Band)row.Int(6), row.MaybeInt(7) is { } beyond ? (Band)beyond : null, row.Int(8), row.Day(9)), HealthSnapshot.Unpack(row.Bytes(10)), row.MaybeInstant(11));

    static DayScore ReadDay(SqlRow row) => new(row.Guid(0), row.Day(1), row.MaybeDouble(2), (Band)row.Int(3));
}
