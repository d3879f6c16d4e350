using System.Globalization;
using CsEngage.Liquid;
using CsEngage.Store.Content;
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

        var reading = Service<GuideReading>();
        var guide = await reading.Page(found, Visit);
        guide.Add("locale_name", CultureInfo.GetCultureInfo(found.Shown.Locale).NativeName);
        return await Show("guide", reading.Title(found, Visit), [], Visit.Model().Add("guide", guide));
    }
}
