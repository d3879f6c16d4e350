using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Plays;

/// <summary>A task in the customer's hands.</summary>
/// <param name="Kind">Tick, Upload, Form or Link.</param>
/// <param name="DoneBy">Membership.</param>
/// <param name="Answer">JSON of a form, or the id of an upload.</param>
public sealed record TaskLine(
    Guid AccountId, Guid EnrollmentId, string Journey, string Checkpoint, string Key, LocalizedText Title, LocalizedText Hint, string Kind, string? Url,
    DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? DoneAt, Guid? DoneBy, string? Answer);

[Table("tasks")]
[PrimaryKey(nameof(AccountId), nameof(EnrollmentId), nameof(Checkpoint), nameof(Key))]
internal sealed class TaskRow
{
    public Guid AccountId { get; set; }
    public Guid EnrollmentId { get; set; }
    public string Checkpoint { get; set; } = "";
    public string Key { get; set; } = "";
    public string Journey { get; set; } = "";
    public string Title { get; set; } = "{}";
    public string Hint { get; set; } = "{}";
    public string Kind { get; set; } = "";
    public string? Url { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public Guid? DoneBy { get; set; }
    public string? Answer { get; set; }

    public TaskLine Record => new(AccountId, EnrollmentId, Journey, Checkpoint, Key, StoredJson.Localized(Title), StoredJson.Localized(Hint), Kind, Url, OpenedAt, DueAt, DoneAt, DoneBy, Answer);
}

/// <summary>What customers were asked to do. Whether it is done is decided by the enrollment, from the task.done signal.</summary>
public sealed class TaskBook(Database database)
{
    internal static async Task Give(WriteTransaction transaction, Enrollment enrollment, Effect.GiveTask give) => await transaction.Execute(
        """
        INSERT INTO tasks (account_id, enrollment_id, checkpoint, key, journey, title, hint, kind, url, opened_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO NOTHING
        """,
        enrollment.AccountId, enrollment.Id, give.Task.Checkpoint, give.Task.Key, enrollment.Journey, StoredJson.Localized(give.Spec.Title), StoredJson.Localized(give.Spec.Hint),
        give.Spec.Kind.ToString(), give.Spec.Url, give.Task.OpenedAt, give.Task.DueAt);

    /// <summary>False when it was done already.</summary>
    public async Task<bool> Done(Guid accountId, Guid enrollmentId, string checkpoint, string key, Guid? membershipId, string? answer, DateTimeOffset now) =>
        await database.Writer.Do(transaction => Done(transaction, accountId, enrollmentId, checkpoint, key, membershipId, answer, now)) == 1;

    internal static Task<int> Done(WriteTransaction transaction, Guid accountId, Guid enrollmentId, string checkpoint, string key, Guid? membershipId, string? answer, DateTimeOffset now) => transaction.Execute(
        "UPDATE tasks SET done_at = $5, done_by = $6, answer = $7 WHERE account_id = $1 AND enrollment_id = $2 AND checkpoint = $3 AND key = $4 AND done_at IS NULL",
        accountId, enrollmentId, checkpoint, key, now, membershipId, answer);

    public async Task<bool> Undone(Guid accountId, Guid enrollmentId, string checkpoint, string key) => await database.Writer.Do(transaction => transaction.Execute(
        "UPDATE tasks SET done_at = NULL, done_by = NULL WHERE account_id = $1 AND enrollment_id = $2 AND checkpoint = $3 AND key = $4 AND done_at IS NOT NULL",
        accountId, enrollmentId, checkpoint, key)) == 1;

    public async Task<ImmutableArray<TaskLine>> Of(Guid accountId)
    {
        await using var db = database.Read();
        return [.. (await db.Set<TaskRow>().Where(row => row.AccountId == accountId).OrderBy(row => row.DueAt == null).ThenBy(row => row.DueAt).ThenBy(row => row.OpenedAt).ThenBy(row => row.Key).ToListAsync()).Select(row => row.Record)];
    }
}
