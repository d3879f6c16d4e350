using Microsoft.Data.Sqlite;

namespace CsEngage.Bench.Floors;

/// <summary>One signal as the floors hold it: numbers and short texts, nothing to parse or look up.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
readonly record struct SignalRow(long KeyHigh, long KeyLow, long At, int Account, int Contact, int Kind, int Subject);

/// <summary>
/// The same writes that accepting a signal means, by hand on SQLite: the log row (its primary key removes doubles), the
/// account × day × kind roll-up, the contact's and the account's daily fact, and the dirty mark of the account.
/// </summary>
sealed class SignalRows : IDisposable
{
    readonly SqliteConnection connection;
    readonly SqliteCommand log, accountFact, contactFact, dirty;

    public SignalRows(string file)
    {
        connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        Do("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 4000;
            CREATE TABLE IF NOT EXISTS signals (key BLOB PRIMARY KEY, at INTEGER NOT NULL, account INTEGER NOT NULL, contact INTEGER NOT NULL, kind INTEGER NOT NULL, subject INTEGER NOT NULL, source TEXT NOT NULL, received INTEGER NOT NULL) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS signals_of_account ON signals (account, at);
            CREATE TABLE IF NOT EXISTS facts (account INTEGER, contact INTEGER, kind INTEGER, subject INTEGER, day INTEGER, n INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (account, contact, kind, subject, day)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS dirty (account INTEGER PRIMARY KEY, since INTEGER NOT NULL);
            """);
        log = Prepare("INSERT INTO signals VALUES ($a, $b, $c, $d, $e, $f, 'floor', $g) ON CONFLICT DO NOTHING", 7);
        const string fact = "INSERT INTO facts VALUES ($a, {0}, $c, $d, $e, 1, $f, $f) ON CONFLICT DO UPDATE SET n = n + 1, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)";
        contactFact = Prepare(string.Format(System.Globalization.CultureInfo.InvariantCulture, fact, "$b"), 6);
        accountFact = Prepare(string.Format(System.Globalization.CultureInfo.InvariantCulture, fact, "$b * 0"), 6);
        dirty = Prepare("INSERT INTO dirty VALUES ($a, $b) ON CONFLICT DO NOTHING", 2);
    }

    public void Begin() => Do("BEGIN IMMEDIATE");

    public void Commit() => Do("COMMIT");

    public bool Write(in SignalRow row, long now)
    {
        var key = new byte[16];
        BitConverter.TryWriteBytes(key, row.KeyHigh);
        BitConverter.TryWriteBytes(key.AsSpan(8), row.KeyLow);
        if (Run(log, key, row.At, row.Account, row.Contact, row.Kind, row.Subject, now) == 0) return false;
        var day = row.At / 86_400_000;
        Run(contactFact, row.Account, row.Contact, row.Kind, row.Subject, day, row.At);
        Run(accountFact, row.Account, row.Contact, row.Kind, 0, day, row.At);
        Run(dirty, row.Account, now);
        return true;
    }

    public long Count()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM signals";
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose() => connection.Dispose();

    static int Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command.ExecuteNonQuery();
    }

    void Do(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    SqliteCommand Prepare(string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = "$" + (char)('a' + i) });
        command.Prepare();
        return command;
    }
}
