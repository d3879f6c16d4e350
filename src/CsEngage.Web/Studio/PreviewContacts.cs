using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Web.Account;

namespace CsEngage.Web.Studio;

/// <summary>The contacts as whom this author may look, a handful of each account.</summary>
public sealed class PreviewContacts(AccountBook accounts, ContactBook contacts)
{
    const int Accounts = 12;
    const int Each = 3;

    public async Task<ImmutableArray<(Guid Id, string Name)>> For(ClaimsPrincipal staff) => [.. (await Members(staff)).Select(one => (one.Id, one.Name))];

    /// <summary>The same with the account of each.</summary>
    public async Task<ImmutableArray<(Guid Account, Guid Id, string Name)>> Members(ClaimsPrincipal staff)
    {
        if (!staff.May(Permission.PreviewAsAll, Permission.PreviewAsScope, Permission.PreviewAsOwn)) return [];
        var onlyOwn = !staff.May(Permission.PreviewAsAll, Permission.PreviewAsScope);
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var names = ImmutableArray.CreateBuilder<(Guid, Guid, string)>();
        foreach (var account in (await accounts.All(onlyOwn ? staff.StaffId() : null)).Take(Accounts))
            foreach (var member in (await contacts.At(account.Id)).Take(Each))
                names.Add((account.Id, member.Membership.Id, $"{member.Contact.FullName(locale) ?? member.Contact.Address} · {account.Name}"));
        return names.ToImmutable();
    }

    /// <summary>Whether this author may look as that contact.</summary>
    public async Task<bool> May(ClaimsPrincipal staff, Guid membershipId)
    {
        if (staff.May(Permission.PreviewAsAll, Permission.PreviewAsScope)) return true;
        return staff.May(Permission.PreviewAsOwn) && await contacts.Member(membershipId) is { } member
            && await accounts.Find(member.Membership.AccountId) is { } account && account.Value.CsmId == staff.StaffId();
    }
}
