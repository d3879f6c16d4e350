using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.People;

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

    /// <summary>Whether the set-up page still has to make the first admin.</summary>
    public async Task<bool> IsEmpty() => !await database.First("SELECT 1 FROM staff LIMIT 1", _ => true);
}
