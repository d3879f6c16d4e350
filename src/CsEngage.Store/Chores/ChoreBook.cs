using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace CsEngage.Store.Chores;

/// <summary>Where a nightly chore stands.</summary>
public sealed record Chore(string Name, DateTimeOffset? LastDoneAt, DateTimeOffset? RunningUntil, string? LastResult);

[Table("chores")]
internal sealed class ChoreRow
{
    [Key] public string Name { get; set; } = "";
    public DateTimeOffset? LastDoneAt { get; set; }
    public DateTimeOffset? RunningUntil { get; set; }
    public string? LastResult { get; set; }
}

/// <summary>
/// Recurring work owns a row. Somebody knocks, early or late or twice; the row says when it was last done, and of two that start at once
/// one does it.
/// </summary>
public sealed class ChoreBook(Database database)
{
    public async Task<Chore> Find(string name) =>
        await database.First("SELECT name, last_done_at, running_until, last_result FROM chores WHERE name = $1", row => new Chore(row.Text(0), row.MaybeInstant(1), row.MaybeInstant(2), row.MaybeText(3)), name)
        ?? new Chore(name, null, null, null);

    /// <summary>Takes the chore for the lease, if it still stands as it was seen. False when somebody else runs it or has done it meanwhile.</summary>
    public Task<bool> Start(Chore seen, DateTimeOffset now, TimeSpan lease) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute("INSERT INTO chores (name) VALUES ($1) ON CONFLICT DO NOTHING", seen.Name);
        return (seen.LastDoneAt is { } last
            ? await transaction.Execute("UPDATE chores SET running_until = $2 WHERE name = $1 AND (running_until IS NULL OR running_until <= $3) AND last_done_at = $4", seen.Name, now + lease, now, last)
            : await transaction.Execute("UPDATE chores SET running_until = $2 WHERE name = $1 AND (running_until IS NULL OR running_until <= $3) AND last_done_at IS NULL", seen.Name, now + lease, now)) == 1;
    });

    public Task Done(string name, DateTimeOffset now, string? result = null) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE chores SET last_done_at = $2, running_until = NULL, last_result = $3 WHERE name = $1", name, now, result));

    /// <summary>It failed: somebody may try again at once.</summary>
    public Task Failed(string name, string result) => database.Writer.Do(transaction =>
        transaction.Execute("UPDATE chores SET running_until = NULL, last_result = $2 WHERE name = $1", name, result));
}
