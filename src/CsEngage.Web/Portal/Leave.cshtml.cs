using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>
/// Leaving by the address in a mail. Looking changes nothing; the button, or the mail program's own one-click POST (RFC 8058), does, without
/// a cookie and as often as one likes.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class LeaveModel : PortalPage
{
    public async Task<IActionResult> OnGet(string token) => await Service<OptOut>().Look(token) switch
    {
        null => await Unknown(),
        { IsOff: true } => await Done(),
        var leave => await Show("leave", Service<IStringLocalizer<Words>>()["No more of these mails?"], new LiquidMapBuilder
        {
            ["topic"] = leave.Topic?.Title.In(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName),
        }),
    };

    public async Task<IActionResult> OnPost(string token)
    {
        var now = Service<TimeProvider>().GetUtcNow();
        return await Service<OptOut>().Leave(token, now, HttpContext.Connection.RemoteIpAddress?.ToString()) ? await Done() : await Unknown();
    }

    Task<IActionResult> Done()
    {
        var words = Service<IStringLocalizer<Words>>();
        return Plain(StatusCodes.Status200OK, words["Done."], words["You get no more of these mails. Signing in to your portal still works."]);
    }

    Task<IActionResult> Unknown()
    {
        var words = Service<IStringLocalizer<Words>>();
        return Plain(StatusCodes.Status404NotFound, words["This link is not whole."], words["Open it again from the mail, or copy all of it."]);
    }
}
