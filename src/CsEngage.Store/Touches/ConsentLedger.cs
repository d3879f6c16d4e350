using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Touches;

/// <summary>One act of giving or withdrawing, with its proof. Append-only.</summary>
/// <param name="Topic">Key of the topic; * for all commercial mail.</param>
/// <param name="Given">Given, or withdrawn.</param>
/// <param name="Basis">opt-in, double-opt-in, contract, import …</param>
/// <param name="TextVersion">Which wording was shown.</param>
public sealed record ConsentAct(
    Guid Id, Guid ContactId, string Topic, string Channel, bool Given, string Basis, string? TextVersion, string Source, DateTimeOffset At, string? Ip);

/// <summary>What holds now for one topic and channel.</summary>
public sealed record Subscription(string Topic, string Channel, bool Given, string Basis, DateTimeOffset At);

[Table("consents")]
[Index(nameof(ContactId), nameof(At))]
internal sealed class ConsentRow
{
    public Guid Id { get; set; }
    public Guid ContactId { get; set; }
    public string Topic { get; set; } = "";
    public string Channel { get; set; } = "";
    public bool Given { get; set; }
    public string Basis { get; set; } = "";
    public string? TextVersion { get; set; }
    public string Source { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string? Ip { get; set; }
}

/// <summary>The latest act per topic and channel; a cache of the ledger.</summary>
[Table("subscriptions")]
[PrimaryKey(nameof(ContactId), nameof(Topic), nameof(Channel))]
internal sealed class SubscriptionRow
{
    public Guid ContactId { get; set; }
    public string Topic { get; set; } = "";
    public string Channel { get; set; } = "";
    public bool Given { get; set; }
    public string Basis { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

/// <summary>Who may be sent what, on which basis, since when.</summary>
public sealed class ConsentLedger(Database database)
{
    public Task Record(ConsentAct act) => database.Writer.Do(transaction => Record(transaction, act));

    internal static async Task Record(WriteTransaction transaction, ConsentAct act)
    {
        await transaction.Execute(
            "INSERT INTO consents (id, contact_id, topic, channel, given, basis, text_version, source, at, ip) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            act.Id, act.ContactId, act.Topic, act.Channel, act.Given, act.Basis, act.TextVersion, act.Source, act.At, act.Ip);
        await transaction.Execute(
            """
            INSERT INTO subscriptions (contact_id, topic, channel, given, basis, at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (contact_id, topic, channel) DO UPDATE SET given = excluded.given, basis = excluded.basis, at = excluded.at WHERE excluded.at >= subscriptions.at
            """,
            act.ContactId, act.Topic, act.Channel, act.Given, act.Basis, act.At);
        transaction.Wake("consents");
    }

    public async Task<ImmutableArray<Subscription>> Of(Guid contactId) => [.. await database.Query(
        "SELECT topic, channel, given, basis, at FROM subscriptions WHERE contact_id = $1 ORDER BY topic, channel",
        row => new Subscription(row.Text(0), row.Text(1), row.Flag(2), row.Text(3), row.Instant(4)), contactId)];

    /// <summary>What holds now for everybody of an account.</summary>
    public async Task<ImmutableArray<(Guid ContactId, Subscription Subscription)>> At(Guid accountId) => [.. await database.Query(
        "SELECT contact_id, topic, channel, given, basis, at FROM subscriptions WHERE contact_id IN (SELECT contact_id FROM memberships WHERE account_id = $1) ORDER BY contact_id, topic, channel",
        row => (row.Guid(0), new Subscription(row.Text(1), row.Text(2), row.Flag(3), row.Text(4), row.Instant(5))), accountId)];

    /// <summary>The whole record of a person, for export.</summary>
    public async Task<ImmutableArray<ConsentAct>> History(Guid contactId) => [.. await database.Query(
        "SELECT id, contact_id, topic, channel, given, basis, text_version, source, at, ip FROM consents WHERE contact_id = $1 ORDER BY at, id",
        row => new ConsentAct(row.Guid(0), row.Guid(1), row.Text(2), row.Text(3), row.Flag(4), row.Text(5), row.MaybeText(6), row.Text(7), row.Instant(8), row.MaybeText(9)), contactId)];
}
