using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

/// <summary>Chooses the language. Staff, contacts and people who are not signed in all have its form on their pages.</summary>
[EitherDoor]
public sealed class LanguageModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public IActionResult OnPost(string locale, string? back)
    {
        if (!Languages.Has(locale)) return BadRequest();
        Languages.Choose(Response, locale);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/");
    }
}
