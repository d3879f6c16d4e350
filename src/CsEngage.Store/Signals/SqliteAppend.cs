using CsEngage.Core;
using Microsoft.Data.Sqlite;

namespace CsEngage.Store.Signals;

/// <summary>The hot path on SQLite: statements prepared once on the writer's connection, parameters set in place.</summary>
internal sealed class SqliteAppend
{
    const string Later = "excluded.last_value_at IS NOT NULL AND (last_value_at IS NULL OR excluded.last_value_at > last_value_at OR (excluded.last_value_at = last_value_at AND excluded.last_value > last_value))";

    readonly SqliteCommand signal;
    readonly SqliteCommand fact;
    readonly SqliteCommand account;
    readonly SqliteCommand content;
    readonly SqliteCommand dirty;

    public SqliteAppend(SqlSession session)
    {
        var connection = (SqliteConnection)session.Connection;
        signal = Prepare(connection, $"INSERT INTO signals ({SignalLog.Columns}) VALUES ({Numbers(22)}) ON CONFLICT DO NOTHING", 22);
        fact = Prepare(connection, $"""
            INSERT INTO fact_days (account_id, kind, subject, membership_id, day, n, sum, first_at, last_at, last_value, last_value_at) VALUES ({Numbers(11)})
            ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
              last_value = CASE WHEN {Later} THEN excluded.last_value ELSE last_value END, last_value_at = CASE WHEN {Later} THEN excluded.last_value_at ELSE last_value_at END
            """, 11);
        account = Prepare(connection, $"INSERT INTO account_days (account_id, day, kind, n, sum) VALUES ({Numbers(5)}) ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum", 5);
        content = Prepare(connection, $"INSERT INTO content_days (subject, day, kind, n, sum) VALUES ({Numbers(5)}) ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum", 5);
        dirty = Prepare(connection, "INSERT INTO dirty_accounts (account_id, marks, since) VALUES ($1, 1, $2) ON CONFLICT DO UPDATE SET marks = marks + 1", 2);
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
        var p = signal.Parameters;
        p[0].Value = one.AccountId.ToByteArray(true);
        p[1].Value = one.Key.ToByteArray(true);
        p[2].Value = one.Id;
        p[3].Value = one.Kind;
        p[4].Value = one.OccurredAt.ToUnixTimeMilliseconds();
        p[5].Value = one.CountedAt.ToUnixTimeMilliseconds();
        p[6].Value = one.ReceivedAt.ToUnixTimeMilliseconds();
        p[7].Value = one.MembershipId is { } member ? member.ToByteArray(true) : DBNull.Value;
        p[8].Value = one.Department ?? (object)DBNull.Value;
        p[9].Value = one.Product ?? (object)DBNull.Value;
        p[10].Value = one.Subject ?? (object)DBNull.Value;
        p[11].Value = one.SubjectVersion is { } version ? (long)version : DBNull.Value;
        p[12].Value = one.Locale ?? (object)DBNull.Value;
        p[13].Value = one.Value is { } value ? Scaled.Up(value) : DBNull.Value;
        p[14].Value = StoredJson.Map(one.Properties) ?? (object)DBNull.Value;
        p[15].Value = one.Session ?? (object)DBNull.Value;
        p[16].Value = (long)one.Identity;
        p[17].Value = (long)one.Actor;
        p[18].Value = one.Source;
        p[19].Value = StoredJson.Cause(one.Cause) ?? (object)DBNull.Value;
        p[20].Value = one.IsStaff ? 1L : 0L;
        p[21].Value = one.IsPreview ? 1L : 0L;
        return signal.ExecuteNonQuery() == 1;
    }

    void Count(Signal one, TimeZoneInfo zone)
    {
        if (!one.Counts) return;
        var count = DayCount.Of(one, zone);
        Fact(one.AccountId, count);
        Add(account, one.AccountId.ToByteArray(true), count.Day, one.Kind, 1, count.Sum);
        if (RollUps.IsContent(one.Subject)) Add(content, one.Subject!, count.Day, one.Kind, 1, count.Sum);
        Mark(one.AccountId, one.ReceivedAt);
    }

    void Count(RollUps sums, DateTimeOffset receivedAt)
    {
        foreach (var (key, count) in sums.Facts) Fact(key.Account, count);
        foreach (var (key, tally) in sums.Accounts) Add(account, key.Account.ToByteArray(true), key.Day, key.Kind, tally.N, tally.Sum);
        foreach (var (key, tally) in sums.Contents) Add(content, key.Subject, key.Day, key.Kind, tally.N, tally.Sum);
        foreach (var touched in sums.Touched) Mark(touched, receivedAt);
    }

    void Fact(Guid accountId, DayCount count)
    {
        var p = fact.Parameters;
        p[0].Value = accountId.ToByteArray(true);
        p[1].Value = count.Kind;
        p[2].Value = count.Subject ?? "";
        p[3].Value = (count.MembershipId ?? Guid.Empty).ToByteArray(true);
        p[4].Value = (long)count.Day.DayNumber;
        p[5].Value = (long)count.N;
        p[6].Value = Scaled.Up(count.Sum);
        p[7].Value = count.FirstAt.ToUnixTimeMilliseconds();
        p[8].Value = count.LastAt.ToUnixTimeMilliseconds();
        p[9].Value = count.LastValue is { } value ? Scaled.Up(value) : DBNull.Value;
        p[10].Value = count.LastValueAt is { } at ? at.ToUnixTimeMilliseconds() : DBNull.Value;
        fact.ExecuteNonQuery();
    }

    static void Add(SqliteCommand command, object scope, DateOnly day, string kind, long n, decimal sum)
    {
        var p = command.Parameters;
        p[0].Value = scope;
        p[1].Value = (long)day.DayNumber;
        p[2].Value = kind;
        p[3].Value = n;
        p[4].Value = Scaled.Up(sum);
        command.ExecuteNonQuery();
    }

    void Mark(Guid accountId, DateTimeOffset at)
    {
        dirty.Parameters[0].Value = accountId.ToByteArray(true);
        dirty.Parameters[1].Value = at.ToUnixTimeMilliseconds();
        dirty.ExecuteNonQuery();
    }

    static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }

    static string Numbers(int count) => string.Join(", ", Enumerable.Range(1, count).Select(n => $"${n}"));
}
