using System.Collections.Immutable;

namespace CsEngage.Store.Signals;

/// <summary>How many signals of a kind on a day.</summary>
public sealed record DayTally(DateOnly Day, string Kind, long N, decimal Sum);

/// <summary>Roll-ups for screens; no screen reads the raw log over more than one account's recent past.</summary>
public sealed class RollUpShelf(Database database)
{
    public async Task<ImmutableArray<DayTally>> Account(Guid accountId, DateOnly from, DateOnly until) =>
        [.. await database.Query("SELECT day, kind, n, sum FROM account_days WHERE account_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, kind", Read, accountId, from, until)];

    public async Task<ImmutableArray<DayTally>> Content(string subject, DateOnly from, DateOnly until) =>
        [.. await database.Query("SELECT day, kind, n, sum FROM content_days WHERE subject = $1 AND day >= $2 AND day <= $3 ORDER BY day, kind", Read, subject, from, until)];

    static DayTally Read(SqlRow row) => new(row.Day(0), row.Text(1), row.Long(2), row.Decimal(3));
}
