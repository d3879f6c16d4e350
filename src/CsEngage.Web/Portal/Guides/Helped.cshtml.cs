using CsEngage.Store.Content;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.Guides;

/// <summary>"Did this help?" A second answer of the same day takes nothing back; authors see both.</summary>
public sealed class HelpedModel : VisitPage
{
    public IActionResult OnGet(string slug) => LocalRedirect($"{Visit.Url}/guides/{Uri.EscapeDataString(slug)}");

    public async Task<IActionResult> OnPost(string slug, int version, string? answer)
    {
        var key = await Service<ContentShelf>().KeyOf("guide", slug, Visit.Locale);
        if (Visit.Guides.FirstOrDefault(guide => guide.Key == key) is not { } guide) return await NothingHere();
        if (answer is not ("yes" or "no")) return BadRequest();
        var signals = Service<PortalSignals>();
        await signals.Append(signals.Of(Visit, HttpContext, "guide.rated", $"{Guid.CreateVersion7():N}/guide.rated", $"guide:{guide.Key}", version, guide.Shown.Locale, answer == "yes" ? 1 : 0));
        TempData["Rated"] = answer;
        return LocalRedirect(Visit.UrlOf(guide) + "#helped");
    }
}
