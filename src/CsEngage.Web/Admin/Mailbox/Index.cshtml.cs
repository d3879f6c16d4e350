using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Admin.Mailbox;

public sealed class IndexModel(CapturedMails mailbox) : PageModel
{
    [FromRoute]
    public Guid? Id { get; set; }

    [FromQuery]
    public string Part { get; set; } = "html";

    public ImmutableList<CapturedMail> Mails => mailbox.Newest;

    public CapturedMail? Open { get; private set; }

    public IActionResult OnGet()
    {
        if (Id is not { } id) return Page();
        Open = mailbox.Find(id);
        if (Open is null) return NotFound();
        if (Part is not ("html" or "text" or "headers")) Part = "html";
        if (Part == "html" && Open.Message.Html is null) Part = "text";
        return Page();
    }
}
