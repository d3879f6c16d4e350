using CsEngage.Core;
using Microsoft.Data.Sqlite;

namespace CsEngage.Store.Signals;

/// <summary>The hot path on SQLite: statements prepared once on the writer's connection, parameters set in place.</summary>
internal sealed class SqliteAppend : IDisposable
{
    const string Later = "excluded.last_value_at IS NOT NULL AND (last_value_at IS NULL OR excluded.last_value_at > last_value_at OR (excluded.last_value_at = last_value_at AND excluded.last_value > last_value))";

    readonly SqliteStatement signal, fact, account, content, dirty;

    public SqliteAppend(SqlSession session)
    {
        var connection = (SqliteConnection)session.Connection;
        signal = new(connection, $"INSERT INTO signals ({SignalLog.Columns}) VALUES ({Numbers(22)}) ON CONFLICT DO NOTHING");
        fact = new(connection, $"""
            INSERT INTO fact_days (account_id, kind, subject, membership_id, day, n, sum, first_at, last_at, last_value, last_value_at) VALUES ({Numbers(11)})
            ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
              last_value = CASE WHEN {Later} THEN excluded.last_value ELSE last_value END, last_value_at = CASE WHEN {Later} THEN excluded.last_value_at ELSE last_value_at END
            """);
        account = new(connection, $"INSERT INTO account_days (account_id, day, kind, n, sum) VALUES ({Numbers(5)}) ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum");
        content = new(connection, $"INSERT INTO content_days (subject, day, kind, n, sum) VALUES ({Numbers(5)}) ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum");
        dirty = new(connection, "INSERT INTO dirty_accounts (account_id, marks, since) VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET marks = marks + 1");
    }

    public Appended Append(IReadOnlyList<Signal> signals, TimeZoneInfo zone)
    {
        var isNew = new bool[signals.Count];
        RollUps? many = null;
        var accepted = 0;
        for (var i = 0; i < signals.Count; i++)
        {
            if (!Insert(signals[i])) continue;
            isNew[i] = true;
            accepted++;
            // One alone, the case of a page view, needs no sums beforehand.
            if (signals.Count == 1) Count(signals[i], zone);
            else (many ??= new RollUps()).Add(signals[i], zone);
        }
        if (many is not null) Count(many, signals[0].ReceivedAt);
        return new Appended(accepted, signals.Count - accepted, isNew);
    }

    bool Insert(Signal one)
    {
        signal.Bind(1, one.AccountId);
        signal.Bind(2, one.Key);
        signal.Bind(3, one.Id);
        signal.Bind(4, one.Kind);
        signal.Bind(5, one.OccurredAt.ToUnixTimeMilliseconds());
        signal.Bind(6, one.CountedAt.ToUnixTimeMilliseconds());
        signal.Bind(7, one.ReceivedAt.ToUnixTimeMilliseconds());
        signal.Bind(8, one.MembershipId);
        signal.Bind(9, one.Department);
        signal.Bind(10, one.Product);
        signal.Bind(11, one.Subject);
        signal.Bind(12, (long?)one.SubjectVersion);
        signal.Bind(13, one.Locale);
        signal.Bind(14, one.Value is { } value ? Scaled.Up(value) : null);
        signal.Bind(15, StoredJson.Map(one.Properties));
        signal.Bind(16, one.Session);
        signal.Bind(17, (long)one.Identity);
        signal.Bind(18, (long)one.Actor);
        signal.Bind(19, one.Source);
        signal.Bind(20, StoredJson.Cause(one.Cause));
        signal.Bind(21, one.IsStaff ? 1L : 0L);
        signal.Bind(22, one.IsPreview ? 1L : 0L);
        return signal.Run() == 1;
    }

    void Count(Signal one, TimeZoneInfo zone)
    {
        if (!one.Counts) return;
        var count = DayCount.Of(one, zone);
        Fact(one.AccountId, count);
        account.Bind(1, one.AccountId);
        Add(account, count.Day, one.Kind, 1, count.Sum);
        if (RollUps.IsContent(one.Subject))
        {
            content.Bind(1, one.Subject);
            Add(content, count.Day, one.Kind, 1, count.Sum);
        }
        Mark(one.AccountId, one.ReceivedAt);
    }

    void Count(RollUps sums, DateTimeOffset receivedAt)
    {
        foreach (var (key, count) in sums.Facts) Fact(key.Account, count);
        foreach (var (key, tally) in sums.Accounts)
        {
            account.Bind(1, key.Account);
            Add(account, key.Day, key.Kind, tally.N, tally.Sum);
        }
        foreach (var (key, tally) in sums.Contents)
        {
            content.Bind(1, key.Subject);
            Add(content, key.Day, key.Kind, tally.N, tally.Sum);
        }
        foreach (var touched in sums.Touched) Mark(touched, receivedAt);
    }

    void Fact(Guid accountId, DayCount count)
    {
        fact.Bind(1, accountId);
        fact.Bind(2, count.Kind);
        fact.Bind(3, count.Subject ?? "");
        fact.Bind(4, count.MembershipId ?? Guid.Empty);
        fact.Bind(5, (long)count.Day.DayNumber);
        fact.Bind(6, (long)count.N);
        fact.Bind(7, Scaled.Up(count.Sum));
        fact.Bind(8, count.FirstAt.ToUnixTimeMilliseconds());
        fact.Bind(9, count.LastAt.ToUnixTimeMilliseconds());
        fact.Bind(10, count.LastValue is { } value ? Scaled.Up(value) : null);
        fact.Bind(11, count.LastValueAt?.ToUnixTimeMilliseconds());
        fact.Run();
    }

    // The first of them, whose day it is, is bound already.
    static void Add(SqliteStatement statement, DateOnly day, string kind, long n, decimal sum)
    {
        statement.Bind(2, (long)day.DayNumber);
        statement.Bind(3, kind);
        statement.Bind(4, n);
        statement.Bind(5, Scaled.Up(sum));
        statement.Run();
    }

    void Mark(Guid accountId, DateTimeOffset at)
    {
        dirty.Bind(1, accountId);
        dirty.Bind(2, at.ToUnixTimeMilliseconds());
        dirty.Run();
    }

    static string Numbers(int count) => string.Join(", ", Enumerable.Range(1, count).Select(n => $"?{n}"));

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[signal, fact, account, content, dirty]) statement.Dispose();
    }
}
