using CsEngage.Engine.Signals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>A link of a mail, on its way to exactly the target that was sealed into it.</summary>
public sealed class ClickModel : PortalPage
{
    public async Task<IActionResult> OnGet(string token)
    {
        if (await Service<Clicks>().Follow(token, Request.Actor()) is { } target)
        {
            Response.Headers.CacheControl = "no-cache, no-store";
            return Redirect(target);
        }

        var words = Service<IStringLocalizer<Words>>();
        return await Plain(StatusCodes.Status404NotFound, words["This link is incomplete."], words["Open it again from the mail, or copy all of it."]);
    }
}
