using System.Collections.Immutable;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

public sealed class SessionsModel(StaffSessions sessions, TimeProvider clock) : PageModel
{
    public ImmutableArray<StaffSession> All { get; private set; } = [];

    public Guid Current => Guid.TryParse(User.FindFirst(Doors.SessionClaim)?.Value, out var id) ? id : Guid.Empty;

    public async Task OnGet() => All = await sessions.Of(User.StaffId());

    public async Task<IActionResult> OnPost(Guid id)
    {
        // One ends one's own sessions only.
        if ((await sessions.Of(User.StaffId())).All(session => session.Id != id)) return NotFound();
        await sessions.Revoke(id, clock.GetUtcNow());
        return RedirectToPage();
    }
}
