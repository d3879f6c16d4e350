using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Health;

/// <summary>How often people of an account usually come. A cache of what the days of signals say, made anew each night; who has no habit has no row.</summary>
[Table("cadences")]
internal sealed class CadenceRow
{
    [Key] public Guid AccountId { get; set; }

    /// <summary>The gap in days that nine of ten do not exceed.</summary>
    public int Usual { get; set; }
}

/// <summary>The habits of accounts, so that lists can say of thousands at once who was expected and did not come.</summary>
public sealed class CadenceShelf(Database database, SettingsBook settings)
{
    const int Days = 180;
    const int Batch = 500;

    /// <summary>Reads the habits anew from the days on which anybody did what counts as engagement. The answer is how many accounts have one.</summary>
    public async Task<int> Refresh(DateOnly today)
    {
        var known = new List<(Guid Account, int Usual)>();
        var silent = await settings.Unengaged();
        for (var after = Guid.Empty; ;)
        {
            var accounts = await database.Query("SELECT id FROM accounts WHERE id > $1 AND archived_at IS NULL ORDER BY id LIMIT $2", row => row.Guid(0), after, Batch);
            if (accounts.Count == 0) break;
            after = accounts[^1];
            var days = await database.Query(
                $"SELECT DISTINCT account_id, day FROM account_days WHERE {SqlSession.Among("account_id", 1, database.Dialect)} AND day >= $2 AND day <= $3 AND kind NOT IN ({Engagement.NotAmong(silent, 4)}) ORDER BY account_id, day",
                row => (Account: row.Guid(0), Day: row.Day(1)), [accounts.ToArray(), today.AddDays(-Days), today, .. silent]);
            foreach (var account in days.GroupBy(row => row.Account))
                if (Cadence.OfDays(account.Select(row => row.Day)).Usual is { } usual) known.Add((account.Key, usual));
        }

        await database.Writer.Do(async transaction =>
        {
            await transaction.Execute("DELETE FROM cadences");
            foreach (var (account, usual) in known) await transaction.Execute("INSERT INTO cadences (account_id, usual) VALUES ($1, $2) ON CONFLICT DO NOTHING", account, usual);
        });
        return known.Count;
    }

    /// <summary>The usual gap of one account; null when it has no habit.</summary>
    public Task<int?> Of(Guid account) => database.First("SELECT usual FROM cadences WHERE account_id = $1", row => (int?)row.Int(0), account);

    /// <summary>What is usual among the accounts of each touch model; a model of which nobody has a habit yet is not there.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Peers()
    {
        var rows = await database.Query(
            "SELECT a.touch_model, c.usual, count(*) FROM cadences c JOIN accounts a ON a.id = c.account_id WHERE a.archived_at IS NULL AND a.lifecycle <> 'left' GROUP BY a.touch_model, c.usual",
            row => (Model: row.Text(0), Usual: row.Int(1), Count: (int)row.Long(2)));
        return rows.GroupBy(row => row.Model, StringComparer.Ordinal).ToDictionary(
            model => model.Key, model => Cadence.OfPeers(model.SelectMany(row => Enumerable.Repeat((int?)row.Usual, row.Count)))!.Value, StringComparer.Ordinal);
    }
}
