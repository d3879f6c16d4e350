using System.Globalization;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;

namespace CsEngage.Web.Account;

/// <summary>The sample person whom visitors of the demo come in as: somebody of an account that has a portal, one that speaks their language and is on its way if there is one.</summary>
public sealed class DemoContact(AccountBook accounts, ContactBook contacts, PortalBook portals)
{
    public async Task<(Guid ContactId, string Portal)?> Find()
    {
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        foreach (var account in (await accounts.All()).OrderBy(account => account.Locale != locale).ThenBy(account => account.Lifecycle != "onboarding"))
        {
            if (await portals.Of(account.Id) is not [var portal, ..]) continue;
            var members = await contacts.At(account.Id);
            if ((members.FirstOrDefault(member => member.Membership.IsPrimary) ?? members.FirstOrDefault()) is { } member) return (member.Contact.Id, portal.Slug);
        }

        return null;
    }
}
