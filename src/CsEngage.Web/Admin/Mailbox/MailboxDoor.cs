using CsEngage.Mail;
using CsEngage.Store.People;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using CsEngage.Web.Host;

namespace CsEngage.Web.Admin.Mailbox;

/// <summary>
/// Who may open a kept mail. Those of the ledger all staff may; any other may hold a way in (a link to sign in, a new password), and whoever reads
/// that can become whom it was written to: it is for those who manage people. In the demo everything is open.
/// </summary>
public sealed class MailboxDoor(TouchBook touches, Settings settings)
{
    public async Task<bool> Opens(HttpContext http, CapturedMail mail) =>
        http.User.May(Permission.People) || DemoDoor.IsOpen(settings, http)
        || (ReceivedMessage.Parse(mail.Message.AsMemory()).Id is { } id && await touches.FindByMessageId(id.ToString().Trim('<', '>')) is not null);
}
