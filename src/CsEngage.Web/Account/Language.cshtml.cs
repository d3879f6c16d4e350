using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

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
