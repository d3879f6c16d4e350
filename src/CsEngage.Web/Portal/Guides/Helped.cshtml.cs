using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.Guides;

/// <summary>"Did this help?" A second answer of the same day takes nothing back; authors see both.</summary>
public sealed class HelpedModel : VisitPage
{
    public IActionResult OnGet(string slug) => LocalRedirect($"{Visit.Url}/guides/{Uri.EscapeDataString(slug)}");

    public async Task<IActionResult> OnPost(string slug, int version, string? answer)
    {
        if (await GuideAt(slug) is not { } guide) return await NothingHere();
        if (answer is not ("yes" or "no")) return BadRequest();
        if (await Service<Editions>().Find(guide.Key, version, guide.Shown.Locale) is { } edition) await Service<PortalReading>().Rate(Visit.Reader(HttpContext), edition, answer == "yes", comment: null);
        TempData["Rated"] = answer;
        return LocalRedirect(Visit.UrlOf(guide) + "#helped");
    }
}
