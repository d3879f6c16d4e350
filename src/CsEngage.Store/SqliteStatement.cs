using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CsEngage.Store;

/// <summary>
/// One prepared statement of a SQLite connection, bound by position. What a hot path runs thousands of times a second is spared the look-up
/// of each parameter by its name.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    readonly sqlite3 connection;
    readonly sqlite3_stmt statement;

    /// <param name="open">An open connection, which outlives the statement.</param>
    /// <param name="sql">One statement with parameters ?1, ?2 …</param>
    public SqliteStatement(SqliteConnection open, string sql)
    {
        connection = open.Handle!;
        Check(raw.sqlite3_prepare_v2(connection, sql, out statement));
    }

    public void Bind(int at, long value) => Check(raw.sqlite3_bind_int64(statement, at, value));

    public void Bind(int at, string? value) => Check(value is null ? raw.sqlite3_bind_null(statement, at) : raw.sqlite3_bind_text(statement, at, value));

    public void Bind(int at, long? value)
    {
        if (value is { } known) Bind(at, known);
        else Check(raw.sqlite3_bind_null(statement, at));
    }

    public void Bind(int at, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(statement, at, bytes));
    }

    public void Bind(int at, Guid? value)
    {
        if (value is { } known) Bind(at, known);
        else Check(raw.sqlite3_bind_null(statement, at));
    }

    /// <summary>Runs it with what is bound. The answer is how many rows it changed.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public int Run()
    {
        var end = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (end != raw.SQLITE_DONE) Check(end);
        return raw.sqlite3_changes(connection);
    }

    void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection);

    public void Dispose() => statement.Dispose();
}
