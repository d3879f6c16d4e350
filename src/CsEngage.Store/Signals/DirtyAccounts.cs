using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Signals;

/// <summary>An account of which something is new, and how often it was marked when it was taken.</summary>
/// <param name="Until">End of the lease, by which the taker is known: a mark that was made anew begins to count from one again.</param>
public sealed record DirtyAccount(Guid AccountId, long Marks, DateTimeOffset Since, DateTimeOffset Until);

[Table("dirty_accounts")]
[Index(nameof(Since))]
internal sealed class DirtyAccountRow
{
    [Key] public Guid AccountId { get; set; }
    public long Marks { get; set; }
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset? TakenUntil { get; set; }
}

/// <summary>
/// Accounts that wait to be looked at again: journeys, segments, scores. An account stands here once; marked again while somebody works
/// on it, it stays.
/// </summary>
public sealed class DirtyAccounts(Database database)
{
    public Task Mark(Guid accountId, DateTimeOffset now) => database.Writer.Do(transaction => Mark(transaction, accountId, now));

    internal static async Task Mark(WriteTransaction transaction, Guid accountId, DateTimeOffset now)
    {
        await transaction.Execute(
            "INSERT INTO dirty_accounts (account_id, marks, since) VALUES ($1, 1, $2) ON CONFLICT (account_id) DO UPDATE SET marks = dirty_accounts.marks + 1", accountId, now);
        transaction.Wake("dirty");
    }

    /// <summary>Takes some for a while, longest waiting first. Whoever does not say <see cref="Done"/> in time gives them back.</summary>
    public Task<List<DirtyAccount>> Take(int limit, DateTimeOffset now, TimeSpan lease) => database.Writer.Do(transaction => transaction.Query(
        transaction.Dialect == Dialect.Postgres
            ? """
              UPDATE dirty_accounts d SET taken_until = $1 FROM
                (SELECT account_id FROM dirty_accounts WHERE taken_until IS NULL OR taken_until <= $2 ORDER BY since LIMIT $3 FOR UPDATE SKIP LOCKED) t
              WHERE d.account_id = t.account_id RETURNING d.account_id, d.marks, d.since, d.taken_until
              """
            : """
              UPDATE dirty_accounts SET taken_until = $1 WHERE account_id IN
                (SELECT account_id FROM dirty_accounts WHERE taken_until IS NULL OR taken_until <= $2 ORDER BY since LIMIT $3)
              RETURNING account_id, marks, since, taken_until
              """,
        row => new DirtyAccount(row.Guid(0), row.Long(1), row.Instant(2), row.Instant(3)), now + lease, now, limit));

    /// <summary>Everything known when it was taken has been looked at. Marked since then, it waits again; taken by somebody else since then, it is theirs.</summary>
    public Task Done(IReadOnlyCollection<DirtyAccount> taken) => database.Writer.Do(async transaction =>
    {
        foreach (var account in taken.OrderBy(account => account.AccountId)) await Done(transaction, account, account.Marks);
    });

    /// <summary>As <see cref="Done(IReadOnlyCollection{DirtyAccount})"/>, with the marks that are known of by now.</summary>
    internal static async Task Done(WriteTransaction transaction, DirtyAccount account, long marks)
    {
        if (await transaction.Execute("DELETE FROM dirty_accounts WHERE account_id = $1 AND marks = $2 AND taken_until = $3", account.AccountId, marks, account.Until) > 0) return;
        if (await transaction.Execute("UPDATE dirty_accounts SET taken_until = NULL WHERE account_id = $1 AND taken_until = $2", account.AccountId, account.Until) > 0) transaction.Wake("dirty");
    }

    /// <summary>Takes a mark away that nobody has taken.</summary>
    internal static Task<int> Clean(WriteTransaction transaction, Guid accountId, long marks) =>
        transaction.Execute("DELETE FROM dirty_accounts WHERE account_id = $1 AND marks = $2 AND taken_until IS NULL", accountId, marks);

    /// <summary>How often accounts are marked, with the rows held until the transaction ends; who is not dirty is not there.</summary>
    internal static async Task<Dictionary<Guid, long>> Marks(WriteTransaction transaction, Guid[] accountIds) => (await transaction.Query(
        $"SELECT account_id, marks FROM dirty_accounts WHERE {SqlSession.Among("account_id", 1, transaction.Dialect)} ORDER BY account_id{(transaction.Dialect == Dialect.Postgres ? " FOR UPDATE" : "")}",
        row => (Account: row.Guid(0), Marks: row.Long(1)), accountIds)).ToDictionary(pair => pair.Account, pair => pair.Marks);

    /// <summary>Not looked at after all: they wait for whoever comes next.</summary>
    public Task GiveBack(IReadOnlyCollection<Guid> accountIds) => accountIds.Count == 0 ? Task.CompletedTask : database.Writer.Do(async transaction =>
    {
        foreach (var account in accountIds.Order()) await transaction.Execute("UPDATE dirty_accounts SET taken_until = NULL WHERE account_id = $1", account);
        transaction.Wake("dirty");
    });

    public Task<long> Count() => database.First("SELECT count(*) FROM dirty_accounts", row => row.Long(0));
}
