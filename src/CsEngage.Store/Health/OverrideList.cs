using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Health;

[Table("health_overrides")]
[PrimaryKey(nameof(AccountId), nameof(Id))]
internal sealed class HealthOverrideRow
{
    public Guid AccountId { get; set; }
    public Guid Id { get; set; }
    public string Scope { get; set; } = "";
    public string Card { get; set; } = "";
    public string Kind { get; set; } = "";
    public double Points { get; set; }
    public string Reason { get; set; } = "";
    public Guid AuthorId { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset Until { get; set; }
}

/// <summary>Scores that somebody capped, floored or set for a while.</summary>
public sealed class OverrideList(Database database)
{
    public Task Add(Guid accountId, string card, HealthOverride one, string scope = "") => database.Writer.Do(async transaction =>
    {
        await transaction.Add(new HealthOverrideRow
        {
            AccountId = accountId, Id = one.Id, Scope = scope, Card = card, Kind = one.Kind.ToString(), Points = one.Points, Reason = one.Reason, AuthorId = one.AuthorId, From = one.From, Until = one.Until,
        });
        await DirtyAccounts.Mark(transaction, accountId, one.From);
    });

    /// <summary>Ends it before its time. False when it had ended.</summary>
    public Task<bool> End(Guid accountId, Guid id, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await transaction.Execute("""UPDATE health_overrides SET "until" = $3 WHERE account_id = $1 AND id = $2 AND "until" > $3""", accountId, id, now) == 0) return false;
        await DirtyAccounts.Mark(transaction, accountId, now);
        return true;
    });

    /// <summary>All there ever were, oldest first: past days are computed with those that held then.</summary>
    public async Task<ImmutableArray<HealthOverride>> Of(Guid accountId, string card, string scope = "")
    {
        await using var db = database.Read();
        return [.. (await db.Set<HealthOverrideRow>().Where(row => row.AccountId == accountId && row.Card == card && row.Scope == scope).OrderBy(row => row.From).ThenBy(row => row.Id).ToListAsync())
            .Select(row => new HealthOverride(row.Id, Enum.Parse<OverrideKind>(row.Kind), row.Points, row.Reason, row.AuthorId, row.From, row.Until))];
    }
}
