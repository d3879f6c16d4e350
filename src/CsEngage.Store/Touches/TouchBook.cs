using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Settings;

namespace CsEngage.Store.Touches;

/// <summary>
/// The ledger of touches. A touch's id is unique, so planning it twice plans it once. Every move is a conditional UPDATE that names the
/// states it may come from; no row changed means that somebody else was first. A touch is claimed before it is sent, caps are counted
/// inside the claiming transaction, and whoever lost its lease can no longer say anything about it.
/// </summary>
public sealed partial class TouchBook(Database database, SettingsBook settings)
{
    internal const string Columns =
        """
        account_id, id, membership_id, contact_id, channel, template, survey, as_csm, needs_review, review_hours, late_minutes, enrollment_id, journey, journey_version, entry, checkpoint,
        trigger, step, firing, is_ghost, arm, low_priority, cause, payload, state, reason, facts, planned_at, due_at, look_at, held_until, review, review_since, claim, lease_until, claimed_at,
        wire_at, first_tried_at, failures, message_id, topic, code, detail, sent_at
        """;

    /// <summary>Touches whose time has come, earliest first: pending ones, held ones whose hold ends, reviews that release themselves. Taking them is <see cref="Claim"/>'s.</summary>
    public async Task<ImmutableArray<TouchLine>> Due(DateTimeOffset now, int limit) => [.. (await database.Query(
        $"""
        SELECT * FROM (SELECT {Columns} FROM touches WHERE state = 'Pending' AND look_at <= $1 ORDER BY look_at LIMIT $2) p
        UNION ALL SELECT * FROM (SELECT {Columns} FROM touches WHERE state = 'Held' AND look_at <= $1 ORDER BY look_at LIMIT $2) h
        UNION ALL SELECT * FROM (SELECT {Columns} FROM touches WHERE state = 'InReview' AND look_at <= $1 ORDER BY look_at LIMIT $2) r
        """,
        Read, now, limit)).OrderBy(line => line.LookAt).ThenBy(line => line.Touch.Id, StringComparer.Ordinal).Take(limit)];

    /// <summary>When the next touch is to be looked at; null when none waits.</summary>
    public async Task<DateTimeOffset?> Next() => await database.First(
        "SELECT min(look_at) FROM touches WHERE look_at IS NOT NULL AND state IN ('Pending', 'Held', 'InReview')", row => row.MaybeInstant(0));

    public async Task<TouchLine?> Find(Guid accountId, string id) => await database.First($"SELECT {Columns} FROM touches WHERE account_id = $1 AND id = $2", Read, accountId, id);

    public async Task<TouchLine?> FindByMessageId(string messageId) => await database.First($"SELECT {Columns} FROM touches WHERE message_id = $1", Read, messageId);

    /// <summary>The touch whose Message-ID begins with this key, whatever domain it was sent from.</summary>
    public async Task<TouchLine?> FindByMessageKey(string key) =>
        await database.First($"SELECT {Columns} FROM touches WHERE message_id >= $1 AND message_id < $2", Read, key + "@", key + "A");

    /// <summary>What was sent to a person since an instant, newest first.</summary>
    public async Task<ImmutableArray<TouchLine>> SentTo(Guid contactId, DateTimeOffset since, int limit = 50) =>
        [.. await database.Query($"SELECT {Columns} FROM touches WHERE contact_id = $1 AND claimed_at > $2 AND sent_at IS NOT NULL ORDER BY claimed_at DESC LIMIT $3", Read, contactId, since, limit)];

    /// <summary>When touches that count against caps were claimed or sent, for this contact and for its account, as the claim counts them.</summary>
    public async Task<(ImmutableArray<DateTimeOffset> ToContact, ImmutableArray<DateTimeOffset> ToAccount)> Counted(Guid accountId, Guid contactId, DateTimeOffset since) =>
    (
        [.. await database.Query("SELECT claimed_at FROM touches WHERE contact_id = $1 AND claimed_at > $2 AND topic IS NOT NULL", row => row.Instant(0), contactId, since)],
        [.. await database.Query("SELECT claimed_at FROM touches WHERE account_id = $1 AND claimed_at > $2 AND topic IS NOT NULL", row => row.Instant(0), accountId, since)]);

    /// <summary>When a provider last reported that a mail to this person arrived; null when none did.</summary>
    public async Task<DateTimeOffset?> LastDelivered(Guid contactId) => await database.First(
        "SELECT max(settled_at) FROM touches WHERE contact_id = $1 AND claimed_at IS NOT NULL AND state = 'Delivered'", row => row.MaybeInstant(0), contactId);

    /// <summary>What went to each receiving domain since an instant, the busiest first.</summary>
    public async Task<IReadOnlyList<(string Domain, long Sent, long Bounced, long Complained)>> ByDomain(DateTimeOffset since, int limit = 50) => await database.Query(
        """
        SELECT domain, count(*), sum(CASE WHEN state = 'Bounced' THEN 1 ELSE 0 END), sum(CASE WHEN state = 'Complained' THEN 1 ELSE 0 END) FROM touches
        WHERE domain IS NOT NULL AND claimed_at >= $1 AND (code IS NULL OR code <> $3) GROUP BY domain ORDER BY 2 DESC, domain LIMIT $2
        """,
        row => (row.Text(0), row.Long(1), row.Long(2), row.Long(3)), since, limit, CapturedMailBox.Code);

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<TouchLine>> Of(Guid accountId, int limit = 200) =>
        [.. await database.Query($"SELECT {Columns} FROM touches WHERE account_id = $1 ORDER BY planned_at DESC, id LIMIT $2", Read, accountId, limit)];

    /// <summary>A page of an account's, newest first, after the touch <paramref name="after"/>.</summary>
    public async Task<ImmutableArray<TouchLine>> Page(Guid accountId, string? after, int limit) =>
    [
        .. await database.Query(
            $"""
            SELECT {Columns} FROM touches WHERE account_id = $1
            {(after is null ? "" : "AND (planned_at < (SELECT planned_at FROM touches WHERE account_id = $1 AND id = $3) OR (planned_at = (SELECT planned_at FROM touches WHERE account_id = $1 AND id = $3) AND id > $3))")}
            ORDER BY planned_at DESC, id LIMIT $2
            """,
            Read, after is null ? [accountId, limit] : [accountId, limit, after]),
    ];

    public async Task<ImmutableArray<TouchLine>> To(Guid membershipId, int limit = 200) =>
        [.. await database.Query($"SELECT {Columns} FROM touches WHERE membership_id = $1 ORDER BY planned_at DESC, id LIMIT $2", Read, membershipId, limit)];

    public async Task<ImmutableArray<TouchLine>> Of(Guid accountId, Guid enrollmentId) =>
        [.. await database.Query($"SELECT {Columns} FROM touches WHERE enrollment_id = $2 AND account_id = $1 ORDER BY due_at, id", Read, accountId, enrollmentId)];

    /// <summary>The review queue: of one CSM's book, or of everybody.</summary>
    public async Task<ImmutableArray<TouchLine>> InReview(Guid? csmId, int limit) => csmId is { } csm
        ? [.. await database.Query($"SELECT {Columns} FROM touches WHERE state = 'InReview' AND account_id IN (SELECT id FROM accounts WHERE csm_id = $2) ORDER BY review_since, id LIMIT $1", Read, limit, csm)]
        : [.. await database.Query($"SELECT {Columns} FROM touches WHERE state = 'InReview' ORDER BY review_since, id LIMIT $1", Read, limit)];

    public async Task<ImmutableArray<TouchLine>> Ambiguous(int limit) =>
        [.. await database.Query($"SELECT {Columns} FROM touches WHERE state = 'Ambiguous' ORDER BY settled_at DESC, id LIMIT $1", Read, limit)];

    /// <summary>What no server has taken yet, the next to be tried again first, and how many there are of it.</summary>
    public async Task<(long Count, ImmutableArray<TouchLine> First)> PutOff(int limit) =>
    (
        await database.First($"SELECT count(*) FROM touches WHERE {WasPutOff}", row => row.Long(0)),
        [.. await database.Query($"SELECT {Columns} FROM touches WHERE {WasPutOff} ORDER BY look_at, id LIMIT $1", Read, limit)]
    );

    const string WasPutOff = "state = 'Pending' AND look_at IS NOT NULL AND failures > 0 AND detail IS NOT NULL";

    /// <summary>How many of those that count as sent were captured: kept for staff to look at, for there is no server.</summary>
    public async Task<long> Captured() => await database.First("SELECT count(*) FROM touches WHERE state = 'Sent' AND code = $1", row => row.Long(0), CapturedMailBox.Code);

    public async Task<IReadOnlyDictionary<TouchState, long>> Counts() =>
        (await database.Query("SELECT state, count(*) FROM touches GROUP BY state", row => (Enum.Parse<TouchState>(row.Text(0)), row.Long(1)))).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>What the recent touches of a template came to, for <see cref="AutoPause"/>.</summary>
    public async Task<SendingRecord> RecordOfTemplate(string template, DateTimeOffset bouncesSince)
    {
        var states = await database.Query(
            "SELECT state, code, claimed_at FROM touches WHERE template = $1 AND claimed_at IS NOT NULL ORDER BY claimed_at DESC LIMIT 3000",
            row => (State: Enum.Parse<TouchState>(row.Text(0)), Code: row.MaybeText(1) ?? "", At: row.Instant(2)), template);
        var failures = await database.Query(
            "SELECT state FROM touches WHERE template = $1 AND state IN ('Sent', 'Delivered', 'Bounced', 'Complained', 'Failed', 'Ambiguous') ORDER BY settled_at DESC LIMIT 200", row => row.Text(0), template);
        var since = states.Where(one => one.At >= bouncesSince && one.State is TouchState.Sent or TouchState.Delivered or TouchState.Bounced or TouchState.Complained).ToList();
        return new SendingRecord(
            states.Count, states.Count(one => one.State == TouchState.Complained), since.Count, since.Count(one => one.State == TouchState.Bounced && one.Code.StartsWith('5')),
            failures.Count, failures.Count(state => state == nameof(TouchState.Failed)));
    }

    internal static TouchLine Read(SqlRow row)
    {
        var origin = row.MaybeGuid(11) is { } enrollment
            ? new TouchOrigin(enrollment, row.Text(12), row.Int(13), row.Int(14), row.Text(15), Enum.Parse<Trigger>(row.Text(16)), row.Text(17), row.Int(18))
            : null;
        var touch = new Touch(
            row.Text(1), row.Guid(0), row.Guid(2), row.Text(4), row.Text(5), row.MaybeText(6), row.Instant(28), row.Flag(7), row.Flag(8) ? new Review(row.MaybeInt(9)) : null,
            new LateSending(row.Int(10)), origin, row.Flag(19), row.MaybeText(20), row.Flag(21), StoredJson.Cause(row.MaybeText(22)) ?? Cause.Of("system", ""));
        return new TouchLine(
            touch, Enum.Parse<TouchState>(row.Text(24)), row.MaybeText(25), Facts(row.MaybeText(26)), row.Instant(27), row.MaybeInstant(29), row.MaybeInstant(30),
            new ReviewStanding(Enum.Parse<ReviewState>(row.Text(31)), row.MaybeInstant(32)), row.MaybeGuid(3), row.MaybeGuid(33), row.MaybeInstant(34), row.MaybeInstant(35), row.MaybeInstant(36),
            row.MaybeInstant(37), row.Int(38), row.MaybeText(39), row.MaybeText(40), row.MaybeText(41), row.MaybeText(42), row.MaybeInstant(43), row.MaybeText(23));
    }

    static ImmutableArray<DecisionFact> Facts(string? json) =>
        json is null ? [] : [.. JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.Select(pair => new DecisionFact(pair.Key, pair.Value))];
}
