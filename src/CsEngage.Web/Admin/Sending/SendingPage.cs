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

    /// <summary>For aria-invalid of a field: none where nothing is wrong with it.</summary>
    internal string? Bad(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? "true" : null;

    /// <summary>What stands in an empty password field: that one is kept, or that the one just typed does not come back.</summary>
    internal string PasswordHint(bool isTyped, bool isKept) => isTyped ? Says["type it again: it is never sent back"] : isKept ? Says["kept; type to change it"] : "";

    internal PageResult Refuse(string field, string complaint)
    {
        ModelState.AddModelError(field, complaint);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
