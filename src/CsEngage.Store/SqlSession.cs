using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CsEngage.Store;

/// <summary>
/// Hand-written SQL on one open connection. Parameters are $1, $2 … on both databases. SQLite keeps the prepared statements
/// of the connection here; Npgsql keeps its own.
/// </summary>
internal sealed class SqlSession(DbConnection connection, Dialect dialect) : IAsyncDisposable
{
    readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);

    readonly Dictionary<Type, object> kept = [];

    public DbConnection Connection => connection;

    public Dialect Dialect => dialect;

    public DbTransaction? Transaction { get; set; }

    /// <summary>Something that lives as long as the connection, such as the statements of a hot path.</summary>
    public T Keep<T>(Func<SqlSession, T> make) where T : class
    {
        if (kept.TryGetValue(typeof(T), out var found)) return (T)found;
        var made = make(this);
        kept.Add(typeof(T), made);
        return made;
    }

    public Task<int> Execute(string sql, params object?[] values)
    {
        if (dialect == Dialect.Postgres) return ExecuteOnPostgres(sql, values);
        // SQLite does its work on the caller's thread, whatever one calls it.
        try { return Task.FromResult(Command(sql, values).ExecuteNonQuery()); }
        catch (SqliteException problem) { return Task.FromException<int>(problem); }
    }

    async Task<int> ExecuteOnPostgres(string sql, object?[] values)
    {
        var command = Command(sql, values);
        try
        {
            return await command.ExecuteNonQueryAsync();
        }
        finally
        {
            await Done(command);
        }
    }

    public Task<List<T>> Query<T>(string sql, Func<SqlRow, T> map, params object?[] values)
    {
        if (dialect == Dialect.Postgres) return QueryOnPostgres(sql, map, values);
        try { return Task.FromResult(Rows(sql, map, values)); }
        catch (SqliteException problem) { return Task.FromException<List<T>>(problem); }
    }

    /// <summary>As <see cref="Query"/>, on SQLite.</summary>
    public List<T> Rows<T>(string sql, Func<SqlRow, T> map, params object?[] values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        var row = new SqlRow(reader, dialect);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(row));
        return rows;
    }

    async Task<List<T>> QueryOnPostgres<T>(string sql, Func<SqlRow, T> map, object?[] values)
    {
        var command = Command(sql, values);
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            var row = new SqlRow(reader, dialect);
            var rows = new List<T>();
            while (await reader.ReadAsync()) rows.Add(map(row));
            return rows;
        }
        finally
        {
            await Done(command);
        }
    }

    public async Task<T?> First<T>(string sql, Func<SqlRow, T> map, params object?[] values) =>
        await Query(sql, map, values) is [var first, ..] ? first : default;

    public async Task<long> Number(string sql, params object?[] values) => await First(sql, row => row.Has(0) ? row.Long(0) : 0, values);

    /// <summary>Says that a column is one of the ids that come as one parameter, an array: one statement for any number of them.</summary>
    public static string Among(string column, int parameter, Dialect dialect) =>
        dialect == Dialect.Postgres ? $"{column} = ANY(${parameter})" : $"{column} IN (SELECT unhex(value) FROM json_each(${parameter}))";

    /// <summary>A value as the driver of this database wants it.</summary>
    public static object Bound(object? value, Dialect dialect) => (value, dialect) switch
    {
        (null, _) => DBNull.Value,
        (decimal number, _) => Scaled.Up(number),
        (DateTimeOffset at, Dialect.Postgres) => Instants.Cut(at),
        (DateTimeOffset at, _) => Instants.ToMilliseconds(at),
        (Guid id, Dialect.Sqlite) => id.ToByteArray(bigEndian: true),
        (Guid[] ids, Dialect.Sqlite) => $"[{string.Join(',', ids.Select(id => $"\"{Convert.ToHexString(id.ToByteArray(bigEndian: true))}\""))}]",
        (DateOnly day, Dialect.Sqlite) => (long)day.DayNumber,
        (bool flag, Dialect.Sqlite) => flag ? 1L : 0L,
        _ => value,
    };

    DbCommand Command(string sql, object?[] values)
    {
        if (dialect == Dialect.Postgres)
        {
            var fresh = new NpgsqlCommand(sql, (NpgsqlConnection)connection, (NpgsqlTransaction?)Transaction);
            foreach (var value in values) fresh.Parameters.Add(new NpgsqlParameter { Value = Bound(value, dialect) });
            return fresh;
        }
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = Bound(values[i], dialect);
        return command;
    }

    ValueTask Done(DbCommand command) => dialect == Dialect.Postgres ? command.DisposeAsync() : ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var own in kept.Values.OfType<IDisposable>()) own.Dispose();
        foreach (var command in prepared.Values) await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
