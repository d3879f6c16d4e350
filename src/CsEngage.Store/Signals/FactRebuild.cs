using CsEngage.Core;
using CsEngage.Store.Settings;

namespace CsEngage.Store.Signals;

/// <summary>Buckets and roll-ups made anew from the log. What comes out is what was there: a test holds it to that.</summary>
public sealed class FactRebuild(Database database, SettingsBook settings)
{
    /// <summary>One account's buckets and days.</summary>
    public async Task Account(Guid accountId)
    {
        var zone = await settings.OperatorZone();
        await database.Writer.Do(async transaction =>
        {
            var signals = await transaction.Query($"SELECT {SignalLog.Columns} FROM signals WHERE account_id = $1", SignalLog.Read, accountId);
            var sums = new RollUps();
            foreach (var signal in signals) sums.Add(signal, zone);
            await transaction.Execute("DELETE FROM fact_days WHERE account_id = $1", accountId);
            await transaction.Execute("DELETE FROM account_days WHERE account_id = $1", accountId);
            foreach (var (key, count) in sums.Facts) await Fact(transaction, accountId, count);
            foreach (var (key, tally) in sums.Accounts)
                await transaction.Execute("INSERT INTO account_days (account_id, day, kind, n, sum) VALUES ($1, $2, $3, $4, $5)", accountId, key.Day, key.Kind, tally.N, tally.Sum);
        });
    }

    /// <summary>The days of all content. They are the sums of the accounts' buckets.</summary>
    public Task Contents() => database.Writer.Do(async transaction =>
    {
        await transaction.Execute("DELETE FROM content_days");
        await transaction.Execute(
            """
            INSERT INTO content_days (subject, day, kind, n, sum)
            SELECT subject, day, kind, sum(n), sum(sum) FROM fact_days
            WHERE subject LIKE 'guide:%' OR subject LIKE 'page:%' OR subject LIKE 'announcement:%' OR subject LIKE 'media:%' GROUP BY subject, day, kind
            """);
    });

    static Task<int> Fact(WriteTransaction transaction, Guid accountId, DayCount count) => transaction.Execute(
        "INSERT INTO fact_days (account_id, kind, subject, membership_id, day, n, sum, first_at, last_at, last_value, last_value_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        accountId, count.Kind, count.Subject ?? "", count.MembershipId ?? Guid.Empty, count.Day, (long)count.N, count.Sum, count.FirstAt, count.LastAt, count.LastValue, count.LastValueAt);
}
