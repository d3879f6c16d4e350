using Microsoft.Data.Sqlite;

namespace CsEngage.Bench.Floors;

/// <summary>
/// The least that could be called advancing an enrollment, durable on SQLite: claim 500 due rows by index, write each one's next
/// state and timer, insert a touch for every fourth, commit. Nothing is decided.
/// </summary>
static class AdvanceFloor
{
    public static double StepsPerSecond(string file, int participants, int due)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        Do(connection, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS enrollments (id INTEGER PRIMARY KEY, due_at INTEGER, state TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS due ON enrollments (due_at) WHERE due_at IS NOT NULL;
            CREATE TABLE IF NOT EXISTS touches (id TEXT PRIMARY KEY, enrollment INTEGER NOT NULL, due_at INTEGER NOT NULL, state INTEGER NOT NULL) WITHOUT ROWID;
            BEGIN;
            DELETE FROM touches;
            DELETE FROM enrollments;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {participants})
              INSERT INTO enrollments SELECT i, CASE WHEN i <= {due} THEN i ELSE 9000000000 + i END, substr('{new string('s', 600)}', 1, 600) FROM n;
            COMMIT;
            """);
        var started = TimeProvider.System.GetTimestamp();
        using var claim = Command(connection, "SELECT id FROM enrollments WHERE due_at <= 8000000000 ORDER BY due_at LIMIT 500");
        using var save = Command(connection, "UPDATE enrollments SET state = $state, due_at = $due WHERE id = $id", "$id", "$state", "$due");
        using var touch = Command(connection, "INSERT INTO touches VALUES ($id, $enrollment, 0, 0)", "$id", "$enrollment");
        var state = new string('t', 600);
        var ids = new List<long>(500);
        var steps = 0;
        do
        {
            ids.Clear();
            Do(connection, "BEGIN IMMEDIATE");
            using (var rows = claim.ExecuteReader())
                while (rows.Read()) ids.Add(rows.GetInt64(0));
            foreach (var id in ids)
            {
                (save.Parameters[0].Value, save.Parameters[1].Value, save.Parameters[2].Value) = (id, state, 9_000_000_000 + id);
                save.ExecuteNonQuery();
                if (++steps % 4 != 0) continue;
                (touch.Parameters[0].Value, touch.Parameters[1].Value) = ($"onboarding/{id}/1/team-invited.open.ask/{id}/1", id);
                touch.ExecuteNonQuery();
            }
            Do(connection, "COMMIT");
        }
        while (ids.Count > 0);
        return steps / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    static SqliteCommand Command(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
