using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Touches;

/// <summary>What becomes of touches: on the wire, ended, reported, released, stopped.</summary>
public sealed partial class TouchBook
{
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
    /// <param name="now">When.</param>
    /// <param name="told">What an ambiguous one is told as, in the same transaction.</param>
    public async Task<ImmutableArray<TouchLine>> ExpireLeases(DateTimeOffset now, Func<TouchLine, Signal>? told = null)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            var lost = await ExpireLeases(transaction, now);
            if (told is not null && !lost.IsEmpty) await SignalLog.Append(transaction, [.. lost.Select(told)], zone);
            return lost;
        });
    }

    static async Task<ImmutableArray<TouchLine>> ExpireLeases(WriteTransaction transaction, DateTimeOffset now)
    {
        var back = await transaction.Execute(
            "UPDATE touches SET state = 'Pending', claim = NULL, lease_until = NULL, claimed_at = NULL, look_at = due_at WHERE state = 'Claimed' AND lease_until IS NOT NULL AND lease_until <= $1 AND wire_at IS NULL", now);
        if (back > 0) transaction.Wake("touches");
        var lost = await transaction.Query(
            $"UPDATE touches SET state = 'Ambiguous', claim = NULL, lease_until = NULL, look_at = NULL, settled_at = $1, detail = 'lease' WHERE state = 'Claimed' AND lease_until IS NOT NULL AND lease_until <= $1 AND wire_at IS NOT NULL RETURNING {Columns}",
            Read, now);
        return lost.ToImmutableArray();
    }

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

    /// <summary>What a server put off is due at once: somebody has mended what was wrong.</summary>
    public Task<int> TryNow(DateTimeOffset now) => database.Writer.Do(transaction =>
    {
        transaction.Wake("touches");
        return transaction.Execute($"UPDATE touches SET look_at = $1 WHERE {WasPutOff} AND look_at > $1", now);
    });

    static string Names(IEnumerable<TouchState> states) => string.Join(", ", states.Select(state => $"'{state}'"));
}
