using CsEngage.Web.Account;
using CsEngage.Web.Portal.SignIn;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal;

/// <summary>What the link in an invitation opens: a page with a button, as for signing in. Only the button comes in, and the link works once.</summary>
public sealed class JoinModel : PortalPage
{
    public async Task<IActionResult> OnGet(string portal, string token) =>
        await Service<ContactSignIn>().IsGood(token, ContactSignIn.Joining) ? await SignInPages.Confirm(this, portal) : await SignInPages.OldInvitation(this, portal);

    public async Task<IActionResult> OnPost(string portal, string token) =>
        await Service<ContactSignIn>().ByLink(token, ContactSignIn.Joining) is { } proven ? await SignInPages.Open(this, portal, proven, "invitation") : await SignInPages.OldInvitation(this, portal);
}
