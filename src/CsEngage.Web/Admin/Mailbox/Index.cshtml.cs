using System.Collections.Immutable;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Store.People;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Admin.Mailbox;

/// <summary>Mail that was kept instead of sent: a list, and one of them as its reader sees it, as text, as bytes and with its headers.</summary>
public sealed class IndexModel(CapturedMailBox mailbox, MailboxDoor door, SendingBook sending) : PageModel
{
    const int Most = 200, LongestSource = 512 * 1024;

    [FromRoute]
    public Guid? Id { get; set; }

    [FromQuery]
    public string Part { get; set; } = "html";

    [FromQuery]
    public string? Q { get; set; }

    public ImmutableArray<CapturedMail> Mails { get; private set; } = [];

    public CapturedMail? Open { get; private set; }

    public ReceivedMessage Message { get; private set; } = null!;

    /// <summary>Whether the open mail is none of this reader's business.</summary>
    public bool IsShut { get; private set; }

    /// <summary>A server is set, so nothing new arrives here.</summary>
    public bool IsSending { get; private set; }

    public bool MayEmpty => User.May(Permission.Settings);

    /// <summary>The bytes as text, cut where they are long.</summary>
    public string Source => System.Text.Encoding.UTF8.GetString(Open!.Message.AsSpan()[..Math.Min(Open.Message.Length, LongestSource)]);

    internal string Link(Guid id, string? part = null) => $"/admin/mailbox/{id}" + new QueryString().Add("part", part ?? Part).Add("q", Q ?? "");

    public async Task<IActionResult> OnGet()
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();
        IsSending = (await sending.Server()).Host.Length > 0;
        Mails = await mailbox.Recent(Most, search: Q);
        if (Part is not ("html" or "text" or "source" or "headers")) Part = "html";
        if (Id is not { } id) return Page();
        Open = await mailbox.Find(id);
        if (Open is null) return NotFound();
        Message = ReceivedMessage.Parse(Open.Message.AsMemory());
        IsShut = !await door.Opens(HttpContext, Open);
        if (Part == "html" && Message.Html is null) Part = "text";
        return Page();
    }

    public async Task<IActionResult> OnPostEmpty()
    {
        if (!MayEmpty) return Forbid();
        await mailbox.Empty();
        return Redirect("/admin/mailbox");
    }
}
