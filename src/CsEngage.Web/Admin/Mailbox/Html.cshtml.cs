using CsEngage.Mail;
using CsEngage.Store.Touches;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Admin.Mailbox;

/// <summary>The HTML of a mail, shut in: no script, no form, nothing of ours within its reach. Its links open in the whole window.</summary>
public sealed class HtmlModel(CapturedMailBox mailbox, MailboxDoor door) : PageModel
{
    const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; " +
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (await mailbox.Find(id) is not { } mail || !await door.Opens(HttpContext, mail) || ReceivedMessage.Parse(mail.Message.AsMemory()).Html is not { } html) return NotFound();
        Response.Headers[SecurityHeaders.PolicyHeader] = Policy;
        return Content(html.Replace("<head>", "<head><base target=\"_top\">", StringComparison.OrdinalIgnoreCase), "text/html; charset=utf-8");
    }
}
