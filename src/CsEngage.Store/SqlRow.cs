using System.Data.Common;
using System.Text;

namespace CsEngage.Store;

/// <summary>One row of a hand-written query, read by position in the types of the model on either database.</summary>
internal readonly struct SqlRow
{
    // Of the two the one whose database it is.
    readonly DbDataReader reader;
    readonly SqliteStatement? statement;

    public SqlRow(DbDataReader reader) => this.reader = reader;

    public SqlRow(SqliteStatement statement) => (this.statement, reader) = (statement, null!);

    public bool Has(int at) => statement is null ? !reader.IsDBNull(at) : !statement.IsNull(at);

    public Guid Guid(int at) => statement is null ? reader.GetGuid(at) : statement.Guid(at);

    public Guid? MaybeGuid(int at) => statement is not null ? statement.MaybeGuid(at) : Has(at) ? reader.GetGuid(at) : null;

    public string Text(int at) => statement is null ? reader.GetString(at) : statement.Text(at);

    /// <summary>A text that is read as it is stored, and not made into a string first.</summary>
    public T Utf8<T>(int at, Func<ReadOnlySpan<byte>, T> read) => read(statement is null ? Encoding.UTF8.GetBytes(reader.GetString(at)) : statement.Utf8(at));

    public string? MaybeText(int at) => statement is not null ? statement.MaybeText(at) : Has(at) ? reader.GetString(at) : null;

    public long Long(int at) => statement is null ? reader.GetInt64(at) : statement.Long(at);

    public long? MaybeLong(int at) => Has(at) ? Long(at) : null;

    public int Int(int at) => statement is null ? reader.GetInt32(at) : checked((int)statement.Long(at));

    public int? MaybeInt(int at) => Has(at) ? Int(at) : null;

    public double Double(int at) => statement is null ? reader.GetDouble(at) : statement.Double(at);

    public double? MaybeDouble(int at) => Has(at) ? Double(at) : null;

    public bool Flag(int at) => statement is null ? reader.GetBoolean(at) : statement.Long(at) != 0;

    public decimal Decimal(int at) => Scaled.Down(Long(at));

    public decimal? MaybeDecimal(int at) => Has(at) ? Decimal(at) : null;

    public byte[] Bytes(int at) => statement is null ? reader.GetFieldValue<byte[]>(at) : statement.Bytes(at);

    public byte[]? MaybeBytes(int at) => Has(at) ? Bytes(at) : null;

    public DateOnly Day(int at) => statement is null ? reader.GetFieldValue<DateOnly>(at) : DateOnly.FromDayNumber(Int(at));

    public DateOnly? MaybeDay(int at) => Has(at) ? Day(at) : null;

    public DateTimeOffset Instant(int at) => statement is null ? new DateTimeOffset(reader.GetDateTime(at)) : Instants.FromMilliseconds(statement.Long(at));

    public DateTimeOffset? MaybeInstant(int at) => Has(at) ? Instant(at) : null;
}
