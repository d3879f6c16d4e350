using CsEngage.Store.Upgrades;
using CsEngage.Tests;
using Npgsql;

namespace CsEngage.Store.Tests;

/// <summary>The numbered SQL files make exactly what the model says, on both databases.</summary>
public sealed class SchemaTests
{
    /// <summary>What the model cannot know: search indexes, partitions, Quartz's own tables, the list of steps.</summary>
    static readonly string[] Beyond = ["upgrades", "sqlite_", "qrtz_", "search_fts", "search_texts_ai", "search_texts_ad", "search_texts_au", "ix_search_texts_trgm"];

    [Fact]
    public async Task On_SQLite_the_files_equal_the_model()
    {
        await using var upgraded = await TestDatabase.New(Dialect.Sqlite);
        var file = Path.GetTempFileName();
        await using var fresh = Database.Open($"Data Source={file}");
        await fresh.Writer.Do(transaction => transaction.Execute(fresh.SchemaScript()));

        (await Lines(upgraded.Database)).ShouldBe(await Lines(fresh));
    }

    [Fact]
    public async Task On_PostgreSQL_the_files_equal_the_model()
    {
        await using var upgraded = await TestDatabase.New(Dialect.Postgres);
        var server = await PostgresServer.Running;
        var name = await server.Create();
        await using (var fresh = Database.Open(server.Address(name)))
        {
            await fresh.Writer.Do(transaction => transaction.Execute(fresh.SchemaScript()));
            (await Lines(upgraded.Database)).ShouldBe(await Lines(fresh));
        }
        await server.Drop(name);
    }

    [Fact]
    public void Both_dialects_have_the_same_steps() =>
        UpgradeStep.Of(Dialect.Sqlite).Select(step => step.Name).ShouldBe(UpgradeStep.Of(Dialect.Postgres).Select(step => step.Name));

    static async Task<string> Lines(Database database)
    {
        var queries = database.Dialect == Dialect.Sqlite
            ? new[]
            {
                "SELECT m.name || ': ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || coalesce(c.dflt_value, '-') || ' ' || c.pk FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'",
                "SELECT m.name || ' -> ' || f.\"table\" || ' ' || f.\"from\" || ' ' || f.\"to\" || ' ' || f.on_delete FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
                "SELECT name || ': ' || sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
                "SELECT name || ': autoincrement' FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'",
            }
            :
            [
                "SELECT c.relname || ': ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '-') || ' ' || a.attidentity::text || ' ' || a.attcollation::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped",
                "SELECT c.relname || ' ' || k.conname || ': ' || pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = 'public'::regnamespace AND NOT c.relispartition",
                "SELECT i.tablename || ' ' || i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname WHERE i.schemaname = 'public' AND NOT c.relispartition",
            ];
        var lines = new List<string>();
        foreach (var query in queries) lines.AddRange(await database.Query(query, row => string.Join(' ', row.Text(0).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        return string.Join('\n', lines.Where(line => !Beyond.Any(name => line.StartsWith(name, StringComparison.Ordinal) || line.Contains(' ' + name, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }
}
