using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Engine.Sending;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web;

/// <summary>One thing to do before customers come.</summary>
public sealed record FirstStep(string Title, string Says, string Address, bool IsDone);

public sealed class IndexModel(Settings settings, StaffList staff, AccountBook accounts, SettingsBook book, SendingBook sending, Sender sender) : PageModel
{
    public bool OffersDemo => DemoDoor.IsOpen(settings, HttpContext);

    /// <summary>Nobody can sign in yet: the way in is the link that the start printed.</summary>
    public bool IsNew { get; private set; }

    /// <summary>What an admin of a new installation still has to do; empty once everything is done.</summary>
    public ImmutableArray<FirstStep> Steps { get; private set; } = [];

    public async Task OnGet()
    {
        if (OffersDemo) return;
        if (User.Identity?.IsAuthenticated != true) IsNew = await staff.IsEmpty();
        else if (User.May(Permission.Settings)) Steps = await Left();
    }

    async Task<ImmutableArray<FirstStep>> Left()
    {
        var from = await sender.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        ImmutableArray<FirstStep> all =
        [
            new(Words.Key("Say who you are"), Words.Key("Your legal name and postal address stand below every mail."), "/admin/operator", (await book.Get<OperatorProfile>(OperatorProfile.Key)).Address is { Length: > 0 }),
            new(Words.Key("Name your mail server and your sender"), Words.Key("Until then mail is kept in the mailbox and reaches nobody."), "/admin/sending/server",
                (await sending.Server()).Host.Length > 0 && Sender.IsReal(from)),
            new(Words.Key("Sign your mail"), Words.Key("Make a key, publish its record, and check SPF, DKIM and DMARC."), "/admin/sending/domains", (await sending.Keys()).Value.Keys.Any(key => key.SignsFrom is not null)),
            new(Words.Key("Bring your accounts and their people"), Words.Key("From a table, or by the API. Each account gets its portal by itself."), "/admin/import", await accounts.Count() > 0),
            new(Words.Key("Invite your colleagues"), Words.Key("Success managers, authors, other administrators."), "/admin/staff", (await staff.All()).Length > 1),
        ];
        return all.All(step => step.IsDone) ? [] : all;
    }
}
