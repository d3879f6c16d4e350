using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.Guides;

/// <summary>"Mark as done": the reader's own word, once per version. With having read it, it completes the guide.</summary>
public sealed class DoneModel : VisitPage
{
    public IActionResult OnGet(string slug) => LocalRedirect($"{Visit.Url}/guides/{Uri.EscapeDataString(slug)}");

    public async Task<IActionResult> OnPost(string slug, int version)
    {
        if (await GuideAt(slug) is not { } guide) return await NothingHere();
        var words = Service<IStringLocalizer<Words>>();
        // Of a version that was replaced while it was read, the word stands for the one that was read.
        if (await Service<Editions>().Find(guide.Key, version, guide.Shown.Locale) is { } edition && await Service<PortalReading>().Mark(Visit.Reader(HttpContext), edition) is { } standing)
            TempData["Said"] = (standing.CompletedAt is null ? words["Noted. It counts as completed when you have read it to the end."] : words["Well done. You have finished this guide."]).Value;
        return LocalRedirect(Visit.UrlOf(guide));
    }
}
