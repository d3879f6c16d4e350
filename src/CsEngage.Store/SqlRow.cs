using System.Data.Common;

namespace CsEngage.Store;

/// <summary>One row of a hand-written query, read by position in the types of the model on either database.</summary>
internal readonly struct SqlRow(DbDataReader reader, Dialect dialect)
{
    public bool Has(int at) => !reader.IsDBNull(at);

    public Guid Guid(int at) => dialect == Dialect.Sqlite ? new Guid(reader.GetFieldValue<byte[]>(at), bigEndian: true) : reader.GetGuid(at);

    public Guid? MaybeGuid(int at) => Has(at) ? Guid(at) : null;

    public string Text(int at) => reader.GetString(at);

    public string? MaybeText(int at) => Has(at) ? reader.GetString(at) : null;

    public long Long(int at) => reader.GetInt64(at);

    public long? MaybeLong(int at) => Has(at) ? reader.GetInt64(at) : null;

    public int Int(int at) => reader.GetInt32(at);

    public int? MaybeInt(int at) => Has(at) ? reader.GetInt32(at) : null;

    public double Double(int at) => reader.GetDouble(at);

    public double? MaybeDouble(int at) => Has(at) ? reader.GetDouble(at) : null;

    public bool Flag(int at) => dialect == Dialect.Sqlite ? reader.GetInt64(at) != 0 : reader.GetBoolean(at);

    public decimal Decimal(int at) => Scaled.Down(reader.GetInt64(at));

    public decimal? MaybeDecimal(int at) => Has(at) ? Decimal(at) : null;

    public byte[] Bytes(int at) => reader.GetFieldValue<byte[]>(at);

    public byte[]? MaybeBytes(int at) => Has(at) ? Bytes(at) : null;

    public DateOnly Day(int at) => dialect == Dialect.Sqlite ? DateOnly.FromDayNumber(reader.GetInt32(at)) : reader.GetFieldValue<DateOnly>(at);

    public DateOnly? MaybeDay(int at) => Has(at) ? Day(at) : null;

    public DateTimeOffset Instant(int at) =>
        dialect == Dialect.Sqlite ? Instants.FromMilliseconds(reader.GetInt64(at)) : new DateTimeOffset(reader.GetDateTime(at));

    public DateTimeOffset? MaybeInstant(int at) => Has(at) ? Instant(at) : null;
}
