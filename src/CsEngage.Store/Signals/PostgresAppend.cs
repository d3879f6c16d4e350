using CsEngage.Core;

namespace CsEngage.Store.Signals;

/// <summary>The hot path on PostgreSQL: one statement per table for the whole batch, rows as arrays.</summary>
internal static class PostgresAppend
{
    const string Later = "excluded.last_value_at IS NOT NULL AND (f.last_value_at IS NULL OR excluded.last_value_at > f.last_value_at OR (excluded.last_value_at = f.last_value_at AND excluded.last_value > f.last_value))";

    const string InsertSignals = $"""
        INSERT INTO signals ({SignalLog.Columns})
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::uuid[], $9::text[], $10::text[], $11::text[],
          $12::int[], $13::text[], $14::bigint[], $15::text[], $16::text[], $17::int[], $18::int[], $19::text[], $20::text[], $21::bool[], $22::bool[])
        ON CONFLICT DO NOTHING RETURNING account_id, key
        """;

    const string UpsertFacts = $"""
        INSERT INTO fact_days AS f (account_id, kind, subject, membership_id, day, n, sum, first_at, last_at, last_value, last_value_at)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::date[], $6::bigint[], $7::bigint[], $8::timestamptz[], $9::timestamptz[], $10::bigint[], $11::timestamptz[])
        ON CONFLICT (account_id, kind, subject, membership_id, day) DO UPDATE SET n = f.n + excluded.n, sum = f.sum + excluded.sum,
          first_at = least(f.first_at, excluded.first_at), last_at = greatest(f.last_at, excluded.last_at),
          last_value = CASE WHEN {Later} THEN excluded.last_value ELSE f.last_value END, last_value_at = CASE WHEN {Later} THEN excluded.last_value_at ELSE f.last_value_at END
        """;

    const string UpsertAccounts = """
        INSERT INTO account_days AS a (account_id, day, kind, n, sum) SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[], $5::bigint[])
        ON CONFLICT (account_id, day, kind) DO UPDATE SET n = a.n + excluded.n, sum = a.sum + excluded.sum
        """;

    const string UpsertContents = """
        INSERT INTO content_days AS c (subject, day, kind, n, sum) SELECT * FROM unnest($1::text[], $2::date[], $3::text[], $4::bigint[], $5::bigint[])
        ON CONFLICT (subject, day, kind) DO UPDATE SET n = c.n + excluded.n, sum = c.sum + excluded.sum
        """;

    const string MarkDirty = """
        INSERT INTO dirty_accounts AS d (account_id, marks, since) SELECT id, 1, $2 FROM unnest($1::uuid[]) AS t(id)
        ON CONFLICT (account_id) DO UPDATE SET marks = d.marks + 1
        """;

    public static async Task<Appended> Append(WriteTransaction transaction, IReadOnlyList<Signal> signals, TimeZoneInfo zone)
    {
        // A key that comes twice in one batch is new once.
        var rows = signals.DistinctBy(signal => (signal.AccountId, signal.Key)).OrderBy(signal => signal.AccountId).ThenBy(signal => signal.Key).ToList();
        var inserted = (await transaction.Query(InsertSignals, row => (row.Guid(0), row.Guid(1)),
            Of(rows, s => s.AccountId), Of(rows, s => s.Key), Of(rows, s => s.Id), Of(rows, s => s.Kind), Of(rows, s => Instants.Cut(s.OccurredAt)), Of(rows, s => Instants.Cut(s.CountedAt)),
            Of(rows, s => Instants.Cut(s.ReceivedAt)), Of(rows, s => s.MembershipId), Of(rows, s => s.Department), Of(rows, s => s.Product), Of(rows, s => s.Subject),
            Of(rows, s => s.SubjectVersion), Of(rows, s => s.Locale), Of(rows, s => s.Value is { } value ? Scaled.Up(value) : (long?)null), Of(rows, s => StoredJson.Map(s.Properties)),
            Of(rows, s => s.Session), Of(rows, s => (int)s.Identity), Of(rows, s => (int)s.Actor), Of(rows, s => s.Source), Of(rows, s => StoredJson.Cause(s.Cause)),
            Of(rows, s => s.IsStaff), Of(rows, s => s.IsPreview))).ToHashSet();

        var sums = new RollUps();
        var isNew = new bool[signals.Count];
        for (var i = 0; i < signals.Count; i++)
        {
            if (!inserted.Remove((signals[i].AccountId, signals[i].Key))) continue;
            isNew[i] = true;
            sums.Add(signals[i], zone);
        }
        if (sums.Facts.ToList() is { Count: > 0 } facts)
        {
            await transaction.Execute(UpsertFacts,
                Of(facts, f => f.Key.Account), Of(facts, f => f.Key.Kind), Of(facts, f => f.Key.Subject ?? ""), Of(facts, f => f.Key.Member ?? Guid.Empty), Of(facts, f => f.Key.Day),
                Of(facts, f => (long)f.Count.N), Of(facts, f => Scaled.Up(f.Count.Sum)), Of(facts, f => Instants.Cut(f.Count.FirstAt)), Of(facts, f => Instants.Cut(f.Count.LastAt)),
                Of(facts, f => f.Count.LastValue is { } value ? Scaled.Up(value) : (long?)null), Of(facts, f => f.Count.LastValueAt is { } at ? Instants.Cut(at) : (DateTimeOffset?)null));
            var accounts = sums.Accounts.ToList();
            await transaction.Execute(UpsertAccounts, Of(accounts, a => a.Key.Account), Of(accounts, a => a.Key.Day), Of(accounts, a => a.Key.Kind), Of(accounts, a => a.Tally.N), Of(accounts, a => Scaled.Up(a.Tally.Sum)));
            if (sums.Contents.ToList() is { Count: > 0 } contents)
                await transaction.Execute(UpsertContents, Of(contents, c => c.Key.Subject), Of(contents, c => c.Key.Day), Of(contents, c => c.Key.Kind), Of(contents, c => c.Tally.N), Of(contents, c => Scaled.Up(c.Tally.Sum)));
            await transaction.Execute(MarkDirty, sums.Touched.ToArray(), signals[0].ReceivedAt);
        }
        var accepted = isNew.Count(one => one);
        return new Appended(accepted, signals.Count - accepted, isNew);
    }

    static TValue[] Of<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        return values;
    }
}
