using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

/// <summary>Chooses the language. Staff, contacts and people who are not signed in all have its form on their pages.</summary>
[EitherDoor]
public sealed class LanguageModel(UserManager<Staff> users, Settings settings) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPost(string locale, string? back)
    {
        if (!Languages.Has(locale)) return BadRequest();
        await Keep(locale);
        Languages.Choose(Response, locale);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/");
    }

    /// <summary>What staff chose holds on their other devices too. The sample people of a demo are many visitors: theirs is not kept.</summary>
    async Task Keep(string locale)
    {
        if (DemoDoor.IsOpen(settings, HttpContext)) return;
        if ((await HttpContext.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal is not { } person || await users.GetUserAsync(person) is not { } staff || staff.Locale == locale) return;
        staff.Locale = locale;
        await users.UpdateAsync(staff);
    }
}
