using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Recipes;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Touches;

/// <summary>
/// The ledger of touches. A touch's id is unique, so planning it twice plans it once. Every move is a conditional UPDATE that names the
/// states it may come from; no row changed means that somebody else was first. A touch is claimed before it is sent, caps are counted
/// inside the claiming transaction, and whoever lost its lease can no longer say anything about it.
/// </summary>
public sealed class TouchBook(Database database, SettingsBook settings)
{
    internal const string Columns =
        """
        account_id, id, membership_id, contact_id, channel, template, survey, as_csm, needs_review, review_hours, late_minutes, enrollment_id, journey, journey_version, entry, checkpoint,
        trigger, step, firing, is_ghost, arm, low_priority, cause, payload, state, reason, facts, planned_at, due_at, look_at, held_until, review, review_since, claim, lease_until, claimed_at,
        wire_at, first_tried_at, failures, message_id, topic, code, detail, sent_at
        """;

    /// <summary>Puts a touch into the ledger. False when it is there already.</summary>
    public Task<bool> Plan(Touch touch, DateTimeOffset now, string? payload = null) => database.Writer.Do(transaction => Plan(transaction, touch, now, payload));

    /// <summary>Many at once, as a broadcast does; the answer is how many were new.</summary>
    public Task<int> Plan(IReadOnlyList<Touch> touches, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var planned = 0;
        foreach (var touch in touches) planned += await Plan(transaction, touch, now) ? 1 : 0;
        return planned;
    });

    /// <summary>Writes down a touch that was settled in a past that was not lived here, such as a simulated one: no drain ever looks at it.</summary>
    internal static async Task Remember(WriteTransaction transaction, RememberedTouch past)
    {
        var (touch, decision, at, topic, messageId) = past;
        if (!await Plan(transaction, touch, touch.DueAt)) return;
        const string mine = "WHERE account_id = $1 AND id = $2 AND state = 'Pending'";
        await (decision switch
        {
            TouchDecision.Send => transaction.Execute(
                $"UPDATE touches SET state = 'Sent', claimed_at = $3, sent_at = $3, settled_at = $3, look_at = NULL, topic = $4, message_id = $5 {mine}", touch.AccountId, touch.Id, at, topic, messageId),
            TouchDecision.Skip skip => transaction.Execute(
                $"UPDATE touches SET state = 'Skipped', reason = $3, facts = $4, settled_at = $5, look_at = NULL {mine}", touch.AccountId, touch.Id, skip.Why.ToString(), FactsOf(skip), at),
            TouchDecision.Ghost => transaction.Execute($"UPDATE touches SET state = 'Ghost', settled_at = $3, look_at = NULL {mine}", touch.AccountId, touch.Id, at),
            _ => throw new ArgumentException($"{decision.GetType().Name} settles nothing.", nameof(past)),
        });
    }

    static string? FactsOf(TouchDecision decision) =>
        decision.Facts.IsDefaultOrEmpty ? null : JsonSerializer.Serialize(decision.Facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal), StoredJson.Options);

    internal static async Task<bool> Plan(WriteTransaction transaction, Touch touch, DateTimeOffset now, string? payload = null)
    {
        var state = touch.IsGhost ? TouchState.Ghost : TouchState.Pending;
        var planned = await transaction.Execute(
            """
            INSERT INTO touches (account_id, id, membership_id, contact_id, channel, template, survey, as_csm, needs_review, review_hours, late_minutes, enrollment_id, journey, journey_version,
              entry, checkpoint, trigger, step, firing, is_ghost, arm, low_priority, cause, payload, state, planned_at, due_at, look_at, review, failures, settled_at)
            VALUES ($1, $2, $3, (SELECT contact_id FROM memberships WHERE id = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
              'NotYet', 0, $28)
            ON CONFLICT DO NOTHING
            """,
            touch.AccountId, touch.Id, touch.MembershipId, touch.Channel, touch.Template, touch.Survey, touch.AsCsm, touch.Review is not null, touch.Review?.Hours, touch.Late.Minutes,
            touch.Origin?.EnrollmentId, touch.Origin?.Journey, touch.Origin?.Version, touch.Origin?.Entry, touch.Origin?.Checkpoint, touch.Origin?.Trigger.ToString(), touch.Origin?.Step,
            touch.Origin?.Firing, touch.IsGhost, touch.Arm, touch.LowPriority, StoredJson.Cause(touch.Cause), payload, state.ToString(), now, touch.DueAt, touch.IsGhost ? null : touch.DueAt,
            touch.IsGhost ? now : (DateTimeOffset?)null);
        if (planned == 1) transaction.Wake("touches");
        return planned == 1;
    }

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

    /// <summary>
    /// Decides about due touches and claims those that are to be sent, in one transaction in which nobody else counts the same caps.
    /// Touches that somebody else took meanwhile are left out of the answer.
    /// </summary>
    /// <param name="due">As <see cref="Due"/> gave them.</param>
    /// <param name="claim">Token of this claim; what is done with the touch later must name it.</param>
    /// <param name="capsSince">Start of the longest window of any cap.</param>
    /// <param name="decide">The policy; it may be asked twice, so it does nothing but decide.</param>
    /// <param name="messageId">The Message-ID that the touch keeps for ever.</param>
    /// <param name="topic">The topic it goes under; null when transactional.</param>
    /// <param name="domain">The receiving domain, whose pace is counted; null when it has none.</param>
    public Task<ImmutableArray<Claimed>> Claim(
        IReadOnlyList<TouchLine> due, Guid claim, DateTimeOffset now, TimeSpan lease, DateTimeOffset capsSince, Func<TouchLine, ClaimView, TouchDecision> decide,
        Func<TouchLine, string> messageId, Func<TouchLine, string?>? topic = null, Func<TouchLine, string?>? domain = null) => database.Writer.Do(async transaction =>
    {
        var claimed = ImmutableArray.CreateBuilder<Claimed>();
        await Lock(transaction, due);
        // What this batch claims counts against the caps of what follows in it.
        var sent = new SentTimes();
        foreach (var asked in due)
        {
            var line = await transaction.First(
                $"SELECT {Columns} FROM touches WHERE account_id = $1 AND id = $2 AND look_at <= $3 AND state IN ('Pending', 'Held', 'InReview')", Read, asked.Touch.AccountId, asked.Touch.Id, now);
            if (line is null) continue;
            var to = domain?.Invoke(line);
            var view = await View(transaction, line, capsSince, sent) with { ToDomain = to is null ? DomainUse.None : await DomainUseOf(transaction, to, now, sent) };
            var decision = decide(line, view);
            if (!await Apply(transaction, line, decision, now, decision is TouchDecision.Send ? (claim, now + lease, messageId(line), topic?.Invoke(line), to) : null)) continue;
            if (decision is TouchDecision.Send && to is not null) sent.Add(to);
            // Transactional mail counts against no cap.
            if (decision is TouchDecision.Send && topic?.Invoke(line) is not null) sent.Add(line, now);
            claimed.Add(new Claimed(decision is TouchDecision.Send ? line with { State = TouchState.Claimed, Claim = claim, LeaseUntil = now + lease, MessageId = line.MessageId ?? messageId(line), ClaimedAt = now } : line, decision));
        }
        return claimed.ToImmutable();
    });

    /// <summary>Applies a decision made when a touch was planned, or by a person. False when the touch is elsewhere by now.</summary>
    public Task<bool> Decide(TouchLine line, TouchDecision decision, DateTimeOffset now) => decision is TouchDecision.Send
        ? throw new ArgumentException("Sending begins with a claim.", nameof(decision))
        : database.Writer.Do(transaction => Apply(transaction, line, decision, now, null));

    /// <summary>
    /// To be said before the message goes over the wire. False when the claim is no longer ours: then nothing may be sent. After this, a crash
    /// leaves the touch ambiguous.
    /// </summary>
    public async Task<bool> OnTheWire(Guid accountId, string id, Guid claim, DateTimeOffset now) => await database.Writer.Do(transaction => transaction.Execute(
        "UPDATE touches SET wire_at = $4, first_tried_at = coalesce(first_tried_at, $4) WHERE account_id = $1 AND id = $2 AND claim = $3 AND state = 'Claimed' AND lease_until > $4", accountId, id, claim, now)) == 1;

    /// <summary>Whether the claim still holds: asked before the final dot.</summary>
    public async Task<bool> Holds(Guid accountId, string id, Guid claim, DateTimeOffset now) => await database.First(
        "SELECT 1 FROM touches WHERE account_id = $1 AND id = $2 AND claim = $3 AND state = 'Claimed' AND lease_until > $4", row => true, accountId, id, claim, now);

    /// <summary>
    /// What came of sending, with the signals of it, in one transaction. False when the claim was lost meanwhile; a message that was
    /// accepted all the same is then settled by <see cref="Report"/> on the ambiguous touch.
    /// </summary>
    public async Task<bool> Ended(Guid accountId, string id, Guid claim, SendingEnd end, DateTimeOffset now, params IReadOnlyList<Signal> signals)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            const string mine = "WHERE account_id = $1 AND id = $2 AND claim = $3 AND state = 'Claimed'";
            const string free = "claim = NULL, lease_until = NULL";
            var moved = end switch
            {
                SendingEnd.Accepted(var code, var detail) => await transaction.Execute($"UPDATE touches SET state = 'Sent', code = $4, detail = $5, sent_at = $6, settled_at = $6, look_at = NULL, {free} {mine}", accountId, id, claim, code, detail, now),
                SendingEnd.Refused(var code, var detail) => await transaction.Execute($"UPDATE touches SET state = 'Failed', code = $4, detail = $5, settled_at = $6, look_at = NULL, claimed_at = NULL, {free} {mine}", accountId, id, claim, code, detail, now),
                SendingEnd.GivenBack(var code, var detail, var retryAt) => await transaction.Execute($"UPDATE touches SET state = 'Pending', code = $4, detail = $5, look_at = $6, failures = failures + 1, first_tried_at = coalesce(first_tried_at, $7), claimed_at = NULL, wire_at = NULL, {free} {mine}", accountId, id, claim, code, detail, retryAt, now),
                SendingEnd.Lost(var detail) => await transaction.Execute($"UPDATE touches SET state = 'Ambiguous', detail = $4, settled_at = $5, look_at = NULL, {free} {mine}", accountId, id, claim, detail, now),
                _ => throw new InvalidOperationException($"Nobody knows what {end.GetType().Name} means for the ledger."),
            };
            if (moved == 0) return false;
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
            return true;
        });
    }

    /// <summary>
    /// Leases that are over: before the wire the touch is pending again, at the place in the queue that its due time gives it, and its place
    /// under the caps free; after it nobody knows. The answer holds the ambiguous ones.
    /// </summary>
    public Task<ImmutableArray<TouchLine>> ExpireLeases(DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var back = await transaction.Execute(
            "UPDATE touches SET state = 'Pending', claim = NULL, lease_until = NULL, claimed_at = NULL, look_at = due_at WHERE state = 'Claimed' AND lease_until IS NOT NULL AND lease_until <= $1 AND wire_at IS NULL", now);
        if (back > 0) transaction.Wake("touches");
        var lost = await transaction.Query(
            $"UPDATE touches SET state = 'Ambiguous', claim = NULL, lease_until = NULL, look_at = NULL, settled_at = $1, detail = 'lease' WHERE state = 'Claimed' AND lease_until IS NOT NULL AND lease_until <= $1 AND wire_at IS NOT NULL RETURNING {Columns}",
            Read, now);
        return lost.ToImmutableArray();
    });

    /// <summary>A report from outside, or a person's word on an ambiguous one. False when that may not happen from where it stands.</summary>
    public async Task<bool> Report(Guid accountId, string id, TouchEvent what, string? code, string? detail, DateTimeOffset now, params IReadOnlyList<Signal> signals)
    {
        if (what is not (TouchEvent.Accept or TouchEvent.Deliver or TouchEvent.Bounce or TouchEvent.Complain)) throw new ArgumentException($"{what} is not a report.", nameof(what));
        var zone = await settings.OperatorZone();
        var from = Names(TouchLedger.From(what).Where(state => state != TouchState.Claimed));
        var to = what switch { TouchEvent.Accept => TouchState.Sent, TouchEvent.Deliver => TouchState.Delivered, TouchEvent.Bounce => TouchState.Bounced, _ => TouchState.Complained };
        return await database.Writer.Do(async transaction =>
        {
            var moved = await transaction.Execute(
                $"UPDATE touches SET state = $3, code = coalesce($4, code), detail = coalesce($5, detail), settled_at = $6, sent_at = coalesce(sent_at, $6) WHERE account_id = $1 AND id = $2 AND state IN ({from})",
                accountId, id, to.ToString(), code, detail, now);
            if (moved == 0) return false;
            if (signals.Count > 0) await SignalLog.Append(transaction, signals, zone);
            return true;
        });
    }

    /// <summary>A person releases a touch in review, or a held one: the whole decision runs again.</summary>
    public async Task<bool> Release(Guid accountId, string id, string by, DateTimeOffset now) => await database.Writer.Do(async transaction =>
    {
        transaction.Wake("touches");
        return await transaction.Execute(
            "UPDATE touches SET state = 'Pending', review = CASE WHEN state = 'InReview' THEN 'Released' ELSE review END, reviewed_by = $3, held_until = NULL, look_at = $4 WHERE account_id = $1 AND id = $2 AND state IN ('InReview', 'Held')",
            accountId, id, by, now);
    }) == 1;

    /// <summary>A person stops a touch that has not been claimed.</summary>
    public async Task<bool> Stop(Guid accountId, string id, string by, SkipReason reason, DateTimeOffset now) => await database.Writer.Do(transaction => transaction.Execute(
        "UPDATE touches SET state = 'Skipped', reason = $3, review = CASE WHEN state = 'InReview' THEN 'Stopped' ELSE review END, reviewed_by = $4, look_at = NULL, settled_at = $5 WHERE account_id = $1 AND id = $2 AND state IN ('Pending', 'Held', 'InReview')",
        accountId, id, reason.ToString(), by, now)) == 1;

    /// <summary>Whatever is held looks again now: after a switch was turned on, a hold lifted, a consent given.</summary>
    public Task<int> LookAgain(Guid? accountId, DateTimeOffset now) => database.Writer.Do(transaction =>
    {
        transaction.Wake("touches");
        return accountId is { } id
            ? transaction.Execute("UPDATE touches SET look_at = $2 WHERE account_id = $1 AND state = 'Held' AND (look_at IS NULL OR look_at > $2)", id, now)
            : transaction.Execute("UPDATE touches SET look_at = $1 WHERE state = 'Held' AND (look_at IS NULL OR look_at > $1)", now);
    });

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
        WHERE domain IS NOT NULL AND claimed_at >= $1 GROUP BY domain ORDER BY 2 DESC, domain LIMIT $2
        """,
        row => (row.Text(0), row.Long(1), row.Long(2), row.Long(3)), since, limit);

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

    static async Task Lock(WriteTransaction transaction, IReadOnlyList<TouchLine> due)
    {
        if (transaction.Dialect == Dialect.Sqlite) return;
        // Accounts first, then contacts, each in order: two claims that share one take turns, and never wait crosswise.
        await transaction.Query("SELECT 1 FROM accounts WHERE id = ANY($1) ORDER BY id FOR UPDATE", row => true, due.Select(line => line.Touch.AccountId).Distinct().ToArray());
        await transaction.Query("SELECT 1 FROM contacts WHERE id = ANY($1) ORDER BY id FOR UPDATE", row => true, due.Where(line => line.ContactId is not null).Select(line => line.ContactId!.Value).Distinct().ToArray());
    }

    static async Task<ClaimView> View(WriteTransaction transaction, TouchLine line, DateTimeOffset since, SentTimes sent)
    {
        var account = line.Touch.AccountId;
        if (sent.Account(account) is not { } toAccount)
            sent.Know(account, toAccount = await transaction.Query("SELECT claimed_at FROM touches WHERE account_id = $1 AND claimed_at > $2 AND topic IS NOT NULL", row => row.Instant(0), account, since));
        List<DateTimeOffset> toContact = [];
        var duplicate = false;
        if (line.ContactId is { } contact)
        {
            if (sent.Contact(contact) is not { } known)
                sent.KnowContact(contact, known = await transaction.Query("SELECT claimed_at FROM touches WHERE contact_id = $1 AND claimed_at > $2 AND topic IS NOT NULL", row => row.Instant(0), contact, since));
            toContact = known;
            if (line.Touch.Origin is { } origin)
            {
                // Through two accounts a person gets a step's mail once, however long ago; within one account entries are told apart by the id.
                duplicate = await transaction.Number(
                    "SELECT count(*) FROM touches WHERE contact_id = $1 AND claimed_at IS NOT NULL AND account_id <> $2 AND journey = $3 AND checkpoint = $4 AND trigger = $5 AND step = $6",
                    contact, account, origin.Journey, origin.Checkpoint, origin.Trigger.ToString(), origin.Step) > 0;
            }
        }
        return new ClaimView([.. toContact], [.. toAccount], duplicate);
    }

    static async Task<DomainUse> DomainUseOf(WriteTransaction transaction, string domain, DateTimeOffset now, SentTimes sent)
    {
        if (sent.Domain(domain) is { } known) return known;
        var (minute, day) = (DomainUse.MinuteOf(now), DomainUse.DayOf(now));
        var use = new DomainUse(
            (int)await transaction.Number("SELECT count(*) FROM touches WHERE domain = $1 AND claimed_at >= $2", domain, minute),
            (int)await transaction.Number("SELECT count(*) FROM touches WHERE domain = $1 AND claimed_at >= $2", domain, day));
        sent.Know(domain, use);
        return use;
    }

    static async Task<bool> Apply(WriteTransaction transaction, TouchLine line, TouchDecision decision, DateTimeOffset now, (Guid Token, DateTimeOffset Until, string MessageId, string? Topic, string? Domain)? claim)
    {
        const string mine = "WHERE account_id = $1 AND id = $2 AND state = $3";
        var (account, id, state) = (line.Touch.AccountId, line.Touch.Id, line.State.ToString());
        var facts = FactsOf(decision);
        return await (decision switch
        {
            TouchDecision.Send when claim is { } held => transaction.Execute(
                $"UPDATE touches SET state = 'Claimed', reason = NULL, facts = $4, claim = $5, lease_until = $6, claimed_at = $7, message_id = coalesce(message_id, $8), topic = $9, domain = $10, wire_at = NULL, held_until = NULL {mine}",
                account, id, state, facts, held.Token, held.Until, now, held.MessageId, held.Topic, held.Domain),
            TouchDecision.Hold(_, var why, var until, _) => transaction.Execute(
                $"UPDATE touches SET state = 'Held', reason = $4, facts = $5, held_until = $6, look_at = $6 {mine}", account, id, state, why.ToString(), facts, until),
            TouchDecision.Skip(_, var why, _) => transaction.Execute(
                $"UPDATE touches SET state = 'Skipped', reason = $4, facts = $5, look_at = NULL, settled_at = $6 {mine}", account, id, state, why.ToString(), facts, now),
            TouchDecision.Ghost => transaction.Execute($"UPDATE touches SET state = 'Ghost', facts = $4, look_at = NULL, settled_at = $5 {mine}", account, id, state, facts, now),
            TouchDecision.Review(_, var sendsAt, _) => transaction.Execute(
                $"UPDATE touches SET state = 'InReview', review = 'Waiting', review_since = coalesce(review_since, $4), facts = $5, look_at = $6 {mine}", account, id, state, now, facts, sendsAt),
            _ => throw new InvalidOperationException($"Nobody knows what {decision.GetType().Name} means for the ledger."),
        }) == 1;
    }

    static string Names(IEnumerable<TouchState> states) => string.Join(", ", states.Select(state => $"'{state}'"));

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

    /// <summary>Times that count against caps, read once per batch and added to as it goes.</summary>
    sealed class SentTimes
    {
        readonly Dictionary<Guid, List<DateTimeOffset>> accounts = [];
        readonly Dictionary<Guid, List<DateTimeOffset>> contacts = [];
        readonly Dictionary<string, DomainUse> domains = new(StringComparer.Ordinal);

        public DomainUse? Domain(string name) => domains.GetValueOrDefault(name);

        public void Know(string domain, DomainUse use) => domains[domain] = use;

        public void Add(string domain) => domains[domain] = domains[domain] is var use ? new(use.ThisMinute + 1, use.Today + 1) : use;

        public List<DateTimeOffset>? Account(Guid id) => accounts.GetValueOrDefault(id);

        public List<DateTimeOffset>? Contact(Guid id) => contacts.GetValueOrDefault(id);

        public void Know(Guid account, List<DateTimeOffset> times) => accounts[account] = times;

        public void KnowContact(Guid contact, List<DateTimeOffset> times) => contacts[contact] = times;

        public void Add(TouchLine line, DateTimeOffset now)
        {
            accounts[line.Touch.AccountId].Add(now);
            if (line.ContactId is { } contact && contacts.TryGetValue(contact, out var times)) times.Add(now);
        }
    }
}
