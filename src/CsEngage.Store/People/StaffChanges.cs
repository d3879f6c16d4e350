using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;

namespace CsEngage.Store.People;

/// <summary>How a change of somebody's login ended.</summary>
public enum StaffChanged
{
    Done,

    /// <summary>There is no such login, or it stands otherwise than it was seen.</summary>
    Gone,

    /// <summary>Nobody else could administer this installation.</summary>
    LastAdmin,

    /// <summary>There are accounts to pass on, and nobody to pass them to.</summary>
    NoHeir,
}

/// <summary>
/// Closing a login and giving it another role. Whoever is closed is signed out everywhere at once; what they wrote keeps their name, and their
/// accounts and open plays go to somebody else in the same transaction. At least one person can always administer.
/// </summary>
public sealed class StaffChanges(Database database)
{
    /// <summary>How many accounts and open plays each would pass on; who has none is not there.</summary>
    public async Task<IReadOnlyDictionary<Guid, (int Accounts, int Plays)>> Books()
    {
        var accounts = await database.Query("SELECT csm_id, count(*) FROM accounts WHERE csm_id IS NOT NULL GROUP BY csm_id", row => (Id: row.Guid(0), Count: (int)row.Long(1)));
        var plays = await database.Query("SELECT assignee, count(*) FROM plays WHERE assignee IS NOT NULL AND state IN ('open', 'snoozed') GROUP BY assignee", row => (Id: row.Guid(0), Count: (int)row.Long(1)));
        return accounts.Select(one => one.Id).Union(plays.Select(one => one.Id)).ToDictionary(id => id, id => (accounts.Find(one => one.Id == id).Count, plays.Find(one => one.Id == id).Count));
    }

    /// <param name="id">Who is closed.</param>
    /// <param name="heir">Who takes over accounts and open plays; null when there are none.</param>
    /// <param name="actor">Who closes.</param>
    public Task<StaffChanged> Close(Guid id, Guid? heir, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await Open(transaction, id) is not { } roles) return StaffChanged.Gone;
        if (IsAdmin(roles) && !await HasOtherAdmin(transaction, id)) return StaffChanged.LastAdmin;
        if (heir is { } next && (next == id || await Open(transaction, next) is null)) return StaffChanged.Gone;
        var book = await transaction.Query("SELECT id FROM accounts WHERE csm_id = $1 ORDER BY id", row => row.Guid(0), id);
        var plays = await transaction.Number("SELECT count(*) FROM plays WHERE assignee = $1 AND state IN ('open', 'snoozed')", id);
        if (heir is null && book.Count + plays > 0) return StaffChanged.NoHeir;

        foreach (var account in book) await AccountBook.Set(transaction, account, "csm", new AttributeValue.Text(heir!.Value.ToString("D")), Edit.Now(now, actor));
        await transaction.Execute("UPDATE plays SET assignee = $1 WHERE assignee = $2 AND state IN ('open', 'snoozed')", heir, id);
        await transaction.Execute("UPDATE staff SET closed_at = $1, security_stamp = $2 WHERE id = $3", now, Stamp(), id);
        await transaction.Execute("UPDATE staff_sessions SET revoked_at = $1 WHERE staff_id = $2 AND revoked_at IS NULL", now, id);
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, "staff.closed", $"staff:{id:D}", null,
            $$"""{"accounts":{{book.Count}},"plays":{{plays}}{{(heir is { } to ? $",\"heir\":\"{to:D}\"" : "")}}}"""));
        return StaffChanged.Done;
    });

    /// <summary>Opens a closed login again. Its accounts stay with whom they went to.</summary>
    public Task<StaffChanged> Reopen(Guid id, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await transaction.Execute("UPDATE staff SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL", id) == 0) return StaffChanged.Gone;
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, "staff.reopened", $"staff:{id:D}"));
        return StaffChanged.Done;
    });

    /// <summary>Another role, from the next request on.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="seen">The roles that whoever changes them saw.</param>
    /// <param name="role">The new one.</param>
    /// <param name="actor">Who changes it.</param>
    public Task<StaffChanged> GiveRole(Guid id, string seen, StaffRole role, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await Open(transaction, id) is not { } roles || roles != seen) return StaffChanged.Gone;
        if (roles == role.Key) return StaffChanged.Done;
        if (IsAdmin(roles) && role != StaffRole.Admin && !await HasOtherAdmin(transaction, id)) return StaffChanged.LastAdmin;
        await transaction.Execute("UPDATE staff SET roles = $1 WHERE id = $2", role.Key, id);
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, "staff.role-changed", $"staff:{id:D}", $"{{\"roles\":\"{roles}\"}}", $"{{\"roles\":\"{role.Key}\"}}"));
        return StaffChanged.Done;
    });

    static async Task<string?> Open(WriteTransaction transaction, Guid id) => await transaction.First("SELECT roles FROM staff WHERE id = $1 AND closed_at IS NULL", row => row.Text(0), id);

    // Somebody who never chose a password cannot come in, and so is no other admin.
    static async Task<bool> HasOtherAdmin(WriteTransaction transaction, Guid id)
    {
        // On PostgreSQL two admins who close each other must take turns.
        if (transaction.Dialect == Dialect.Postgres) await transaction.Number("SELECT 1 FROM pg_advisory_xact_lock(20261124)");
        return (await transaction.Query("SELECT roles FROM staff WHERE id <> $1 AND closed_at IS NULL AND password_hash IS NOT NULL", row => row.Text(0), id)).Exists(IsAdmin);
    }

    static bool IsAdmin(string roles) => roles.Split(' ').Contains(StaffRole.Admin.Key);

    static string Stamp() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
}
