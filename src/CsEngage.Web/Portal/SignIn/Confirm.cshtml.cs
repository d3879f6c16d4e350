using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.SignIn;

/// <summary>What the link in the mail opens: a page with a button. Scanners that fetch it use nothing up; only the button signs in.</summary>
public sealed class ConfirmModel : PortalPage
{
    public async Task<IActionResult> OnGet(string portal, string token)
    {
        if (!await Service<ContactSignIn>().IsGood(token)) return await SignInPages.Old(this, portal);
        return await SignInPages.Confirm(this, portal);
    }

    public async Task<IActionResult> OnPost(string portal, string token) =>
        await Service<ContactSignIn>().ByLink(token) is { } proven ? await SignInPages.Open(this, portal, proven, "link") : await SignInPages.Old(this, portal);
}
