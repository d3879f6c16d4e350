using System.Collections.Immutable;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Touches;

/// <summary>Deciding about what is due and claiming what is to be sent, in one transaction in which nobody else counts the same caps.</summary>
public sealed partial class TouchBook
{
    static string? FactsOf(TouchDecision decision) =>
        decision.Facts.IsDefaultOrEmpty ? null : JsonSerializer.Serialize(decision.Facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal), StoredJson.Options);

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
    /// <param name="told">What a decision is told as, in the same transaction; null when it is not.</param>
    public async Task<ImmutableArray<Claimed>> Claim(
        IReadOnlyList<TouchLine> due, Guid claim, DateTimeOffset now, TimeSpan lease, DateTimeOffset capsSince, Func<TouchLine, ClaimView, TouchDecision> decide,
        Func<TouchLine, string> messageId, Func<TouchLine, string?>? topic = null, Func<TouchLine, string?>? domain = null, Func<TouchLine, TouchDecision, Signal?>? told = null)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            var claimed = await Claim(transaction, due, claim, now, lease, capsSince, decide, messageId, topic, domain);
            if (told is not null && claimed.Select(one => told(one.Line, one.Decision)).OfType<Signal>().ToList() is { Count: > 0 } signals) await SignalLog.Append(transaction, signals, zone);
            return claimed;
        });
    }

    static async Task<ImmutableArray<Claimed>> Claim(
        WriteTransaction transaction, IReadOnlyList<TouchLine> due, Guid claim, DateTimeOffset now, TimeSpan lease, DateTimeOffset capsSince, Func<TouchLine, ClaimView, TouchDecision> decide,
        Func<TouchLine, string> messageId, Func<TouchLine, string?>? topic, Func<TouchLine, string?>? domain)
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
    }

    /// <summary>Applies a decision made when a touch was planned, or by a person. False when the touch is elsewhere by now.</summary>
    public Task<bool> Decide(TouchLine line, TouchDecision decision, DateTimeOffset now) => decision is TouchDecision.Send
        ? throw new ArgumentException("Sending begins with a claim.", nameof(decision))
        : database.Writer.Do(transaction => Apply(transaction, line, decision, now, null));

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
        var (duplicate, repeated) = (false, false);
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
                // Who holds two roles is asked once, though a step for each of them sends the same.
                repeated = (await transaction.Query(
                    $"SELECT {Columns} FROM touches WHERE contact_id = $1 AND claimed_at IS NOT NULL AND account_id = $2 AND enrollment_id = $3 AND checkpoint = $4 AND template = $5 AND id <> $6", Read,
                    contact, account, origin.EnrollmentId, origin.Checkpoint, line.Touch.Template, line.Touch.Id)).Any(other => line.Touch.Repeats(other.Touch));
            }
        }
        return new ClaimView([.. toContact], [.. toAccount], duplicate) { HasItAlready = repeated };
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
                $"UPDATE touches SET state = 'InReview', reason = NULL, held_until = NULL, review = 'Waiting', review_since = coalesce(review_since, $4), facts = $5, look_at = $6 {mine}", account, id, state, now, facts, sendsAt),
            _ => throw new InvalidOperationException($"Nobody knows what {decision.GetType().Name} means for the ledger."),
        }) == 1;
    }

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
