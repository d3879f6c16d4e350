using CsEngage.Store.Content;
using CsEngage.Store.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Guides;

/// <summary>"Mark as done": the reader's own word, once per version.</summary>
public sealed class DoneModel : VisitPage
{
    public IActionResult OnGet(string slug) => LocalRedirect($"{Visit.Url}/guides/{Uri.EscapeDataString(slug)}");

    public async Task<IActionResult> OnPost(string slug, int version)
    {
        var key = await Service<ContentShelf>().KeyOf("guide", slug, Visit.Locale);
        if (Visit.Guides.FirstOrDefault(guide => guide.Key == key) is not { } guide) return await NothingHere();
        var ledger = Service<ViewLedger>();
        var subject = $"guide:{guide.Key}";
        // Of a version that was replaced while it was read, the word stands for the one that was read.
        var view = await ledger.Find(Visit.Account.Id, Visit.Member.Membership.Id, subject, version, guide.Shown.Locale);
        if (view is not null)
        {
            var signal = Service<PortalSignals>().Of(Visit, HttpContext, "guide.completed", $"{view.MembershipId:N}/{subject}/{version}/completed", subject, version, view.Locale, view.View.ActiveSeconds);
            if (await ledger.MarkCompleted(view, signal)) TempData["Said"] = Service<IStringLocalizer<Words>>()["Well done. That is one more step behind you."].Value;
        }

        return LocalRedirect(Visit.UrlOf(guide));
    }
}
