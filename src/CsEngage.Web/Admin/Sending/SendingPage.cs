using CsEngage.Mail;
using CsEngage.Web.Account;
using CsEngage.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Sending;

/// <summary>What the pages about sending share: who acts, when, and how an answer is said.</summary>
public abstract class SendingPage(TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    internal IStringLocalizer<Words> Says { get; } = words;

    internal DateTimeOffset Now => clock.GetUtcNow();

    internal string Actor => $"staff:{User.StaffId():D}";

    /// <summary>A sentence of the mail room in the reader's language; what a server said stays as it is.</summary>
    internal string Say(Sentence sentence) => Says.Say(sentence);

    internal RedirectToPageResult Said(string text)
    {
        TempData["Said"] = text;
        return RedirectToPage();
    }

    internal PageResult Refuse(string field, string complaint)
    {
        ModelState.AddModelError(field, complaint);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
