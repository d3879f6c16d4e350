using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Plays;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Store.Journeys;

/// <summary>An enrollment as loaded; give <see cref="Version"/> back when saving (0 for a new one).</summary>
public sealed record LoadedEnrollment(Enrollment Enrollment, int Version, DateTimeOffset? NextAt);

/// <summary>A journey that another journey wants to start.</summary>
public sealed record JourneyStart(string Id, Guid AccountId, Guid? MembershipId, string Journey, DateTimeOffset At, Cause Cause);

/// <summary>A step that did nothing, and why.</summary>
public sealed record PassedStep(Guid EnrollmentId, DateTimeOffset At, string Step, string Why, string? Because);

/// <summary>How many enrollments of a journey stand where.</summary>
public sealed record CheckpointCount(string Checkpoint, long Opened, long Reached, long Behind, long Stuck);

/// <summary>
/// Participants' passages. An advance is saved with everything it asks for in one transaction: signals, touches, plays, tasks, fields, the
/// next timer. Whoever saves second is told, and loads again.
/// </summary>
public sealed class EnrollmentBook(Database database, SettingsBook settings)
{
    const string Loaded = "SELECT document, version, next_at FROM enrollments";

    public Task<LoadedEnrollment?> Load(Guid accountId, Guid id) => database.First($"{Loaded} WHERE account_id = $1 AND id = $2", Read, accountId, id);

    /// <summary>All of an account, running ones and ended ones, oldest first.</summary>
    public async Task<ImmutableArray<LoadedEnrollment>> Of(Guid accountId) =>
        [.. await database.Query($"{Loaded} WHERE account_id = $1 ORDER BY entered_at, id", row => Read(row)!, accountId)];

    /// <summary>Those of an account as a whole and of one of its people, oldest first.</summary>
    public async Task<List<LoadedEnrollment>> Of(Guid accountId, Guid membershipId)
    {
        // There are one or two, on every page of a portal: the database would make a table to sort them in.
        var found = await database.Query($"{Loaded} WHERE account_id = $1 AND (membership_id IS NULL OR membership_id = $2)", row => Read(row)!, accountId, membershipId);
        if (found.Count > 1) found.Sort(static (one, other) => (one.Enrollment.EnteredAt, one.Enrollment.Id).CompareTo((other.Enrollment.EnteredAt, other.Enrollment.Id)));
        return found;
    }

    /// <summary>The same of several accounts, in one statement.</summary>
    public async Task<ILookup<Guid, LoadedEnrollment>> Of(IReadOnlyCollection<Guid> accountIds) =>
        (await database.Query($"{Loaded} WHERE {SqlSession.Among("account_id", 1, database.Dialect)} ORDER BY entered_at, id", row => Read(row)!, accountIds.ToArray())).ToLookup(loaded => loaded.Enrollment.AccountId);

    /// <summary>Those of an account that have not ended: what a signal may move.</summary>
    public async Task<ImmutableArray<LoadedEnrollment>> Running(Guid accountId) =>
        [.. await database.Query($"{Loaded} WHERE account_id = $1 AND ended_at IS NULL ORDER BY entered_at, id", row => Read(row)!, accountId)];

    /// <summary>All entries of one participant into a journey, first to last.</summary>
    public async Task<ImmutableArray<LoadedEnrollment>> Entries(string journey, Guid participantId) =>
        [.. await database.Query($"{Loaded} WHERE journey = $1 AND participant_id = $2 ORDER BY entry", row => Read(row)!, journey, participantId)];

    /// <summary>Ids of enrollments in a journey and state, for lists and moves, after <paramref name="after"/>.</summary>
    public Task<List<(Guid AccountId, Guid Id)>> In(string journey, EnrollmentState state, Guid after, int limit) => database.Query(
        "SELECT account_id, id FROM enrollments WHERE journey = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4", row => (row.Guid(0), row.Guid(1)), journey, state.ToString(), after, limit);

    /// <summary>
    /// Saves what an advance (or an entry) came to. False when somebody else saved this enrollment since it was loaded, or the participant has
    /// this entry already: nothing was kept then.
    /// </summary>
    /// <param name="version">As loaded; 0 for a new enrollment.</param>
    /// <param name="more">Further signals of the same transaction.</param>
    public async Task<bool> Save(Advanced advanced, int version, DateTimeOffset now, params IReadOnlyList<Signal> more)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(transaction => Save(transaction, advanced, version, now, more, zone));
    }

    /// <summary>Several at once, each kept or refused for itself: one commit for a drain's whole batch.</summary>
    public async Task<IReadOnlyList<bool>> Save(IReadOnlyList<(Advanced Advanced, int Version)> many, DateTimeOffset now)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            var kept = new bool[many.Count];
            // In the order of accounts, so that two drains never wait for each other crosswise.
            foreach (var (one, at) in many.Select((one, at) => (one, at)).OrderBy(pair => pair.one.Advanced.Enrollment.AccountId))
                kept[at] = await Save(transaction, one.Advanced, one.Version, now, [], zone);
            return (IReadOnlyList<bool>)kept;
        });
    }

    /// <summary>Sets a poison enrollment aside with its error; it is not looked at until a person does.</summary>
    public Task<bool> SetAside(LoadedEnrollment loaded, string trouble, DateTimeOffset now) =>
        Save(new Advanced(loaded.Enrollment with { State = EnrollmentState.SetAside, Trouble = trouble }, [], null), loaded.Version, now);

    /// <summary>Starts that wait, oldest first. <see cref="Started"/> takes one off the list.</summary>
    public async Task<ImmutableArray<JourneyStart>> Starts(int limit) => [.. await database.Query(
        "SELECT id, account_id, membership_id, journey, at, cause FROM journey_starts ORDER BY at, id LIMIT $1",
        row => new JourneyStart(row.Text(0), row.Guid(1), row.MaybeGuid(2), row.Text(3), row.Instant(4), StoredJson.Cause(row.Text(5))!), limit)];

    /// <summary>Asks for a start, as a journey's step does: a drain enters the participant. The same id twice is one start.</summary>
    public Task Ask(JourneyStart start) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute(
            "INSERT INTO journey_starts (account_id, id, membership_id, journey, at, cause) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            start.AccountId, start.Id, start.MembershipId, start.Journey, start.At, StoredJson.Cause(start.Cause));
        transaction.Wake("starts");
    });

    public Task<int> Started(JourneyStart start) => database.Writer.Do(transaction => Started(transaction, start));

    internal static Task<int> Started(WriteTransaction transaction, JourneyStart start) =>
        transaction.Execute("DELETE FROM journey_starts WHERE account_id = $1 AND id = $2", start.AccountId, start.Id);

    public async Task<ImmutableArray<PassedStep>> Passed(Guid accountId, Guid enrollmentId) => [.. await database.Query(
        "SELECT enrollment_id, at, step, why, because FROM passed_steps WHERE account_id = $1 AND enrollment_id = $2 ORDER BY at, id",
        row => new PassedStep(row.Guid(0), row.Instant(1), row.Text(2), row.Text(3), row.MaybeText(4)), accountId, enrollmentId)];

    /// <summary>Live counts for the builder: of running enrollments.</summary>
    public async Task<ImmutableArray<CheckpointCount>> Counts(string journey) => [.. await database.Query(
        """
        SELECT c.checkpoint, count(*), count(c.reached_at), sum(CASE WHEN c.reached_at IS NULL AND c.behind_at IS NOT NULL THEN 1 ELSE 0 END), sum(CASE WHEN c.reached_at IS NULL AND c.stuck_at IS NOT NULL THEN 1 ELSE 0 END)
        FROM enrollment_checkpoints c JOIN enrollments e ON e.account_id = c.account_id AND e.id = c.enrollment_id
        WHERE c.journey = $1 AND e.ended_at IS NULL GROUP BY c.checkpoint ORDER BY c.checkpoint
        """,
        row => new CheckpointCount(row.Text(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4)), journey)];

    /// <summary>How far all came who ever entered: ended ones count, but nobody who has ended is behind.</summary>
    public async Task<ImmutableArray<CheckpointCount>> Funnel(string journey) => [.. await database.Query(
        """
        SELECT c.checkpoint, count(*), count(c.reached_at), sum(CASE WHEN e.ended_at IS NULL AND c.reached_at IS NULL AND c.behind_at IS NOT NULL THEN 1 ELSE 0 END),
          sum(CASE WHEN e.ended_at IS NULL AND c.reached_at IS NULL AND c.stuck_at IS NOT NULL THEN 1 ELSE 0 END)
        FROM enrollment_checkpoints c JOIN enrollments e ON e.account_id = c.account_id AND e.id = c.enrollment_id
        WHERE c.journey = $1 GROUP BY c.checkpoint ORDER BY c.checkpoint
        """,
        row => new CheckpointCount(row.Text(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4)), journey)];

    internal static async Task<bool> Save(WriteTransaction transaction, Advanced advanced, int version, DateTimeOffset now, IReadOnlyList<Signal> more, TimeZoneInfo zone)
    {
        var signals = new List<Signal>(more);
        if (!await Save(transaction, advanced, version, now, signals)) return false;
        if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
        return true;
    }

    /// <summary>The same, with its signals left for the caller to append in the same transaction.</summary>
    internal static async Task<bool> Save(WriteTransaction transaction, Advanced advanced, int version, DateTimeOffset now, List<Signal> signals)
    {
        var enrollment = advanced.Enrollment;
        var written = version == 0
            ? await transaction.Execute(
                """
                INSERT INTO enrollments (account_id, id, journey, journey_version, membership_id, participant_id, entry, state, arm, entered_at, advanced_at, ended_at, next_at, trouble, document, version)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1) ON CONFLICT DO NOTHING
                """,
                enrollment.AccountId, enrollment.Id, enrollment.Journey, enrollment.Version, enrollment.MembershipId, enrollment.ParticipantId, enrollment.Entry, enrollment.State.ToString(),
                enrollment.Arm, enrollment.EnteredAt, enrollment.AdvancedAt, enrollment.EndedAt, advanced.NextAt, enrollment.Trouble, enrollment.ToJson())
            : await transaction.Execute(
                """
                UPDATE enrollments SET journey_version = $3, state = $4, advanced_at = $5, ended_at = $6, next_at = $7, trouble = $8, document = $9, version = version + 1
                WHERE account_id = $1 AND id = $2 AND version = $10
                """,
                enrollment.AccountId, enrollment.Id, enrollment.Version, enrollment.State.ToString(), enrollment.AdvancedAt, enrollment.EndedAt, advanced.NextAt, enrollment.Trouble,
                enrollment.ToJson(), version);
        if (written == 0) return false;
        await TimerBook.Set(transaction, TimerBook.Enrollment, enrollment.AccountId, enrollment.Id.ToString("D"), advanced.NextAt);
        await Keep(transaction, advanced, now, signals);
        return true;
    }

    static async Task Keep(WriteTransaction transaction, Advanced advanced, DateTimeOffset now, List<Signal> signals)
    {
        var enrollment = advanced.Enrollment;
        foreach (var effect in advanced.Effects)
        {
            switch (effect)
            {
                case Effect.Append append:
                    signals.Add(append.Signal with { ReceivedAt = now });
                    break;
                case Effect.Plan plan:
                    await TouchBook.Plan(transaction, plan.Touch, now);
                    break;
                case Effect.OpenPlay open:
                    await PlayBook.Open(transaction, new NewPlay(
                        open.Id, open.Play, open.AccountId, open.MembershipId, open.At, open.DueAt, open.Cause, enrollment.Id, ByRule: false));
                    break;
                case Effect.ClosePlay close:
                    await PlayBook.Close(transaction, enrollment.AccountId, close.Play, new PlayClosing("by-itself", close.Reason, null, null, close.At));
                    break;
                case Effect.GiveTask give:
                    await TaskBook.Give(transaction, enrollment, give);
                    break;
                case Effect.SetField set:
                    await AccountBook.Set(transaction, enrollment.AccountId, Field(set.Field), set.Value, new Edit(set.At, now, $"journey:{enrollment.Journey}", set.Cause));
                    break;
                case Effect.StartJourney start:
                    await transaction.Execute(
                        "INSERT INTO journey_starts (account_id, id, membership_id, journey, at, cause) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                        enrollment.AccountId, start.Id, enrollment.MembershipId, start.Journey, start.At, StoredJson.Cause(start.Cause));
                    transaction.Wake("starts");
                    break;
                case Effect.Notify notify:
                    await NoticeBook.Add(transaction, new Notice(
                        $"{enrollment.AccountId:D}/{notify.Id}", enrollment.AccountId, null, $"journey:{enrollment.Journey}", notify.Channel, notify.Text, $"/desk/accounts/{enrollment.AccountId:D}", notify.At));
                    break;
                case Effect.PassBy pass:
                    await transaction.Execute(
                        "INSERT INTO passed_steps (account_id, id, enrollment_id, at, step, why, because) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                        enrollment.AccountId, pass.Id, enrollment.Id, pass.At, pass.Step, pass.Why.ToString(), pass.Reasons?.Text);
                    break;
                default:
                    throw new InvalidOperationException($"An effect of type {effect.GetType().Name} has no place in the store.");
            }
        }
        if (advanced.Effects.Any(effect => effect is Effect.Append { Signal.Kind: var kind } && kind.StartsWith("checkpoint.", StringComparison.Ordinal)) || signals.Any(signal => signal.Kind.StartsWith("checkpoint.", StringComparison.Ordinal) && signal.AccountId == enrollment.AccountId)) await Checkpoints(transaction, enrollment);
    }

    static async Task Checkpoints(WriteTransaction transaction, Enrollment enrollment)
    {
        foreach (var (key, progress) in enrollment.Checkpoints)
        {
            await transaction.Execute(
                """
                INSERT INTO enrollment_checkpoints (account_id, enrollment_id, checkpoint, journey, journey_version, opened_at, due_at, behind_at, stuck_at, reached_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (account_id, enrollment_id, checkpoint) DO UPDATE SET journey_version = excluded.journey_version, opened_at = excluded.opened_at, due_at = excluded.due_at,
                  behind_at = excluded.behind_at, stuck_at = excluded.stuck_at, reached_at = excluded.reached_at
                """,
                enrollment.AccountId, enrollment.Id, key, enrollment.Journey, enrollment.Version, progress.OpenedAt, progress.DueAt, progress.BehindAt, progress.StuckAt, progress.ReachedAt);
        }
    }

    // Rules say account.lifecycle, changes say lifecycle.
    static string Field(string name) => name.StartsWith("account.", StringComparison.Ordinal) ? name["account.".Length..] : name;

    static LoadedEnrollment? Read(SqlRow row) => new(row.Utf8(0, static utf8 => Enrollment.FromJson(utf8)), row.Int(1), row.MaybeInstant(2));
}
