namespace CsEngage.Store.Journeys;

/// <summary>A timer that somebody took. Say what comes next by setting it again or clearing it; else it comes back after the lease.</summary>
public sealed record DueTimer(string Kind, Guid AccountId, string Id, DateTimeOffset DueAt);

/// <summary>
/// Timers are rows with a due time: enrollments to advance, segments and scores to look at again. What waits costs nothing; finding what
/// is due does not depend on how many wait. Setting one wakes "timers" when it is due at once.
/// </summary>
public sealed class TimerBook(Database database)
{
    public const string Enrollment = "enrollment";

    public Task Set(string kind, Guid accountId, string id, DateTimeOffset? dueAt) => database.Writer.Do(transaction => Set(transaction, kind, accountId, id, dueAt));

    internal static Task<int> Set(WriteTransaction transaction, string kind, Guid accountId, string id, DateTimeOffset? dueAt) => dueAt is { } at
        ? transaction.Execute(
            "INSERT INTO timers (kind, account_id, id, due_at, look_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (kind, account_id, id) DO UPDATE SET due_at = excluded.due_at, look_at = excluded.look_at",
            kind, accountId, id, at)
        : transaction.Execute("DELETE FROM timers WHERE kind = $1 AND account_id = $2 AND id = $3", kind, accountId, id);

    /// <summary>Takes what is due, earliest first, and hides it for the lease. Each goes to one taker.</summary>
    public async Task<List<DueTimer>> Take(string kind, DateTimeOffset now, int limit, TimeSpan lease) =>
        [.. (await database.Writer.Do(transaction => transaction.Query(
            transaction.Dialect == Dialect.Postgres
                ? """
                  UPDATE timers t SET look_at = $1 FROM
                    (SELECT account_id, id FROM timers WHERE kind = $2 AND look_at <= $3 ORDER BY look_at LIMIT $4 FOR UPDATE SKIP LOCKED) d
                  WHERE t.kind = $2 AND t.account_id = d.account_id AND t.id = d.id RETURNING t.kind, t.account_id, t.id, t.due_at
                  """
                : """
                  UPDATE timers SET look_at = $1 WHERE kind = $2 AND (account_id, id) IN
                    (SELECT account_id, id FROM timers WHERE kind = $2 AND look_at <= $3 ORDER BY look_at LIMIT $4)
                  RETURNING kind, account_id, id, due_at
                  """,
            row => new DueTimer(row.Text(0), row.Guid(1), row.Text(2), row.Instant(3)), now + lease, kind, now, limit))).OrderBy(timer => timer.DueAt)];

    /// <summary>When the next one is due; null when none waits.</summary>
    public async Task<DateTimeOffset?> Next(string kind) =>
        await database.First("SELECT min(look_at) FROM timers WHERE kind = $1", row => row.MaybeInstant(0), kind);

    /// <summary>How many are due and how late the latest is: the lag of a drain.</summary>
    public async Task<(long Due, TimeSpan Lag)> Backlog(string kind, DateTimeOffset now)
    {
        var (due, earliest) = await database.First("SELECT count(*), min(due_at) FROM timers WHERE kind = $1 AND look_at <= $2", row => (row.Long(0), row.MaybeInstant(1)), kind, now);
        return (due, earliest is { } at ? now - at : TimeSpan.Zero);
    }
}
