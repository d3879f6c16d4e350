using CsEngage.Store.Accounts;
using CsEngage.Store.Content;

namespace CsEngage.Web.Account;

/// <summary>The sample person whom visitors of the demo come in as: the first contact of the first account that has a portal.</summary>
public sealed class DemoContact(AccountBook accounts, ContactBook contacts, PortalBook portals)
{
    public async Task<(Guid ContactId, string Portal)?> Find()
    {
        foreach (var account in await accounts.All())
        {
            if (await portals.Of(account.Id) is not [var portal, ..]) continue;
            var members = await contacts.At(account.Id);
            if ((members.FirstOrDefault(member => member.Membership.IsPrimary) ?? members.FirstOrDefault()) is { } member) return (member.Contact.Id, portal.Slug);
        }

        return null;
    }
}
