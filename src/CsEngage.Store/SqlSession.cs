using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CsEngage.Store;

/// <summary>
/// Hand-written SQL on one open connection. Parameters are $1, $2 … on both databases. SQLite keeps the prepared statements
/// of the connection here and steps through them itself; Npgsql keeps its own.
/// </summary>
internal sealed class SqlSession(DbConnection connection, Dialect dialect) : IAsyncDisposable
{
    readonly Dictionary<string, SqliteStatement> prepared = new(StringComparer.Ordinal);

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
        try { return Task.FromResult(values.Length == 0 && sql.Contains(';', StringComparison.Ordinal) ? SqliteStatement.RunAll((SqliteConnection)connection, sql) : Statement(sql, values).Run()); }
        catch (SqliteException problem) { return Task.FromException<int>(problem); }
    }

    async Task<int> ExecuteOnPostgres(string sql, object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
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
        var statement = Statement(sql, values);
        var row = new SqlRow(statement);
        var rows = new List<T>();
        try
        {
            while (statement.Step()) rows.Add(map(row));
        }
        finally
        {
            statement.Reset();
        }
        return rows;
    }

    async Task<List<T>> QueryOnPostgres<T>(string sql, Func<SqlRow, T> map, object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var row = new SqlRow(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(map(row));
        return rows;
    }

    public async Task<T?> First<T>(string sql, Func<SqlRow, T> map, params object?[] values) =>
        await Query(sql, map, values) is [var first, ..] ? first : default;

    public async Task<long> Number(string sql, params object?[] values) => await First(sql, row => row.Has(0) ? row.Long(0) : 0, values);

    /// <summary>Says that a column is one of the ids that come as one parameter, an array: one statement for any number of them.</summary>
    public static string Among(string column, int parameter, Dialect dialect) =>
        dialect == Dialect.Postgres ? $"{column} = ANY(${parameter})" : $"{column} IN (SELECT unhex(value) FROM json_each(${parameter}))";

    /// <summary>Ids as json_each reads them.</summary>
    public static string Listed(Guid[] ids) => $"[{string.Join(',', ids.Select(id => $"\"{Convert.ToHexString(id.ToByteArray(bigEndian: true))}\""))}]";

    SqliteStatement Statement(string sql, object?[] values)
    {
        if (!prepared.TryGetValue(sql, out var statement)) prepared.Add(sql, statement = new SqliteStatement((SqliteConnection)connection, sql));
        statement.Bind(values);
        return statement;
    }

    NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)connection, (NpgsqlTransaction?)Transaction);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = Bound(value) });
        return command;
    }

    static object Bound(object? value) => value switch
    {
        null => DBNull.Value,
        decimal number => Scaled.Up(number),
        DateTimeOffset at => Instants.Cut(at),
        _ => value,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var own in kept.Values.OfType<IDisposable>()) own.Dispose();
        foreach (var statement in prepared.Values) statement.Dispose();
        await connection.DisposeAsync();
    }
}
