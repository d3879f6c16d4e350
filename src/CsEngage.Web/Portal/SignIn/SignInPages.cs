using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Signals;
using CsEngage.Liquid;
using CsEngage.Store.Accounts;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.SignIn;

/// <summary>
/// The pages of signing in, all in the operator's own look: a portal's colours or name would tell strangers that it exists.
/// </summary>
static class SignInPages
{
    public static Task<IActionResult> Ask(PortalPage page, string portal, string? address = null, string? error = null, int status = 200) =>
        Show(page, "sign-in", Words.Key("Sign in"), status, new LiquidMapBuilder { ["error"] = error, ["fields"] = new LiquidMapBuilder { ["address"] = address } });

    public static Task<IActionResult> Sent(PortalPage page, string portal, string address, Guid attempt, string? error = null, int status = 200) =>
        Show(page, "sign-in-sent", Words.Key("Check your inbox"), status, new LiquidMapBuilder
        {
            ["error"] = error, ["fields"] = new LiquidMapBuilder { ["address"] = address, ["attempt"] = attempt.ToString() },
            ["code_url"] = $"{Base(portal)}/sign-in/code", ["again_url"] = $"{Base(portal)}/sign-in",
        });

    public static Task<IActionResult> Confirm(PortalPage page, string portal) => Show(page, "sign-in-confirm", Words.Key("One more step"), 200, []);

    public static Task<IActionResult> Old(PortalPage page, string portal)
    {
        var words = page.Service<IStringLocalizer<Words>>();
        return page.Plain(StatusCodes.Status410Gone, words["This link no longer works."], words["It was used already, or it is more than 15 minutes old. Ask for a new one; it takes a moment."], $"{Base(portal)}/sign-in", words["Ask for a new link"]);
    }

    public static Task<IActionResult> OldInvitation(PortalPage page, string portal)
    {
        var words = page.Service<IStringLocalizer<Words>>();
        return page.Plain(StatusCodes.Status410Gone, words["This link no longer works."], words["It was used already, or it is more than three days old. Sign in with your address; it takes a moment."], $"{Base(portal)}/sign-in", words["Sign in"]);
    }

    /// <summary>Starts a session on this device and goes to the portal that was meant.</summary>
    public static async Task<IActionResult> Open(PortalPage page, string portal, ProvenContact proven, string method)
    {
        await page.Service<ContactBook>().Verified(proven.ContactId, page.Service<TimeProvider>().GetUtcNow());
        var session = await ContactDoor.Open(page.HttpContext, proven.ContactId, "verified");
        if (await page.Service<Visits>().Of(portal, proven.ContactId, CultureInfo.CurrentUICulture) is { } visit)
            await page.Service<PortalReading>().SignedIn(visit.Reader(page.HttpContext, session.ToString(), Identity.Verified), method);
        return page.LocalRedirect(Base(portal));
    }

    public static string Target(IUrlHelper url, string portal, string? back) => url.IsLocalUrl(back) && back!.StartsWith(Base(portal) + "/", StringComparison.Ordinal) ? back : Base(portal);

    static Task<IActionResult> Show(PortalPage page, string template, string title, int status, LiquidMapBuilder fields) =>
        page.Show(template, page.Service<IStringLocalizer<Words>>()[title], fields, status);

    static string Base(string portal) => $"/p/{Uri.EscapeDataString(portal)}";
}
