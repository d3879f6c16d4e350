using CsEngage.Store.People;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal;

/// <summary>Ends a session of one's own on another device.</summary>
public sealed class EndSessionModel : VisitPage
{
    public IActionResult OnGet() => LocalRedirect($"{Visit.Url}/preferences");

    public async Task<IActionResult> OnPost(Guid id)
    {
        await Service<ContactSessions>().Revoke(id, Visit.Member.Contact.Id, Service<TimeProvider>().GetUtcNow());
        return LocalRedirect($"{Visit.Url}/preferences");
    }
}
