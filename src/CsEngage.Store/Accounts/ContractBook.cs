using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

/// <summary>What renews. A contract changes by dated facts; the row is only the latest of them.</summary>
public sealed class ContractBook(Database database)
{
    public async Task<ImmutableArray<Contract>> Of(Guid accountId)
    {
        await using var db = database.Read();
        var rows = await db.Set<ContractRow>().Where(row => row.AccountId == accountId).OrderBy(row => row.EndOn).ThenBy(row => row.Id).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    public async Task<Versioned<Contract>?> FindByExternalId(Guid accountId, string externalId)
    {
        await using var db = database.Read();
        return await db.Set<ContractRow>().FirstOrDefaultAsync(row => row.AccountId == accountId && row.ExternalId == externalId) is { } row ? new(row.Record, row.Version) : null;
    }

    /// <summary>Active ones that end within these days, soonest first.</summary>
    public async Task<ImmutableArray<Contract>> Ending(DateOnly from, DateOnly until)
    {
        await using var db = database.Read();
        var rows = await db.Set<ContractRow>().Where(row => row.Status == "active" && row.EndOn >= from && row.EndOn <= until).OrderBy(row => row.EndOn).ThenBy(row => row.Id).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    public Task<Saved> Put(Contract contract, Edit edit, int? version = null) => database.Writer.Do(async transaction =>
    {
        var row = await transaction.Rows.Set<ContractRow>().FirstOrDefaultAsync(row => row.Id == contract.Id);
        if (version is not null && version != (row?.Version ?? 0)) return Saved.Conflict;
        var changes = ChangeLog.Between(contract.AccountId, $"contract:{contract.Id:D}", ChangeLog.Fields(row?.Record), ChangeLog.Fields(contract), edit);
        if (row is null) transaction.Rows.Add(row = new ContractRow());
        row.Take(contract);
        row.Version++;
        ChangeLog.Append(transaction, changes);
        await transaction.Save();
        await DirtyAccounts.Mark(transaction, contract.AccountId, edit.RecordedAt);
        return new Saved(row.Version, changes);
    });
}
