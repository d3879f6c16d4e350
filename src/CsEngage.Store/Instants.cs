using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CsEngage.Store;

/// <summary>Instants are UTC and cut to milliseconds where they enter, so that both databases give back what was put in.</summary>
public static class Instants
{
    public static DateTimeOffset Cut(DateTimeOffset at)
    {
        var utc = at.UtcTicks;
        return new DateTimeOffset(utc - (utc % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    internal static long ToMilliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    internal static DateTimeOffset FromMilliseconds(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);

    internal sealed class OnSqlite() : ValueConverter<DateTimeOffset, long>(at => ToMilliseconds(at), at => FromMilliseconds(at));

    internal sealed class OnPostgres() : ValueConverter<DateTimeOffset, DateTimeOffset>(at => Cut(at), at => at.ToUniversalTime());
}

/// <summary>Ids are 16 bytes in reading order on SQLite, so that version 7 keys sort by time there as they do in PostgreSQL.</summary>
internal sealed class GuidBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

/// <summary>Dates are day numbers on SQLite: small, and in order.</summary>
internal sealed class DayNumbers() : ValueConverter<DateOnly, int>(day => day.DayNumber, number => DateOnly.FromDayNumber(number));

/// <summary>Decimals are 64-bit integers of 1/10,000 on both databases, so that SQL may add and compare them.</summary>
internal sealed class Scaled() : ValueConverter<decimal, long>(value => Up(value), scaled => Down(scaled))
{
    public const decimal Unit = 10_000m;

    public static long Up(decimal value) => decimal.ToInt64(decimal.Round(value * Unit, MidpointRounding.AwayFromZero));

    public static decimal Down(long scaled) => scaled / Unit;
}
