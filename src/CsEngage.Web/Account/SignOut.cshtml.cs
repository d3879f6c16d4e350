using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

public sealed class SignOutModel(SignInManager<Staff> door, StaffSessions sessions, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPost()
    {
        if (Guid.TryParse(User.FindFirst(Doors.SessionClaim)?.Value, out var session)) await sessions.Revoke(session, clock.GetUtcNow());
        await door.SignOutAsync();
        return LocalRedirect("/account/sign-in");
    }
}
