using CsEngage.Core;
using CsEngage.Store.Recipes;

namespace CsEngage.Store.Touches;

/// <summary>How touches come into the ledger: each once.</summary>
public sealed partial class TouchBook
{
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
}
