using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Signals;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Accounts;

/// <summary>A person at an account, as most screens and mails want it.</summary>
public sealed record Member(Membership Membership, Contact Contact);

/// <summary>Persons and their memberships. A person is unique by normalised address.</summary>
public sealed class ContactBook(Database database)
{
    /// <summary>An address as it is compared: trimmed, folded.</summary>
    public static string Normalised(string address) => Folded.Of(address.Trim());

    public async Task<Versioned<Contact>?> Find(Guid contactId)
    {
        await using var db = database.Read();
        return await db.Set<ContactRow>().FirstOrDefaultAsync(row => row.Id == contactId) is { } row ? new(row.Record, row.Version) : null;
    }

    public async Task<Contact?> FindByAddress(string address)
    {
        var normalised = Normalised(address);
        await using var db = database.Read();
        return (await db.Set<ContactRow>().FirstOrDefaultAsync(row => row.Address == normalised))?.Record;
    }

    public async Task<Member?> Member(Guid membershipId)
    {
        await using var db = database.Read();
        return (await Members(db).FirstOrDefaultAsync(pair => pair.Membership.Id == membershipId))?.Record;
    }

    /// <summary>This person at this account; null when it is not there, or no longer.</summary>
    public async Task<Member?> Member(Guid contactId, Guid accountId)
    {
        await using var db = database.Read();
        return (await Members(db).Where(pair => pair.Contact.Id == contactId && pair.Membership.AccountId == accountId && pair.Membership.EndedAt == null).OrderBy(pair => pair.Membership.JoinedAt).FirstOrDefaultAsync())?.Record;
    }

    public async Task<Versioned<Membership>?> FindByExternalId(Guid accountId, string externalId)
    {
        await using var db = database.Read();
        return await db.Set<MembershipRow>().FirstOrDefaultAsync(row => row.AccountId == accountId && row.ExternalId == externalId) is { } row ? new(row.Record, row.Version) : null;
    }

    /// <summary>Membership ids of one account by external ids, for batches of signals.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> Ids(Guid accountId, IReadOnlyCollection<string> externalIds)
    {
        await using var db = database.Read();
        return await db.Set<MembershipRow>().Where(row => row.AccountId == accountId && externalIds.Contains(row.ExternalId!)).ToDictionaryAsync(row => row.ExternalId!, row => row.Id);
    }

    /// <summary>Everybody at the account, by reading; ended memberships too when asked.</summary>
    public async Task<ImmutableArray<Member>> At(Guid accountId, bool ended = false)
    {
        await using var db = database.Read();
        var rows = await Members(db).Where(pair => pair.Membership.AccountId == accountId && (ended || pair.Membership.EndedAt == null))
            .OrderBy(pair => pair.Contact.SortKey).ThenBy(pair => pair.Membership.Id).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>A page of those at the account, by reading, after the membership <paramref name="after"/>.</summary>
    public async Task<ImmutableArray<Member>> Page(Guid accountId, bool ended, Guid? after, int limit)
    {
        const string people = "memberships m JOIN contacts c ON c.id = m.contact_id";
        var ids = await database.Query(
            $"""
            SELECT m.id FROM {people} WHERE m.account_id = $1 {(ended ? "" : "AND m.ended_at IS NULL")}
            {(after is null ? "" : $"AND (c.sort_key, m.id) > (SELECT c.sort_key, m.id FROM {people} WHERE m.id = $3)")} ORDER BY c.sort_key, m.id LIMIT $2
            """,
            row => row.Guid(0), after is { } last ? [accountId, limit, last] : [accountId, limit]);
        await using var db = database.Read();
        var rows = await Members(db).Where(pair => ids.Contains(pair.Membership.Id)).ToDictionaryAsync(pair => pair.Membership.Id);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id].Record)];
    }

    /// <summary>What the operator's other systems call the people of an account, ended memberships too; null where they have no name for one.</summary>
    public async Task<IReadOnlyDictionary<Guid, string?>> ExternalIds(Guid accountId) =>
        (await database.Query("SELECT id, external_id FROM memberships WHERE account_id = $1", row => (Id: row.Guid(0), External: row.MaybeText(1)), accountId)).ToDictionary(row => row.Id, row => row.External);

    public async Task<Versioned<Membership>?> FindMembership(Guid accountId, Guid membershipId)
    {
        await using var db = database.Read();
        return await db.Set<MembershipRow>().FirstOrDefaultAsync(row => row.AccountId == accountId && row.Id == membershipId) is { } row ? new(row.Record, row.Version) : null;
    }

    /// <summary>All memberships of a person: one sign-in, several portals.</summary>
    public async Task<ImmutableArray<Membership>> Of(Guid contactId, bool ended = false)
    {
        await using var db = database.Read();
        var rows = await db.Set<MembershipRow>().Where(row => row.ContactId == contactId && (ended || row.EndedAt == null)).OrderBy(row => row.JoinedAt).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Makes or changes a person. Names and addresses are personal data and leave no change behind.</summary>
    public Task<int?> Put(Contact contact, DateTimeOffset now, int? version = null) => database.Writer.Do(async transaction =>
    {
        var row = await transaction.Rows.Set<ContactRow>().FirstOrDefaultAsync(row => row.Id == contact.Id);
        if (version is not null && version != (row?.Version ?? 0)) return (int?)null;
        if (row is null) transaction.Rows.Add(row = new ContactRow { CreatedAt = now });
        // A changed address has to be verified anew.
        if (row.Address != contact.Address) row.VerifiedAt = null;
        row.Take(contact);
        row.Version++;
        await transaction.Save();
        return row.Version;
    });

    public Task Verified(Guid contactId, DateTimeOffset now) =>
        database.Writer.Do(transaction => transaction.Execute("UPDATE contacts SET verified_at = $1 WHERE id = $2", now, contactId));

    /// <summary>Makes or changes a membership and records what changed.</summary>
    public Task<Saved> Put(Membership membership, Edit edit, int? version = null) => database.Writer.Do(transaction => Put(transaction, membership, edit, version));

    internal static async Task<Saved> Put(WriteTransaction transaction, Membership membership, Edit edit, int? version = null)
    {
        var row = await transaction.Rows.Set<MembershipRow>().FirstOrDefaultAsync(row => row.Id == membership.Id);
        if (version is not null && version != (row?.Version ?? 0)) return Saved.Conflict;
        var changes = ChangeLog.Between(membership.AccountId, $"membership:{membership.Id:D}", ChangeLog.Fields(row?.Record), ChangeLog.Fields(membership), edit);
        if (row is null) transaction.Rows.Add(row = new MembershipRow());
        row.Take(membership);
        row.Version++;
        ChangeLog.Append(transaction, changes);
        await transaction.Save();
        await DirtyAccounts.Mark(transaction, membership.AccountId, edit.RecordedAt);
        return new Saved(row.Version, changes);
    }

    public Task<bool> End(Guid membershipId, Edit edit) => database.Writer.Do(async transaction =>
    {
        var row = await transaction.Rows.Set<MembershipRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == membershipId);
        if (row is null || row.EndedAt is not null) return false;
        return (await Put(transaction, row.Record with { EndedAt = edit.At }, edit)).IsKept;
    });

    /// <summary>
    /// Joins duplicates of one person at one account: signals keep the old id, facts follow to <paramref name="into"/>. The old membership ends.
    /// </summary>
    public Task<bool> Merge(Guid membershipId, Guid into, Edit edit) => database.Writer.Do(async transaction =>
    {
        var merged = await transaction.Execute(
            "UPDATE memberships SET merged_into = $1, ended_at = coalesce(ended_at, $2), version = version + 1 WHERE id = $3 AND merged_into IS NULL AND id <> $1 AND account_id = (SELECT account_id FROM memberships WHERE id = $1)",
            into, edit.At, membershipId);
        if (merged == 0) return false;
        await transaction.Execute(
            "UPDATE contacts SET merged_into = (SELECT contact_id FROM memberships WHERE id = $1) WHERE id = (SELECT contact_id FROM memberships WHERE id = $2) AND id <> (SELECT contact_id FROM memberships WHERE id = $1)",
            into, membershipId);
        var account = await transaction.First("SELECT account_id FROM memberships WHERE id = $1", row => row.Guid(0), into);
        await DirtyAccounts.Mark(transaction, account, edit.RecordedAt);
        return true;
    });

    static IQueryable<MemberRows> Members(StoreContext db) =>
        from membership in db.Set<MembershipRow>()
        join contact in db.Set<ContactRow>() on membership.ContactId equals contact.Id
        select new MemberRows { Membership = membership, Contact = contact };

    sealed class MemberRows
    {
        public required MembershipRow Membership { get; init; }
        public required ContactRow Contact { get; init; }
        public Member Record => new(Membership.Record, Contact.Record);
    }
}
