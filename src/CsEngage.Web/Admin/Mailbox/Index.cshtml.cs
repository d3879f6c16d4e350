using System.Collections.Immutable;
using System.Text;
using CsEngage.Mail;
using CsEngage.Store.Touches;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Admin.Mailbox;

public sealed class IndexModel(CapturedMailBox mailbox) : PageModel
{
    const int Most = 200;

    [FromRoute]
    public Guid? Id { get; set; }

    [FromQuery]
    public string Part { get; set; } = "html";

    public ImmutableArray<CapturedMail> Mails { get; private set; } = [];

    public CapturedMail? Open { get; private set; }

    public ReceivedMessage Message { get; private set; } = null!;

    /// <summary>The message byte by byte, as it would have gone over the wire.</summary>
    public string Source => Encoding.Latin1.GetString(Open!.Message.AsSpan());

    public async Task<IActionResult> OnGet()
    {
        Mails = await mailbox.Recent(Most);
        if (Id is not { } id) return Page();
        Open = await mailbox.Find(id);
        if (Open is null) return NotFound();
        Message = ReceivedMessage.Parse(Open.Message.AsMemory());
        if (Part is not ("html" or "text" or "headers" or "source")) Part = "html";
        if (Part == "html" && Message.Html is null) Part = "text";
        return Page();
    }
}
