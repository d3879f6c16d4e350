using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.Announcements;

/// <summary>"Put away": this reader has seen the news. It is their own word and nobody else's: colleagues still see it.</summary>
public sealed class DismissModel : VisitPage
{
    public IActionResult OnGet(string key) => LocalRedirect(Visit.Url);

    public async Task<IActionResult> OnPost(string key)
    {
        if ((await Service<News>().For(Visit)).FirstOrDefault(one => one.Key == key) is { } seen) await Service<PortalReading>().PutAway(Visit.Reader(HttpContext), seen.Subject);
        return LocalRedirect(Visit.Url);
    }
}
