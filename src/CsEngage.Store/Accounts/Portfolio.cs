using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Accounts;

/// <summary>Which accounts a list shows. What is null does not narrow it.</summary>
/// <param name="Text">Part of a name or external id.</param>
public sealed record PortfolioFilter(Guid? CsmId = null, string? Text = null, string? Tier = null, string? TouchModel = null, string? Lifecycle = null, Band? Band = null);

/// <summary>What a list is sorted by.</summary>
public enum PortfolioSort
{
    Name, Tier, TouchModel, Lifecycle, Arr, Renewal, Score, LastSeen,
}

/// <summary>A rate of a currency to the reporting currency.</summary>
public sealed record CurrencyRate(string Currency, double Rate);

/// <summary>What a list is read with.</summary>
/// <param name="Rates">Rates in force today.</param>
public sealed record PortfolioFrame(DateOnly Today, ImmutableArray<CurrencyRate> Rates);

/// <summary>The score of an account at a daily closing.</summary>
public sealed record ClosedScore(Guid AccountId, string Card, DateOnly Day, double? Score);

/// <summary>One account as lists show it.</summary>
/// <param name="Arr">Annual revenue in the reporting currency, scaled by 10,000; null without running contract.</param>
/// <param name="RenewsOn">The nearest end of a running contract.</param>
/// <param name="NoticeBy">The last day to give notice for that one.</param>
/// <param name="LastSeen">The last day on which a contact did anything that counts as engagement.</param>
public sealed record PortfolioLine(
    Guid Id, string ExternalId, string Name, string? Tier, string Lifecycle, string TouchModel, Guid? CsmId, DateTimeOffset CreatedAt, long? Arr, DateOnly? RenewsOn, DateOnly? NoticeBy,
    string? Card, double? Score, Band Band, double Coverage, DateOnly? LastSeen)
{
    /// <summary>The nearest contract renews by itself when nobody gives notice.</summary>
    public bool RenewsByItself { get; init; }

    /// <summary>The usual gap in days between visits, as of last night; null when there is no habit.</summary>
    public int? Usual { get; init; }

    /// <summary>Annual revenue in the currency of the contracts; null where they are in several.</summary>
    public (long Arr, string Currency)? Signed { get; init; }
}

/// <summary>A page of a list and how many there are in all.</summary>
public sealed record PortfolioPage(ImmutableArray<PortfolioLine> Lines, int Total);

/// <summary>How many contacts may come, and how many came.</summary>
public sealed record Breadth(int Invited, int Active);

/// <summary>How far a member came into the portal.</summary>
public sealed record Arrival(DateTimeOffset? InvitedAt, DateTimeOffset? SignedInAt);

/// <summary>What a member did with a guide: viewed, read, completed or rated.</summary>
public sealed record GuideMark(Guid MembershipId, string Guide, string Kind, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Count);

/// <summary>A checkpoint that is behind in a running enrollment.</summary>
public sealed record BehindCheckpoint(Guid AccountId, string Journey, int Version, string Checkpoint, DateTimeOffset BehindAt, bool IsStuck);

/// <summary>
/// The accounts as one ledger: each with its revenue, renewal, score and last sign of life, in one query over roll-ups. What a page needs
/// beyond that is asked for the accounts on the page together, never one by one.
/// </summary>
public sealed class Portfolio(Database database, SettingsBook settings)
{
    public async Task<PortfolioPage> Page(PortfolioFilter filter, PortfolioSort sort, bool descending, int skip, int take, PortfolioFrame frame)
    {
        var (from, values) = From(filter, frame, await settings.Unengaged());
        var lines = await database.Query($"SELECT {Columns} {from} ORDER BY {Order(sort, descending)} LIMIT {take} OFFSET {skip}", Read, values);
        var total = skip == 0 && lines.Count < take ? lines.Count : (int)await database.First($"SELECT count(*) {from}", row => row.Long(0), values);
        return new PortfolioPage([.. lines], total);
    }

    /// <summary>Everything that the filter lets through, by name: for the queue, which ranks by more than SQL knows, and for export.</summary>
    public async Task<ImmutableArray<PortfolioLine>> All(PortfolioFilter filter, PortfolioFrame frame)
    {
        var (from, values) = From(filter, frame, await settings.Unengaged());
        return [.. await database.Query($"SELECT {Columns} {from} ORDER BY a.name_key, a.id", Read, values)];
    }

    /// <summary>Contacts with a running membership, and those of them who did anything since a day.</summary>
    public async Task<IReadOnlyDictionary<Guid, Breadth>> Breadths(IReadOnlyCollection<Guid> accounts, DateOnly since)
    {
        if (accounts.Count == 0) return ImmutableDictionary<Guid, Breadth>.Empty;
        var unengaged = await settings.Unengaged();
        var rows = await database.Query(
            $"""
            SELECT m.account_id, count(*), sum(CASE WHEN EXISTS (
              SELECT 1 FROM fact_days f WHERE f.account_id = m.account_id AND f.membership_id = m.id AND f.day >= $1 AND f.kind NOT IN ({Engagement.NotAmong(unengaged, accounts.Count + 2)})) THEN 1 ELSE 0 END)
            FROM memberships m WHERE m.ended_at IS NULL AND m.account_id IN ({Numbers(accounts, 2)}) GROUP BY m.account_id
            """,
            row => (Id: row.Guid(0), Breadth: new Breadth((int)row.Long(1), (int)row.Long(2))), [since, .. accounts.Cast<object>(), .. unengaged]);
        return rows.ToDictionary(row => row.Id, row => row.Breadth);
    }

    /// <summary>Daily closings of these accounts since a day, oldest first: sparklines.</summary>
    public async Task<ILookup<Guid, ClosedScore>> Trends(IReadOnlyCollection<Guid> accounts, DateOnly since) => (accounts.Count == 0 ? [] : await database.Query(
        $"SELECT account_id, card, day, score FROM score_days WHERE membership_id = $1 AND day >= $2 AND account_id IN ({Numbers(accounts, 3)}) ORDER BY account_id, card, day", ReadClosed, [Guid.Empty, since, .. accounts.Cast<object>()]))
        .ToLookup(one => one.AccountId);

    /// <summary>The closing of one day for everybody on these cards.</summary>
    public async Task<ILookup<Guid, ClosedScore>> Closing(DateOnly day, ImmutableArray<string> cards) => (cards.IsEmpty ? [] : await database.Query(
        $"SELECT account_id, card, day, score FROM score_days WHERE membership_id = $1 AND day = $2 AND card IN ({string.Join(", ", Enumerable.Range(3, cards.Length).Select(n => $"${n}"))})", ReadClosed, [Guid.Empty, day, .. cards.Cast<object>()]))
        .ToLookup(one => one.AccountId);

    /// <summary>When each member of an account last did anything that counts.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> LastSeen(Guid accountId)
    {
        var unengaged = await settings.Unengaged();
        return (await database.Query(
            $"SELECT membership_id, max(last_at) FROM fact_days WHERE account_id = $1 AND kind NOT IN ({Engagement.NotAmong(unengaged, 2)}) GROUP BY membership_id", row => (Id: row.Guid(0), At: row.Instant(1)), [accountId, .. unengaged]))
            .ToDictionary(row => row.Id, row => row.At);
    }

    /// <summary>When members of an account were last invited into the portal, and when they last signed in.</summary>
    public async Task<IReadOnlyDictionary<Guid, Arrival>> Arrivals(Guid accountId) => (await database.Query(
        "SELECT membership_id, kind, max(last_at) FROM fact_days WHERE account_id = $1 AND kind IN ('contact.invited', 'contact.signed-in') GROUP BY membership_id, kind",
        row => (Id: row.Guid(0), Kind: row.Text(1), At: row.Instant(2)), accountId)).GroupBy(row => row.Id)
        .ToDictionary(rows => rows.Key, rows => new Arrival(At(rows, "contact.invited"), At(rows, "contact.signed-in")));

    static DateTimeOffset? At(IEnumerable<(Guid Id, string Kind, DateTimeOffset At)> rows, string kind) => rows.Where(row => row.Kind == kind).Select(row => (DateTimeOffset?)row.At).FirstOrDefault();

    /// <summary>Who of an account did what with which guide.</summary>
    public async Task<ImmutableArray<GuideMark>> GuideMarks(Guid accountId) => [.. await database.Query(
        """
        SELECT membership_id, subject, kind, min(first_at), max(last_at), sum(n) FROM fact_days
        WHERE account_id = $1 AND kind IN ('guide.viewed', 'guide.read', 'guide.completed') GROUP BY membership_id, subject, kind
        """,
        row => new GuideMark(row.Guid(0), row.Text(1)["guide:".Length..], row.Text(2)["guide.".Length..], row.Instant(3), row.Instant(4), (int)row.Long(5)), accountId)];

    /// <summary>Checkpoints that are behind now, of one CSM's book or of everybody.</summary>
    public async Task<ImmutableArray<BehindCheckpoint>> Behind(Guid? csmId) => [.. await database.Query(
        $"""
        SELECT c.account_id, c.journey, c.journey_version, c.checkpoint, c.behind_at, CASE WHEN c.stuck_at IS NULL THEN 0 ELSE 1 END
        FROM enrollments e
        JOIN enrollment_checkpoints c ON c.account_id = e.account_id AND c.enrollment_id = e.id
        JOIN accounts a ON a.id = e.account_id
        WHERE e.ended_at IS NULL AND c.reached_at IS NULL AND c.behind_at IS NOT NULL AND a.archived_at IS NULL {(csmId is null ? "" : "AND a.csm_id = $1")}
        """,
        row => new BehindCheckpoint(row.Guid(0), row.Text(1), row.Int(2), row.Text(3), row.Instant(4), row.Long(5) == 1), csmId is { } csm ? [csm] : [])];

    const string Columns =
        "a.id, a.external_id, a.name, a.tier, a.lifecycle, a.touch_model, a.csm_id, a.created_at, c.arr, c.renews_on, c.notice_by, s.card, s.score, s.band, s.coverage, l.last_day, c.by_itself, c.signed, c.currency, h.usual";

    static (string From, object?[] Values) From(PortfolioFilter filter, PortfolioFrame frame, ImmutableSortedSet<string> unengaged)
    {
        var values = new List<object?> { frame.Today };
        string Number(object value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }

        string Engaged()
        {
            var list = Engagement.NotAmong(unengaged, values.Count + 1);
            foreach (var kind in unengaged) values.Add(kind);
            return list;
        }

        var rate = frame.Rates.IsEmpty ? "1" : $"CASE currency {string.Concat(frame.Rates.Select(one => $"WHEN {Number(one.Currency)} THEN {Number(one.Rate)} "))}ELSE 1 END";
        var where = new List<string> { "a.archived_at IS NULL" };
        if (filter.CsmId is { } csm) where.Add($"a.csm_id = {Number(csm)}");
        if (filter.Text is { Length: > 0 } text)
        {
            var pattern = Number(Folded.Anywhere(text));
            where.Add($@"(a.name_key LIKE {pattern} ESCAPE '\' OR lower(a.external_id) LIKE {pattern} ESCAPE '\')");
        }
        if (filter.Tier is { } tier) where.Add($"a.tier = {Number(tier)}");
        if (filter.TouchModel is { } model) where.Add($"a.touch_model = {Number(model)}");
        if (filter.Lifecycle is { } lifecycle) where.Add($"a.lifecycle = {Number(lifecycle)}");
        if (filter.Band is { } band) where.Add(band == Band.NotEnoughData ? "s.score IS NULL" : $"s.score IS NOT NULL AND s.band = {(int)band}");

        return ($"""
            FROM accounts a
            LEFT JOIN (
              SELECT account_id, CAST(sum(yearly * ({rate})) AS bigint) AS arr, min(end_on) AS renews_on, min(CASE WHEN nth = 1 THEN notice_by END) AS notice_by,
                max(CASE WHEN nth = 1 AND auto_renew THEN 1 ELSE 0 END) AS by_itself, CASE WHEN min(currency) = max(currency) THEN CAST(sum(yearly) AS bigint) END AS signed, min(currency) AS currency
              FROM (SELECT account_id, end_on, notice_by, auto_renew, currency, CASE period WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END * amount AS yearly,
                row_number() OVER (PARTITION BY account_id ORDER BY end_on, id) AS nth FROM contracts WHERE status = 'active' AND end_on >= $1) running
              GROUP BY account_id) c ON c.account_id = a.id
            LEFT JOIN scores s ON s.account_id = a.id AND s.membership_id = {Number(Guid.Empty)} AND s.is_primary = {Number(true)}
            LEFT JOIN (SELECT account_id, max(day) AS last_day FROM account_days WHERE kind NOT IN ({Engaged()}) GROUP BY account_id) l ON l.account_id = a.id
            LEFT JOIN cadences h ON h.account_id = a.id
            WHERE {string.Join(" AND ", where)}
            """, [.. values]);
    }

    static string Order(PortfolioSort sort, bool descending)
    {
        var column = sort switch
        {
            PortfolioSort.Tier => "a.tier",
            PortfolioSort.TouchModel => "a.touch_model",
            PortfolioSort.Lifecycle => "a.lifecycle",
            PortfolioSort.Arr => "c.arr",
            PortfolioSort.Renewal => "c.renews_on",
            PortfolioSort.Score => "s.score",
            PortfolioSort.LastSeen => "l.last_day",
            _ => "a.name_key",
        };
        // What is not known stands last either way.
        return $"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END, {column} {(descending ? "DESC" : "ASC")}, a.name_key, a.id";
    }

    static ClosedScore ReadClosed(SqlRow row) => new(row.Guid(0), row.Text(1), row.Day(2), row.MaybeDouble(3));

    static string Numbers(IReadOnlyCollection<Guid> ids, int from) => string.Join(", ", Enumerable.Range(from, ids.Count).Select(n => $"${n}"));

    static PortfolioLine Read(SqlRow row) => new(
        row.Guid(0), row.Text(1), row.Text(2), row.MaybeText(3), row.Text(4), row.Text(5), row.MaybeGuid(6), row.Instant(7), row.MaybeLong(8), row.MaybeDay(9), row.MaybeDay(10),
        row.MaybeText(11), row.MaybeDouble(12), row.Has(12) ? (Band)row.Int(13) : Band.NotEnoughData, row.MaybeDouble(14) ?? 0, row.MaybeDay(15))
    {
        RenewsByItself = row.MaybeLong(16) == 1, Usual = row.MaybeInt(19),
        Signed = row.MaybeLong(17) is { } signed ? (signed, row.Text(18)) : null,
    };
}
