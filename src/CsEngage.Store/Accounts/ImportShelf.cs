using CsEngage.Core;
using CsEngage.Store.Audit;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

/// <summary>What an import writes: each with the version it was decided on, 0 when it is new.</summary>
public sealed record ImportBatch(
    IReadOnlyList<Versioned<Account>> Accounts, IReadOnlyList<Versioned<Contact>> People, IReadOnlyList<Versioned<Membership>> Memberships)
{
    public bool IsEmpty => Accounts.Count == 0 && People.Count == 0 && Memberships.Count == 0;
}

/// <summary>Many accounts and people at once: what stands there now is read in a few queries, and everything is written in one transaction or nothing is.</summary>
public sealed class ImportShelf(Database database)
{
    const int Together = 500;

    public async Task<IReadOnlyDictionary<string, Versioned<Account>>> Accounts(IReadOnlyCollection<string> externalIds)
    {
        var found = new Dictionary<string, Versioned<Account>>(StringComparer.Ordinal);
        await using var db = database.Read();
        foreach (var some in externalIds.Distinct(StringComparer.Ordinal).Chunk(Together))
            foreach (var row in await db.Set<AccountRow>().Where(row => some.Contains(row.ExternalId)).ToListAsync()) found[row.ExternalId] = new(row.Record, row.Version);
        return found;
    }

    /// <summary>Everybody at these accounts, ended memberships too.</summary>
    public async Task<IReadOnlyList<(Versioned<Membership> Membership, Versioned<Contact> Contact)>> Members(IReadOnlyCollection<Guid> accounts)
    {
        var found = new List<(Versioned<Membership>, Versioned<Contact>)>();
        await using var db = database.Read();
        foreach (var some in accounts.Distinct().Chunk(Together))
        {
            var rows = await (
                from membership in db.Set<MembershipRow>()
                join contact in db.Set<ContactRow>() on membership.ContactId equals contact.Id
                where some.Contains(membership.AccountId) && membership.MergedInto == null
                select new { membership, contact }).ToListAsync();
            found.AddRange(rows.Select(row => (new Versioned<Membership>(row.membership.Record, row.membership.Version), new Versioned<Contact>(row.contact.Record, row.contact.Version))));
        }
        return found;
    }

    /// <summary>Who has these addresses, wherever they are; addresses normalised.</summary>
    public async Task<IReadOnlyDictionary<string, Versioned<Contact>>> People(IReadOnlyCollection<string> addresses)
    {
        var found = new Dictionary<string, Versioned<Contact>>(StringComparer.Ordinal);
        await using var db = database.Read();
        foreach (var some in addresses.Distinct(StringComparer.Ordinal).Chunk(Together))
            foreach (var row in await db.Set<ContactRow>().Where(row => some.Contains(row.Address)).ToListAsync()) found[row.Address!] = new(row.Record, row.Version);
        return found;
    }

    /// <summary>False when something was changed since the batch was decided; nothing is kept then.</summary>
    public Task<bool> Apply(ImportBatch batch, Edit edit, AuditEntry entry) => database.Writer.Do(async transaction =>
    {
        if (await HasMoved(transaction, batch)) return false;
        foreach (var some in batch.Accounts.Chunk(Together)) await Write(transaction, some, edit);
        foreach (var some in batch.People.Chunk(Together)) await Write(transaction, some, edit.RecordedAt);
        foreach (var some in batch.Memberships.Chunk(Together)) await Write(transaction, some, edit);
        foreach (var account in batch.Accounts.Select(one => one.Value.Id).Concat(batch.Memberships.Select(one => one.Value.AccountId)).Distinct().Order())
            await DirtyAccounts.Mark(transaction, account, edit.RecordedAt);
        if (batch.Accounts.Any(one => one.Version == 0)) transaction.Wake("accounts");
        await AuditTrail.Append(transaction, entry);
        return true;
    });

    static async Task<bool> HasMoved(WriteTransaction transaction, ImportBatch batch)
    {
        return await Moved("accounts", [.. batch.Accounts.Select(one => (one.Value.Id, one.Version))])
            || await Moved("contacts", [.. batch.People.Select(one => (one.Value.Id, one.Version))])
            || await Moved("memberships", [.. batch.Memberships.Select(one => (one.Value.Id, one.Version))])
            || await IsTaken(batch.Accounts.Where(one => one.Version == 0).Select(one => one.Value.ExternalId), id => transaction.First("SELECT 1 FROM accounts WHERE external_id = $1", row => row.Long(0), id))
            || await IsTaken(batch.People.Where(one => one.Version == 0 && one.Value.Address is not null).Select(one => one.Value.Address!), address => transaction.First("SELECT 1 FROM contacts WHERE address = $1", row => row.Long(0), address));

        async Task<bool> Moved(string table, (Guid Id, int Version)[] known)
        {
            foreach (var (id, version) in known)
                if (version > 0 && await transaction.First($"SELECT version FROM {table} WHERE id = $1", row => row.Int(0), id) != version) return true;
            return false;
        }

        static async Task<bool> IsTaken(IEnumerable<string> names, Func<string, Task<long>> find)
        {
            foreach (var name in names)
                if (await find(name) == 1) return true;
            return false;
        }
    }

    static async Task Write(WriteTransaction transaction, Versioned<Account>[] some, Edit edit)
    {
        var ids = some.Select(one => one.Value.Id).ToArray();
        var rows = await transaction.Rows.Set<AccountRow>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id);
        var changes = new List<Change>();
        foreach (var (account, _) in some)
        {
            var old = rows.GetValueOrDefault(account.Id);
            changes.AddRange(ChangeLog.Between(account.Id, "account", ChangeLog.Fields(old?.Record), ChangeLog.Fields(account), edit));
            var row = old ?? new AccountRow();
            row.Take(account);
            row.Version++;
            // With its id: many new rows are tracked together.
            if (old is null) transaction.Rows.Add(row);
        }
        await transaction.Save();
        await ChangeLog.Write(transaction, changes);
    }

    static async Task Write(WriteTransaction transaction, Versioned<Contact>[] some, DateTimeOffset now)
    {
        var ids = some.Select(one => one.Value.Id).ToArray();
        var rows = await transaction.Rows.Set<ContactRow>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id);
        foreach (var (contact, _) in some)
        {
            var old = rows.GetValueOrDefault(contact.Id);
            var row = old ?? new ContactRow { CreatedAt = now };
            // A changed address has to be verified anew.
            if (row.Address != contact.Address) row.VerifiedAt = null;
            row.Take(contact);
            row.Version++;
            if (old is null) transaction.Rows.Add(row);
        }
        await transaction.Save();
    }

    static async Task Write(WriteTransaction transaction, Versioned<Membership>[] some, Edit edit)
    {
        var ids = some.Select(one => one.Value.Id).ToArray();
        var rows = await transaction.Rows.Set<MembershipRow>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id);
        var changes = new List<Change>();
        foreach (var (membership, _) in some)
        {
            var old = rows.GetValueOrDefault(membership.Id);
            changes.AddRange(ChangeLog.Between(membership.AccountId, $"membership:{membership.Id:D}", ChangeLog.Fields(old?.Record), ChangeLog.Fields(membership), edit));
            var row = old ?? new MembershipRow();
            row.Take(membership);
            row.Version++;
            if (old is null) transaction.Rows.Add(row);
        }
        await transaction.Save();
        await ChangeLog.Write(transaction, changes);
    }
}
