using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.SignIn;

/// <summary>Takes the six digits, for people who read the mail on another device.</summary>
public sealed class CodeModel : PortalPage
{
    public IActionResult OnGet(string portal) => LocalRedirect($"/p/{Uri.EscapeDataString(portal)}/sign-in");

    public async Task<IActionResult> OnPost(string portal, string? address, Guid attempt, string? code)
    {
        var words = Service<IStringLocalizer<Words>>();
        if (!Service<SignInLimits>().Allows(attempt.ToString(), HttpContext.Connection.RemoteIpAddress?.ToString()))
            return await SignInPages.Sent(this, portal, address ?? "", attempt, words["Too many attempts. Wait a few minutes, then try again."], StatusCodes.Status429TooManyRequests);
        if (await Service<ContactSignIn>().ByCode(attempt, code ?? "") is not { } proven)
            return await SignInPages.Sent(this, portal, address ?? "", attempt, words["This code is not correct or has expired. Use the newest mail."], StatusCodes.Status422UnprocessableEntity);
        return await SignInPages.Open(this, portal, proven, "code");
    }
}
