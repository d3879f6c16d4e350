using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>What customers see of a member of staff.</summary>
public sealed record StaffCard(Guid Id, string Name, string? Title, string? Photo, string? BookUrl);

/// <summary>Reads of staff for screens; changing a login is Identity's work.</summary>
public sealed class StaffList(Database database)
{
    public async Task<ImmutableArray<Staff>> All()
    {
        await using var db = database.Read();
        return [.. await db.Users.OrderBy(staff => staff.Name).ThenBy(staff => staff.Id).ToListAsync()];
    }

    public async Task<Staff?> Find(Guid id)
    {
        await using var db = database.Read();
        return await db.Users.FirstOrDefaultAsync(staff => staff.Id == id);
    }

    public async Task<Guid?> FindByAddress(string address)
    {
        var wanted = address.ToUpperInvariant();
        await using var db = database.Read();
        return (await db.Users.FirstOrDefaultAsync(staff => staff.NormalizedEmail == wanted))?.Id;
    }

    /// <summary>Addresses by ids; who has none is not there.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Addresses(IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0) return ImmutableDictionary<Guid, string>.Empty;
        await using var db = database.Read();
        return await db.Users.Where(staff => ids.Contains(staff.Id) && staff.Email != null).ToDictionaryAsync(staff => staff.Id, staff => staff.Email!);
    }

    public Task<StaffCard?> Card(Guid id) => database.First(
        "SELECT id, name, title, photo, book_url FROM staff WHERE id = $1", row => (StaffCard?)new StaffCard(row.Guid(0), row.Text(1), row.MaybeText(2), row.MaybeText(3), row.MaybeText(4)), id);

    /// <summary>Whether the set-up page still has to make the first admin.</summary>
    public async Task<bool> IsEmpty() => !await database.First("SELECT 1 FROM staff LIMIT 1", _ => true);
}
