using System.Collections.Concurrent;
using CsEngage.Store.Upgrades;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace CsEngage.Store;

/// <summary>
/// The database behind a connection string: "Data Source=…" is a SQLite file, "Host=…" is PostgreSQL. Everything written goes
/// through one <see cref="Writer"/>; readers are separate and cannot write on SQLite.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    readonly string connectionString;
    readonly ConcurrentBag<SqlSession> readers = [];
    readonly Lazy<Writer> writer;
    readonly PooledDbContextFactory<StoreContext> contexts;

    Database(Dialect dialect, string connectionString)
    {
        (Dialect, this.connectionString) = (dialect, connectionString);
        WakeUp = new WakeUp();
        if (dialect == Dialect.Postgres)
        {
            Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, ApplicationName = "cs-engage" });
            writer = new(() => new PostgresWriter(Source, connection => new StoreContext(Options().UseNpgsql(connection).Options)));
            contexts = new(Options().UseNpgsql(Source).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        }
        else
        {
            writer = new(() => new SqliteWriter(OpenWriter, connection => new StoreContext(Options().UseSqlite(connection).Options), WakeUp));
            contexts = new(Options().UseSqlite(ReadOnly).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        }
    }

    public Dialect Dialect { get; }

    public WakeUp WakeUp { get; }

    /// <summary>The pool of PostgreSQL connections; null on SQLite.</summary>
    public NpgsqlDataSource? Source { get; }

    internal Writer Writer => writer.Value;

    /// <exception cref="ArgumentException">The connection string names neither a file nor a host.</exception>
    public static Database Open(string connectionString) => new(DialectOf(connectionString), connectionString);

    /// <exception cref="ArgumentException">The connection string names neither a file nor a host.</exception>
    public static Dialect DialectOf(string connectionString)
    {
        if (connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase)) return Dialect.Postgres;
        if (connectionString.Contains("Data Source=", StringComparison.OrdinalIgnoreCase) || connectionString.Contains("DataSource=", StringComparison.OrdinalIgnoreCase)) return Dialect.Sqlite;
        throw new ArgumentException("ConnectionStrings:Engage must contain 'Data Source=' (SQLite) or 'Host=' (PostgreSQL).", nameof(connectionString));
    }

    /// <summary>Brings the tables up to this program's version; waits for another process that is doing the same.</summary>
    /// <exception cref="UpgradeException">The database is newer than this program, or a step was changed after it was applied.</exception>
    public async Task Upgrade()
    {
        if (Dialect == Dialect.Sqlite && Path.GetDirectoryName(Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource)) is { } folder)
            Directory.CreateDirectory(folder);
        await UpgradeRunner.Run(this, UpgradeStep.Of(Dialect));
        if (Source is not null) WakeUp.Listen(Source);
    }

    /// <summary>A consistent copy of the SQLite file, made while everything goes on.</summary>
    /// <exception cref="NotSupportedException">PostgreSQL has tools of its own for that.</exception>
    public void Backup(string file)
    {
        if (Dialect == Dialect.Postgres) throw new NotSupportedException("Back up PostgreSQL with pg_dump or a base backup; this copies SQLite files only.");
        using var from = OpenReader();
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        to.Open();
        from.BackupDatabase(to);
    }

    /// <summary>
    /// Takes what was removed out of the SQLite file itself. Cells are overwritten as they are freed (secure_delete); what may be left are
    /// copies in the pages of indexes and in the log.
    /// </summary>
    internal Task Scrub(params string[] tables) => ((SqliteWriter)Writer).Outside(async session =>
    {
        foreach (var table in tables) await session.Execute($"REINDEX {table}");
        await session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    });

    /// <summary>The CREATE statements of the whole model in this dialect, as a new step needs them.</summary>
    public string SchemaScript()
    {
        using var context = Read();
        return context.Database.GenerateCreateScript();
    }

    /// <summary>Rows as they are now. Never for writing: that is what the writer is for.</summary>
    internal StoreContext Read() => contexts.CreateDbContext();

    /// <summary>Reads with hand-written SQL, parameters $1, $2 …</summary>
    internal Task<List<T>> Query<T>(string sql, Func<SqlRow, T> map, params object?[] values)
    {
        if (Source is not null) return QueryOn(Source, sql, map, values);
        if (!readers.TryTake(out var session)) session = new SqlSession(OpenReader(), Dialect.Sqlite);
        try
        {
            return session.Query(sql, map, values);
        }
        finally
        {
            readers.Add(session);
        }
    }

    static async Task<List<T>> QueryOn<T>(NpgsqlDataSource source, string sql, Func<SqlRow, T> map, object?[] values)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await new SqlSession(connection, Dialect.Postgres).Query(sql, map, values);
    }

    internal async Task<T?> First<T>(string sql, Func<SqlRow, T> map, params object?[] values) =>
        await Query(sql, map, values) is [var first, ..] ? first : default;

    /// <summary>A tracking context for Identity's store; what it saves goes through the writer.</summary>
    internal StoreContext Tracked() => Dialect == Dialect.Postgres
        ? new StoreContext(Options().UseNpgsql(Source!).Options)
        : new StoreContext(Options().UseSqlite(ReadOnly).Options) { SaveThrough = (Writer, ReadOnly) };

    internal async Task<System.Data.Common.DbConnection> OpenForUpgrade()
    {
        System.Data.Common.DbConnection connection = Source is not null
            ? Source.CreateConnection()
            : new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = 60, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    string ReadOnly => new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly }.ToString();

    SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var pragmas = connection.CreateCommand();
        // Each commit empties a reader's own cache; what is mapped is there again without a system call.
        pragmas.CommandText = "PRAGMA mmap_size=268435456; PRAGMA busy_timeout=30000";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA wal_autocheckpoint=4000; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    static DbContextOptionsBuilder<StoreContext> Options() => new();

    public async ValueTask DisposeAsync()
    {
        if (writer.IsValueCreated) await writer.Value.DisposeAsync();
        await WakeUp.DisposeAsync();
        while (readers.TryTake(out var reader)) await reader.DisposeAsync();
        if (Source is not null) await Source.DisposeAsync();
        if (Dialect == Dialect.Sqlite)
        {
            using var pooled = new SqliteConnection(ReadOnly);
            SqliteConnection.ClearPool(pooled);
        }
    }
}
