using System.Collections.Immutable;

namespace CsEngage.Store.Chores;

/// <summary>What waits in a queue.</summary>
/// <param name="Queue">accounts (to be looked at again), timers, touches or scores.</param>
/// <param name="Due">How many are due.</param>
/// <param name="Lag">How long the one that waits longest has been due.</param>
public sealed record Backlog(string Queue, long Due, TimeSpan Lag);

/// <summary>How far the drains are behind, for those who watch over an installation.</summary>
public sealed class Backlogs(Database database)
{
    static readonly (string Queue, string Sql)[] Queues =
    [
        ("accounts", "SELECT count(*), min(since) FROM dirty_accounts WHERE since <= $1"),
        ("timers", "SELECT count(*), min(due_at) FROM timers WHERE look_at <= $1"),
        ("touches", "SELECT count(*), min(look_at) FROM touches WHERE state IN ('Pending', 'Held', 'InReview') AND look_at <= $1"),
        ("scores", "SELECT count(*), min(changes_at) FROM scores WHERE changes_at <= $1"),
    ];

    public async Task<ImmutableArray<Backlog>> Look(DateTimeOffset now)
    {
        var found = ImmutableArray.CreateBuilder<Backlog>(Queues.Length);
        foreach (var (queue, sql) in Queues)
        {
            var (due, since) = await database.First(sql, row => (row.Long(0), row.MaybeInstant(1)), now);
            found.Add(new Backlog(queue, due, since is { } at ? now - at : TimeSpan.Zero));
        }
        return found.ToImmutable();
    }

    /// <summary>Operations that wait for the one writer of SQLite; 0 on PostgreSQL, which has no such queue.</summary>
    public int WaitingForTheWriter => database.Writer.Queued;
}
