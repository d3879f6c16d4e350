using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CsEngage.Store;

/// <summary>
/// One prepared statement of a SQLite connection. What runs thousands of times a second is spared a command, a reader and the look-up of each
/// parameter by its name.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    readonly sqlite3 connection;
    readonly sqlite3_stmt statement;
    int[]? places;

    /// <param name="open">An open connection, which outlives the statement.</param>
    /// <param name="sql">One statement with parameters ?1, ?2 … to be bound one by one, or $1, $2 … to be bound together.</param>
    public SqliteStatement(SqliteConnection open, string sql)
    {
        connection = open.Handle!;
        Check(raw.sqlite3_prepare_v2(connection, sql, out statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest)) throw new ArgumentException($"One statement at a time; this is left over: {rest}", nameof(sql));
    }

    SqliteStatement(sqlite3 connection, sqlite3_stmt statement) => (this.connection, this.statement) = (connection, statement);

    /// <summary>Binds $1, $2 … by their names, whose places are looked up the first time only.</summary>
    public void Bind(object?[] values)
    {
        var known = places ??= Places(values.Length);
        if (known.Length != values.Length) throw new ArgumentException($"The statement has {known.Length} parameters and was given {values.Length}.", nameof(values));
        for (var i = 0; i < known.Length; i++)
            if (known[i] > 0) Bind(known[i], values[i]);
    }

    // A name takes its place where it first stands in the text, whatever its number.
    int[] Places(int count)
    {
        var found = new int[count];
        for (var i = 0; i < count; i++) found[i] = raw.sqlite3_bind_parameter_index(statement, $"${i + 1}");
        if (found.Count(place => place > 0) < raw.sqlite3_bind_parameter_count(statement)) throw new ArgumentException($"The statement has more parameters than the {count} that were given.", nameof(count));
        return found;
    }

    void Bind(int at, object? value)
    {
        switch (value)
        {
            case null or DBNull: Check(raw.sqlite3_bind_null(statement, at)); break;
            case string text: Bind(at, text); break;
            case Guid id: Bind(at, id); break;
            case int number: Bind(at, (long)number); break;
            case long number: Bind(at, number); break;
            case DateTimeOffset instant: Bind(at, Instants.ToMilliseconds(instant)); break;
            case DateOnly day: Bind(at, (long)day.DayNumber); break;
            case bool flag: Bind(at, flag ? 1L : 0L); break;
            case decimal number: Bind(at, Scaled.Up(number)); break;
            case double number: Check(raw.sqlite3_bind_double(statement, at, number)); break;
            case byte[] bytes: Check(raw.sqlite3_bind_blob(statement, at, bytes)); break;
            case Guid[] ids: Bind(at, SqlSession.Listed(ids)); break;
            default: throw new ArgumentException($"A {value.GetType().Name} has no place in a SQLite column.", nameof(value));
        }
    }

    public void Bind(int at, long value) => Check(raw.sqlite3_bind_int64(statement, at, value));

    public void Bind(int at, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(statement, at));
            return;
        }
        // Most texts are short: keys, kinds, states. An empty span would be taken for NULL.
        const int few = 256;
        Span<byte> room = stackalloc byte[few];
        if (value.Length is > 0 and <= few / 3) Check(raw.sqlite3_bind_text(statement, at, room[..Encoding.UTF8.GetBytes(value, room)]));
        else Check(raw.sqlite3_bind_text(statement, at, value));
    }

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
        int end;
        do end = raw.sqlite3_step(statement);
        while (end == raw.SQLITE_ROW);
        raw.sqlite3_reset(statement);
        if (end != raw.SQLITE_DONE) Check(end);
        return raw.sqlite3_changes(connection);
    }

    /// <summary>Runs several statements one after the other. The answer is how many rows the last one changed.</summary>
    /// <exception cref="SqliteException">One failed; those before it have run.</exception>
    public static int RunAll(SqliteConnection open, string sql)
    {
        var changed = 0;
        for (var rest = sql; !string.IsNullOrWhiteSpace(rest);)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(open.Handle!, rest, out var next, out rest), open.Handle);
            // A comment alone is no statement.
            if (next.IsInvalid) continue;
            using var one = new SqliteStatement(open.Handle!, next);
            changed = one.Run();
        }
        return changed;
    }

    /// <summary>Goes to the next row, in the first call to the first. Whoever began must <see cref="Reset"/>.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Step()
    {
        var end = raw.sqlite3_step(statement);
        if (end == raw.SQLITE_ROW) return true;
        if (end != raw.SQLITE_DONE) Check(end);
        return false;
    }

    /// <summary>Lets go of the rows, and with them of the state of the database that they are read from.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public bool IsNull(int at) => raw.sqlite3_column_type(statement, at) == raw.SQLITE_NULL;

    public long Long(int at) => raw.sqlite3_column_int64(statement, at) is var number && number != 0 || !IsNull(at) ? number : throw Nothing(at);

    public double Double(int at) => raw.sqlite3_column_double(statement, at) is var number && number != 0 || !IsNull(at) ? number : throw Nothing(at);

    public string Text(int at) => MaybeText(at) ?? throw Nothing(at);

    public string? MaybeText(int at) => raw.sqlite3_column_text(statement, at).utf8_to_string();

    /// <summary>A text as it is stored, good until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int at) => raw.sqlite3_column_blob(statement, at) is var bytes && bytes.Length > 0 || !IsNull(at) ? bytes : throw Nothing(at);

    public Guid Guid(int at) => raw.sqlite3_column_blob(statement, at) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : throw Nothing(at);

    public Guid? MaybeGuid(int at) => raw.sqlite3_column_blob(statement, at) is { Length: > 0 } bytes ? new Guid(bytes, bigEndian: true) : null;

    public byte[] Bytes(int at) => raw.sqlite3_column_blob(statement, at) is var bytes && bytes.Length > 0 || !IsNull(at) ? bytes.ToArray() : throw Nothing(at);

    InvalidOperationException Nothing(int at) => new($"Column {at} ({raw.sqlite3_column_name(statement, at).utf8_to_string()}) holds no such value.");

    void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection);

    public void Dispose() => statement.Dispose();
}
