using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.People;
using CsEngage.Web.Account;

namespace CsEngage.Web.Desk;

/// <summary>Which accounts a member of staff may see and work on. "Own" are those that name this person as CSM.</summary>
static class DeskAccess
{
    /// <summary>Whose accounts lists are narrowed to; null for everybody's.</summary>
    public static Guid? OnlyBookOf(this ClaimsPrincipal staff) =>
        staff.May(Permission.AccountsReadAll, Permission.AccountsReadScope) ? null : staff.StaffId();

    public static bool MayRead(this ClaimsPrincipal staff, Core.Account account) =>
        staff.May(Permission.AccountsReadAll, Permission.AccountsReadScope) || (staff.May(Permission.AccountsReadOwn) && account.CsmId == staff.StaffId());

    public static bool MayWrite(this ClaimsPrincipal staff, Core.Account account) => staff.MayOn(account, Permission.AccountsWriteAll, Permission.AccountsWriteOwn);

    static bool MayOn(this ClaimsPrincipal staff, Core.Account account, string all, string own) => staff.May(all) || (staff.May(own) && account.CsmId == staff.StaffId());
}
