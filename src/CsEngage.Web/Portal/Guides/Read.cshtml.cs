using System.Globalization;
using CsEngage.Liquid;
using CsEngage.Store.Content;
using CsEngage.Store.Signals;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.Guides;

public sealed class ReadModel : VisitPage
{
    public async Task<IActionResult> OnGet(string slug)
    {
        // Any locale's slug, also one of before, leads to the variant of this reader, at its one address.
        var key = await Service<ContentShelf>().KeyOf("guide", slug, Visit.Locale);
        if (Visit.Guides.FirstOrDefault(guide => guide.Key == key) is not { } found) return await NothingHere();
        if (found.Shown.Slug != slug) return RedirectPermanent(Visit.UrlOf(found));

        var views = (await Service<ViewLedger>().Of(Visit.Account.Id, Visit.Member.Membership.Id)).Where(view => view.Subject == $"guide:{found.Key}").ToList();
        var completed = views.Where(view => view.Version == found.Shown.Number && view.CompletedAt is not null).Select(view => view.CompletedAt).Max();
        var reading = Service<GuideReading>();
        var guide = await reading.Page(found, Visit);
        guide.Add("locale_name", CultureInfo.GetCultureInfo(found.Shown.Locale).NativeName).Add("completed", completed is not null).Add("completed_at", completed)
            .Add("earlier_version", views.Count > 0 && views.TrueForAll(view => view.Version < found.Shown.Number)).Add("rated", TempData["Rated"] is not null);

        var page = new LiquidMapBuilder();
        if (!Visit.IsPreview && await Open(found) is { } view) page.Add("view_id", view.ToString("N"));
        return await Show("guide", reading.Title(found, Visit), page, Visit.Model().Add("guide", guide));
    }

    // That it was rendered for this contact is a fact, even if every script is blocked.
    async Task<Guid?> Open(Guide guide)
    {
        var signals = Service<PortalSignals>();
        await signals.Visited(Visit, HttpContext);
        var now = Service<TimeProvider>().GetUtcNow();
        var view = Guid.CreateVersion7(now);
        var subject = $"guide:{guide.Key}";
        await Service<ViewLedger>().Open(
            new Store.Signals.Visit(view, Visit.Account.Id, Visit.Member.Membership.Id, subject, guide.Shown.Number, guide.Shown.Locale, now),
            signals.Of(Visit, HttpContext, "guide.viewed", $"{view:N}/guide.viewed", subject, guide.Shown.Number, guide.Shown.Locale));
        return view;
    }
}
