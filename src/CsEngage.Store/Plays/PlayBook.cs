using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Plays;

/// <summary>A play to open.</summary>
/// <param name="Id">Unique in its account: the journey step's id, or a new UUID.</param>
/// <param name="Play">Key of the play; null for one by hand with its own words.</param>
public sealed record NewPlay(
    string Id, string? Play, Guid AccountId, Guid? MembershipId, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, Cause? Cause, Guid? EnrollmentId, bool ByRule,
    Guid? Assignee = null, string? Title = null, string? Reasons = null, int? RuleVersion = null, int Urgency = 0);

/// <summary>How a play ended.</summary>
/// <param name="Outcome">Key of the outcome.</param>
public sealed record PlayClosing(string Outcome, string? Reason, Guid? By, int? Minutes, DateTimeOffset At);

/// <summary>A play on an account as CSMs see it.</summary>
/// <param name="State">open, snoozed or closed.</param>
/// <param name="Reasons">JSON: the facts that satisfied the rule.</param>
/// <param name="Checklist">Keys of what is ticked.</param>
public sealed record PlayLine(
    string Id, string? Play, Guid AccountId, Guid? MembershipId, string State, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? SnoozedUntil, Guid? Assignee,
    string? Title, string? Reasons, int? RuleVersion, int Urgency, bool ByRule, Guid? EnrollmentId, Cause? Cause, ImmutableArray<string> Checklist,
    string? Outcome, string? OutcomeReason, DateTimeOffset? ClosedAt, Guid? ClosedBy, int? Minutes, int Version);

/// <summary>A play that opens or closes by its rule, with the signal that says so when it did.</summary>
public abstract record PlayMove(Signal Signal)
{
    public sealed record Open(NewPlay Play, Signal Signal) : PlayMove(Signal);

    /// <param name="Play">Key of the play.</param>
    public sealed record Close(string Play, PlayClosing Closing, Signal Signal) : PlayMove(Signal);
}

[Table("plays")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
[Index(nameof(Assignee), nameof(State))]
[Index(nameof(State), nameof(DueAt))]
internal sealed class PlayRow
{
    public Guid AccountId { get; set; }
    public string Id { get; set; } = "";
    public string? Play { get; set; }
    public Guid? MembershipId { get; set; }
    public string State { get; set; } = "";
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public DateTimeOffset? SnoozedUntil { get; set; }
    public Guid? Assignee { get; set; }
    public string? Title { get; set; }
    public string? Reasons { get; set; }
    public int? RuleVersion { get; set; }
    public int Urgency { get; set; }
    public bool ByRule { get; set; }
    public Guid? EnrollmentId { get; set; }
    public string? Cause { get; set; }
    public string Checklist { get; set; } = "";
    public string? Outcome { get; set; }
    public string? OutcomeReason { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public Guid? ClosedBy { get; set; }
    public int? Minutes { get; set; }
    public int Version { get; set; }

    public PlayLine Record => new(
        Id, Play, AccountId, MembershipId, State, OpenedAt, DueAt, SnoozedUntil, Assignee, Title, Reasons, RuleVersion, Urgency, ByRule, EnrollmentId, StoredJson.Cause(Cause),
        StoredJson.Keys(Checklist), Outcome, OutcomeReason, ClosedAt, ClosedBy, Minutes, Version);

    // One open play of a key per account: the database says no to the second, whoever is first.
    public static void Describe(ModelBuilder model) =>
        model.Entity<PlayRow>().HasIndex(row => new { row.AccountId, row.Play }).IsUnique().HasFilter("closed_at IS NULL AND play IS NOT NULL");
}

/// <summary>Human work for CSMs.</summary>
public sealed class PlayBook(Database database)
{
    /// <summary>False when that play is open on the account already, or was opened with this id before.</summary>
    public Task<bool> Open(NewPlay play) => database.Writer.Do(transaction => Open(transaction, play));

    internal static async Task<bool> Open(WriteTransaction transaction, NewPlay play)
    {
        var opened = await transaction.Execute(
            """
            INSERT INTO plays (account_id, id, play, membership_id, state, opened_at, due_at, assignee, title, reasons, rule_version, urgency, by_rule, enrollment_id, cause, checklist, version)
            VALUES ($1, $2, $3, $4, 'open', $5, $6, coalesce($7, (SELECT csm_id FROM accounts WHERE id = $1)), $8, $9, $10, $11, $12, $13, $14, '', 1) ON CONFLICT DO NOTHING
            """,
            play.AccountId, play.Id, play.Play, play.MembershipId, play.OpenedAt, play.DueAt, play.Assignee, play.Title, play.Reasons, play.RuleVersion, play.Urgency, play.ByRule,
            play.EnrollmentId, StoredJson.Cause(play.Cause));
        if (opened == 1) transaction.Wake("plays");
        return opened == 1;
    }

    /// <summary>Whether it changed anything: an open play is not opened again, and what was closed by hand meanwhile stays as it is.</summary>
    internal static async Task<bool> Do(WriteTransaction transaction, Guid accountId, PlayMove move)
    {
        if (move is PlayMove.Open open) return await Open(transaction, open.Play);
        var (play, closing, _) = (PlayMove.Close)move;
        var closed = false;
        foreach (var id in await transaction.Query("SELECT id FROM plays WHERE account_id = $1 AND play = $2 AND closed_at IS NULL", row => row.Text(0), accountId, play)) closed |= await Close(transaction, accountId, id, closing);
        return closed;
    }

    public Task<bool> Close(Guid accountId, string id, PlayClosing closing) => database.Writer.Do(transaction => Close(transaction, accountId, id, closing));

    internal static async Task<bool> Close(WriteTransaction transaction, Guid accountId, string id, PlayClosing closing)
    {
        var closed = await transaction.Execute(
            "UPDATE plays SET state = 'closed', outcome = $3, outcome_reason = $4, closed_by = $5, minutes = $6, closed_at = $7, version = version + 1 WHERE account_id = $1 AND id = $2 AND closed_at IS NULL",
            accountId, id, closing.Outcome, closing.Reason, closing.By, closing.Minutes, closing.At);
        if (closed == 1) transaction.Wake("plays");
        return closed == 1;
    }

    /// <summary>Undoes a closing by hand.</summary>
    public async Task<bool> Reopen(Guid accountId, string id) => await database.Writer.Do(transaction => transaction.Execute(
        "UPDATE plays SET state = 'open', outcome = NULL, outcome_reason = NULL, closed_by = NULL, closed_at = NULL, version = version + 1 WHERE account_id = $1 AND id = $2 AND closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plays o WHERE o.account_id = plays.account_id AND o.play = plays.play AND o.closed_at IS NULL)",
        accountId, id)) == 1;

    public async Task<bool> Snooze(Guid accountId, string id, DateTimeOffset? until) => await database.Writer.Do(transaction => transaction.Execute(
        "UPDATE plays SET state = $3, snoozed_until = $4, version = version + 1 WHERE account_id = $1 AND id = $2 AND closed_at IS NULL", accountId, id, until is null ? "open" : "snoozed", until)) == 1;

    /// <summary>Takes a play for somebody, from <paramref name="from"/>: of two who claim from the pool one gets it.</summary>
    public async Task<bool> Assign(Guid accountId, string id, Guid? from, Guid? to) => await database.Writer.Do(transaction => from is { } was
        ? transaction.Execute("UPDATE plays SET assignee = $3, version = version + 1 WHERE account_id = $1 AND id = $2 AND assignee = $4 AND closed_at IS NULL", accountId, id, to, was)
        : transaction.Execute("UPDATE plays SET assignee = $3, version = version + 1 WHERE account_id = $1 AND id = $2 AND assignee IS NULL AND closed_at IS NULL", accountId, id, to)) == 1;

    public async Task<bool> Tick(Guid accountId, string id, IReadOnlyCollection<string> ticked, int version) => await database.Writer.Do(transaction => transaction.Execute(
        "UPDATE plays SET checklist = $3, version = version + 1 WHERE account_id = $1 AND id = $2 AND version = $4", accountId, id, StoredJson.Keys(ticked), version)) == 1;

    public async Task<PlayLine?> Find(Guid accountId, string id)
    {
        await using var db = database.Read();
        return (await db.Set<PlayRow>().FirstOrDefaultAsync(row => row.AccountId == accountId && row.Id == id))?.Record;
    }

    /// <summary>Open ones of somebody, or of everybody; what is snoozed shows when its time has come.</summary>
    public async Task<ImmutableArray<PlayLine>> Queue(Guid? assignee, DateTimeOffset now, int limit)
    {
        await using var db = database.Read();
        var rows = await db.Set<PlayRow>()
            .Where(row => (row.State == "open" || (row.State == "snoozed" && row.SnoozedUntil <= now)) && (assignee == null || row.Assignee == assignee))
            .OrderByDescending(row => row.Urgency).ThenBy(row => row.DueAt == null).ThenBy(row => row.DueAt).ThenBy(row => row.Id).Take(limit).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Everything on an account, newest first.</summary>
    public async Task<ImmutableArray<PlayLine>> Of(Guid accountId)
    {
        await using var db = database.Read();
        return [.. (await db.Set<PlayRow>().Where(row => row.AccountId == accountId).OrderByDescending(row => row.OpenedAt).ToListAsync()).Select(row => row.Record)];
    }

    /// <summary>When the last play of each of these accounts was closed; those that never had one are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> LastClosed(IReadOnlyCollection<Guid> accounts) => (accounts.Count == 0 ? [] : await database.Query(
        $"SELECT account_id, max(closed_at) FROM plays WHERE closed_at IS NOT NULL AND account_id IN ({string.Join(", ", Enumerable.Range(1, accounts.Count).Select(n => $"${n}"))}) GROUP BY account_id",
        row => (Id: row.Guid(0), At: row.Instant(1)), [.. accounts.Cast<object>()])).ToDictionary(row => row.Id, row => row.At);

    /// <summary>The histories that <see cref="PlayPolicy"/> looks at, of several accounts.</summary>
    public async Task<ILookup<Guid, PlayOnAccount>> Histories(IReadOnlyCollection<Guid> accounts) => (await database.Query(
        $"SELECT account_id, play, opened_at, closed_at, by_rule FROM plays WHERE {SqlSession.Among("account_id", 1, database.Dialect)} AND play IS NOT NULL ORDER BY opened_at, id",
        row => (Account: row.Guid(0), Play: new PlayOnAccount(row.Text(1), row.Instant(2), row.MaybeInstant(3), row.Flag(4))), accounts.ToArray())).ToLookup(row => row.Account, row => row.Play);
}
