using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

/// <summary>What was changed when: the history that facts, back-calculation and reports are read from. Append-only.</summary>
public sealed class ChangeLog(Database database)
{
    /// <summary>Newest first, by the time they were recorded.</summary>
    public async Task<ImmutableArray<Change>> Recent(Guid accountId, int limit)
    {
        await using var db = database.Read();
        var rows = await db.Set<ChangeRow>().Where(row => row.AccountId == accountId).OrderByDescending(row => row.RecordedAt).ThenByDescending(row => row.Id).Take(limit).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    public async Task<ImmutableArray<Change>> Of(Guid accountId)
    {
        await using var db = database.Read();
        var rows = await db.Set<ChangeRow>().Where(row => row.AccountId == accountId).OrderBy(row => row.At).ThenBy(row => row.RecordedAt).ThenBy(row => row.Id).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    internal static ImmutableArray<Change> Between(
        Guid accountId, string subject, IReadOnlyDictionary<string, AttributeValue> before, IReadOnlyDictionary<string, AttributeValue> after, Edit edit) =>
    [
        .. from field in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
           let old = before.GetValueOrDefault(field)
           let now = after.GetValueOrDefault(field)
           where !Equals(old, now)
           select new Change(accountId, subject, field, old, now, Instants.Cut(edit.At), Instants.Cut(edit.RecordedAt), edit.Source, edit.Cause),
    ];

    internal static void Append(WriteTransaction transaction, ImmutableArray<Change> changes)
    {
        foreach (var change in changes)
        {
            transaction.Rows.Add(new ChangeRow
            {
                AccountId = change.AccountId, Id = Guid.CreateVersion7(change.RecordedAt), Subject = change.Subject, Field = change.Field, Old = StoredJson.Value(change.Old),
                New = StoredJson.Value(change.New), At = change.At, RecordedAt = change.RecordedAt, Source = change.Source, Cause = StoredJson.Cause(change.Cause),
            });
        }
    }

    /// <summary>Many at once: prepared statements instead of tracked rows.</summary>
    internal static async Task Write(WriteTransaction transaction, IReadOnlyCollection<Change> changes)
    {
        foreach (var change in changes)
        {
            await transaction.Execute(
                "INSERT INTO changes (account_id, id, subject, field, old, new, at, recorded_at, source, cause) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                change.AccountId, Guid.CreateVersion7(change.RecordedAt), change.Subject, change.Field, StoredJson.Value(change.Old), StoredJson.Value(change.New), change.At, change.RecordedAt, change.Source,
                StoredJson.Cause(change.Cause));
        }
    }

    // The names of fields are those that rules use.

    internal static Dictionary<string, AttributeValue> Fields(Account? account)
    {
        var fields = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        if (account is null) return fields;
        foreach (var (key, value) in account.Attributes) fields[key] = value;
        Put(fields, "name", account.Name);
        Put(fields, "external-id", account.ExternalId);
        Put(fields, "lifecycle", account.Lifecycle);
        Put(fields, "touch-model", account.TouchModel);
        Put(fields, "tier", account.Tier);
        Put(fields, "country", account.Country);
        Put(fields, "zone", account.Zone);
        Put(fields, "locale", account.Locale);
        Put(fields, "csm", account.CsmId?.ToString("D", CultureInfo.InvariantCulture));
        Put(fields, "parent", account.ParentId?.ToString("D", CultureInfo.InvariantCulture));
        return fields;
    }

    internal static Dictionary<string, AttributeValue> Fields(Membership? membership)
    {
        var fields = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        if (membership is null) return fields;
        Put(fields, "roles", StoredJson.Keys(membership.Roles));
        Put(fields, "title", membership.Title);
        Put(fields, "department", membership.Department);
        Put(fields, "external-id", membership.ExternalId);
        fields["primary"] = new AttributeValue.Flag(membership.IsPrimary);
        return fields;
    }

    internal static Dictionary<string, AttributeValue> Fields(Contract? contract)
    {
        var fields = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        if (contract is null) return fields;
        fields["start"] = new AttributeValue.Date(contract.StartOn);
        fields["end"] = new AttributeValue.Date(contract.EndOn);
        if (contract.NoticeBy is { } by) fields["notice-by"] = new AttributeValue.Date(by);
        fields["auto-renew"] = new AttributeValue.Flag(contract.AutoRenew);
        fields["amount"] = new AttributeValue.Number(contract.Amount / 10_000m);
        fields["arr"] = new AttributeValue.Number(contract.Arr / 10_000m);
        fields["mrr"] = new AttributeValue.Number(contract.Arr / 120_000m);
        Put(fields, "period", contract.Period);
        Put(fields, "currency", contract.Currency);
        Put(fields, "status", contract.Status);
        Put(fields, "products", StoredJson.Keys(contract.Products));
        Put(fields, "department", contract.Department);
        Put(fields, "outcome", contract.Outcome);
        Put(fields, "external-id", contract.ExternalId);
        return fields;
    }

    static void Put(Dictionary<string, AttributeValue> fields, string name, string? text)
    {
        if (text is not null) fields[name] = new AttributeValue.Text(text);
    }
}
