using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CsEngage.Store.People;

/// <summary>Identity's store over our tables; on SQLite what it saves goes through the one writer.</summary>
internal sealed class StaffStore(Database database, IdentityErrorDescriber describer)
    : UserOnlyStore<Staff, StoreContext, Guid>(database.Tracked(), describer), IDisposable
{
    void IDisposable.Dispose()
    {
        Context.Dispose();
        Dispose();
    }
}
