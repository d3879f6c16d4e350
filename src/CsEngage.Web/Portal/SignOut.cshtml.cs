using CsEngage.Web.Account;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Portal;

public sealed class SignOutModel : PageModel
{
    public IActionResult OnGet(string portal) => LocalRedirect($"/p/{Uri.EscapeDataString(portal)}");

    public async Task<IActionResult> OnPost(string portal)
    {
        await HttpContext.SignOutAsync(Doors.Contact);
        return LocalRedirect($"/p/{Uri.EscapeDataString(portal)}/sign-in");
    }
}
