using System.Data.Common;

namespace CsEngage.Store.Upgrades;

/// <summary>The database cannot be used by this program; the message is one sentence for the person who started it.</summary>
public sealed class UpgradeException(string message) : Exception(message);

/// <summary>
/// Applies the numbered SQL files that a database lacks: all in one transaction under one lock, so that a killed process rolls back
/// by itself and of two that start together one applies and the other finds nothing left to do.
/// </summary>
internal static class UpgradeRunner
{
    public static async Task Run(Database database, IReadOnlyList<UpgradeStep> steps)
    {
        await using var connection = await database.OpenForUpgrade();
        var postgres = database.Dialect == Dialect.Postgres;
        // Without the lock first: an up-to-date database is only read at start.
        if (await HasTable(connection, postgres) && Pending(steps, await Applied(connection)).Count == 0) return;

        // A killed client must not leave its statement, and with it the lock, at work in the server (PostgreSQL 14 and later look).
        if (postgres) await Do(connection, "SET client_connection_check_interval = '1s'");
        // Neither works inside a transaction.
        if (!postgres) await Do(connection, "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=OFF; PRAGMA synchronous=FULL");
        await Do(connection, postgres ? "BEGIN; SELECT pg_advisory_xact_lock(20261121)" : "BEGIN IMMEDIATE");
        await Do(connection, "CREATE TABLE IF NOT EXISTS upgrades (name text PRIMARY KEY, sum text NOT NULL, at text NOT NULL DEFAULT CURRENT_TIMESTAMP)");
        foreach (var step in Pending(steps, await Applied(connection)))
        {
            await Do(connection, step.Sql);
            await Do(connection, $"INSERT INTO upgrades (name, sum) VALUES ('{step.Name}', '{step.Sum}')");
        }
        if (!postgres && await Count(connection, "SELECT count(*) FROM pragma_foreign_key_check") is > 0 and var broken)
            throw new UpgradeException($"The upgrade was not applied: it would leave {broken} rows that point to nothing.");
        await Do(connection, "COMMIT");
    }

    static List<UpgradeStep> Pending(IReadOnlyList<UpgradeStep> steps, Dictionary<string, string> applied)
    {
        if (applied.Keys.Except(steps.Select(step => step.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).LastOrDefault() is { } unknown)
            throw new UpgradeException($"The database is newer than this program: it has step '{unknown}'.");
        if (steps.FirstOrDefault(step => applied.TryGetValue(step.Name, out var sum) && sum != step.Sum) is { } changed)
            throw new UpgradeException($"Step '{changed.Name}' was changed after it was applied to this database.");
        return [.. steps.Where(step => !applied.ContainsKey(step.Name))];
    }

    static async Task<bool> HasTable(DbConnection connection, bool postgres) =>
        await Count(connection, postgres ? "SELECT count(*) FROM pg_tables WHERE tablename = 'upgrades' AND schemaname = current_schema()" : "SELECT count(*) FROM sqlite_master WHERE name = 'upgrades'") > 0;

    static async Task<Dictionary<string, string>> Applied(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sum FROM upgrades";
        await using var reader = await command.ExecuteReaderAsync();
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    static async Task<long> Count(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static async Task Do(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
