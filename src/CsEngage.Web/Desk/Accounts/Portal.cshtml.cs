using System.Globalization;
using CsEngage.Store.Accounts;
using CsEngage.Store.Audit;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using CsEngage.Web.Portal;
using CsEngage.Web.Studio;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>The first page of an account's portal as one of its contacts sees it, in their language. Nothing of it counts as theirs; who looked is written down.</summary>
public sealed class PortalModel : Portal.IndexModel
{
    internal override async Task<Visit?> Find()
    {
        var (account, contact) = (Id("id"), Id("contact"));
        if ((await Service<AccountBook>().Find(account))?.Value is not { } found || !User.MayRead(found)) return null;
        if (await Service<ContactBook>().Member(contact) is not { } member || member.Membership.AccountId != account) return null;
        if (!await Service<PreviewContacts>().May(User, contact)) return null;
        var locale = member.Contact.Locale ?? found.Locale;
        if (locale is not null && Languages.Has(locale)) CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(locale);
        await Service<AuditTrail>().Append(new AuditEntry(Service<TimeProvider>().GetUtcNow(), $"staff:{User.StaffId()}", "contact.previewed-as", $"membership:{contact:D}"));
        return await Service<Visits>().Preview(contact, CultureInfo.CurrentUICulture);
    }

    Guid Id(string name) => Guid.Parse((string)RouteData.Values[name]!);
}
