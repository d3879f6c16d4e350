using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

/// <summary>What stands beside an account and is not read by rules.</summary>
/// <param name="Team">Staff by their part: sales, onboarding …</param>
/// <param name="OverrideModel">The touch model that a person set, with reason and end.</param>
/// <param name="HoldReason">Why no commercial touch may go out until <paramref name="HoldUntil"/>.</param>
public sealed record AccountCare(
    ImmutableSortedDictionary<string, Guid> Team, string? OverrideModel, string? OverrideReason, DateTimeOffset? OverrideUntil,
    string? HoldReason, DateTimeOffset? HoldUntil);

/// <summary>Which accounts a page of them has. What is null does not narrow it.</summary>
public sealed record AccountFilter(Guid? CsmId = null, string? Tier = null, string? Lifecycle = null);

/// <summary>Customer organisations. Every field that rules read leaves a change when it is changed.</summary>
public sealed class AccountBook(Database database)
{
    public async Task<Versioned<Account>?> Find(Guid id)
    {
        await using var db = database.Read();
        return await db.Set<AccountRow>().FirstOrDefaultAsync(row => row.Id == id) is { } row ? new(row.Record, row.Version) : null;
    }

    public async Task<Versioned<Account>?> FindByExternalId(string externalId)
    {
        await using var db = database.Read();
        return await db.Set<AccountRow>().FirstOrDefaultAsync(row => row.ExternalId == externalId) is { } row ? new(row.Record, row.Version) : null;
    }

    /// <summary>Ids by external ids, for batches of signals.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> Ids(IReadOnlyCollection<string> externalIds)
    {
        await using var db = database.Read();
        return await db.Set<AccountRow>().Where(row => externalIds.Contains(row.ExternalId)).ToDictionaryAsync(row => row.ExternalId, row => row.Id);
    }

    /// <summary>All that are not archived, by name; <paramref name="csmId"/> gives one CSM's book.</summary>
    public async Task<ImmutableArray<Account>> All(Guid? csmId = null)
    {
        await using var db = database.Read();
        var rows = await db.Set<AccountRow>().Where(row => row.ArchivedAt == null && (csmId == null || row.CsmId == csmId)).OrderBy(row => row.NameKey).ThenBy(row => row.Id).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>A page of those that are not archived, by name, after the one with the id <paramref name="after"/>.</summary>
    public async Task<ImmutableArray<Account>> Page(AccountFilter filter, Guid? after, int limit)
    {
        var values = new List<object?> { limit };
        string Number(object value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }

        var where = new List<string> { "archived_at IS NULL" };
        if (after is { } last) where.Add($"(name_key, id) > (SELECT name_key, id FROM accounts WHERE id = {Number(last)})");
        if (filter.CsmId is { } csm) where.Add($"csm_id = {Number(csm)}");
        if (filter.Tier is { } tier) where.Add($"tier = {Number(tier)}");
        if (filter.Lifecycle is { } lifecycle) where.Add($"lifecycle = {Number(lifecycle)}");
        var ids = await database.Query($"SELECT id FROM accounts WHERE {string.Join(" AND ", where)} ORDER BY name_key, id LIMIT $1", row => row.Guid(0), [.. values]);
        await using var db = database.Read();
        var rows = await db.Set<AccountRow>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id].Record)];
    }

    /// <summary>Every own field that any account has, each with one of its values.</summary>
    public async Task<ImmutableSortedDictionary<string, AttributeValue>> Fields()
    {
        var each = database.Dialect == Dialect.Postgres ? "jsonb_each_text(attributes::jsonb) AS field(key, value)" : "json_each(attributes) AS field";
        var rows = await database.Query($"SELECT field.key, min(field.value) FROM accounts, {each} WHERE archived_at IS NULL GROUP BY field.key", row => (Key: row.Text(0), Value: StoredJson.Value(row.Text(1))!));
        return rows.ToImmutableSortedDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
    }

    /// <summary>External ids by ids, for showing them instead of ours.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ExternalIds(IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0) return ImmutableDictionary<Guid, string>.Empty;
        await using var db = database.Read();
        return await db.Set<AccountRow>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.ExternalId);
    }

    /// <summary>Whether an account is another one or stands below it in the tree.</summary>
    public async Task<bool> IsWithin(Guid account, Guid above)
    {
        const int deepest = 100;
        var at = (Guid?)account;
        for (var depth = 0; at is { } id && depth < deepest; depth++)
        {
            if (id == above) return true;
            at = await database.First("SELECT parent_id FROM accounts WHERE id = $1", row => row.MaybeGuid(0), id);
        }
        return false;
    }

    /// <summary>A page of ids after <paramref name="after"/>, for passes over everybody.</summary>
    public Task<List<Guid>> Ids(Guid after, int limit) =>
        database.Query("SELECT id FROM accounts WHERE id > $1 AND archived_at IS NULL ORDER BY id LIMIT $2", row => row.Guid(0), after, limit);

    public Task<long> Count() => database.First("SELECT count(*) FROM accounts WHERE archived_at IS NULL", row => row.Long(0));

    /// <summary>
    /// Makes or changes an account and records what changed. With <paramref name="version"/> given, only if nobody else saved since.
    /// </summary>
    public Task<Saved> Put(Account account, Edit edit, int? version = null) => database.Writer.Do(transaction => Put(transaction, account, edit, version));

    internal static async Task<Saved> Put(WriteTransaction transaction, Account account, Edit edit, int? version = null)
    {
        var row = await transaction.Rows.Set<AccountRow>().FirstOrDefaultAsync(row => row.Id == account.Id);
        if (version is not null && version != (row?.Version ?? 0)) return Saved.Conflict;
        var changes = ChangeLog.Between(account.Id, "account", ChangeLog.Fields(row?.Record), ChangeLog.Fields(account), edit);
        if (row is null)
        {
            transaction.Rows.Add(row = new AccountRow());
            transaction.Wake("accounts");
        }
        row.Take(account);
        row.Version++;
        ChangeLog.Append(transaction, changes);
        await transaction.Save();
        await DirtyAccounts.Mark(transaction, account.Id, edit.RecordedAt);
        return new Saved(row.Version, changes);
    }

    /// <summary>One field by its name in rules, as a journey's `set` step does; null makes it unknown. The answer holds no change when it had that value.</summary>
    public Task<Saved> Set(Guid accountId, string field, AttributeValue? value, Edit edit) => database.Writer.Do(transaction => Set(transaction, accountId, field, value, edit));

    internal static async Task<Saved> Set(WriteTransaction transaction, Guid accountId, string field, AttributeValue? value, Edit edit)
    {
        var account = (await transaction.Rows.Set<AccountRow>().AsNoTracking().FirstAsync(row => row.Id == accountId)).Record;
        var text = value?.Stored;
        return await Put(transaction, field switch
        {
            "lifecycle" => account with { Lifecycle = text ?? account.Lifecycle },
            "touch-model" => account with { TouchModel = text ?? account.TouchModel },
            "tier" => account with { Tier = text },
            "country" => account with { Country = text },
            "zone" => account with { Zone = text },
            "locale" => account with { Locale = text },
            "csm" => account with { CsmId = text is null ? null : Guid.Parse(text) },
            _ => account with { Attributes = value is null ? account.Attributes.Remove(field) : account.Attributes.SetItem(field, value) },
        }, edit);
    }

    public async Task<AccountCare?> Care(Guid id)
    {
        await using var db = database.Read();
        return await db.Set<AccountRow>().FirstOrDefaultAsync(row => row.Id == id) is not { } row ? null : new AccountCare(
            JsonSerializer.Deserialize<Dictionary<string, Guid>>(row.Team)!.ToImmutableSortedDictionary(StringComparer.Ordinal),
            row.OverrideModel, row.OverrideReason, row.OverrideUntil, row.HoldReason, row.HoldUntil);
    }

    public Task SaveCare(Guid id, AccountCare care, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        await transaction.Execute(
            "UPDATE accounts SET team = $1, override_model = $2, override_reason = $3, override_until = $4, hold_reason = $5, hold_until = $6 WHERE id = $7",
            JsonSerializer.Serialize(care.Team), care.OverrideModel, care.OverrideReason, care.OverrideUntil, care.HoldReason, care.HoldUntil, id);
        await DirtyAccounts.Mark(transaction, id, now);
    });

    public Task<int> Archive(Guid id, DateTimeOffset? at) =>
        database.Writer.Do(transaction => transaction.Execute("UPDATE accounts SET archived_at = $1, version = version + 1 WHERE id = $2", at, id));

    public async Task<ImmutableArray<(string Key, string Name)>> Departments(Guid accountId)
    {
        await using var db = database.Read();
        var rows = await db.Set<DepartmentRow>().Where(row => row.AccountId == accountId).OrderBy(row => row.Position).ThenBy(row => row.Key).ToListAsync();
        return [.. rows.Select(row => (row.Key, row.Name))];
    }

    public Task PutDepartment(Guid accountId, string key, string name, int position = 0) => database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO departments (account_id, key, name, position) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, key) DO UPDATE SET name = excluded.name, position = excluded.position",
        accountId, key, name, position));
}
