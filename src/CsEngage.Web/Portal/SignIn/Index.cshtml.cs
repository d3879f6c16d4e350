using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Liquid;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal.SignIn;

/// <summary>Asks for an address. What it answers does not depend on whether the portal, or the person, exists.</summary>
public sealed class IndexModel : PortalPage
{
    static readonly EmailAddressAttribute Addresses = new();

    public Task<IActionResult> OnGet(string portal, string? back)
    {
        if (User.Identity?.IsAuthenticated == true) return Task.FromResult<IActionResult>(LocalRedirect(SignInPages.Target(Url, portal, back)));
        return SignInPages.Ask(this, portal);
    }

    public async Task<IActionResult> OnPost(string portal, string? address)
    {
        var words = Service<IStringLocalizer<Words>>();
        address = address?.Trim() ?? "";
        if (address.Length > 254 || !Addresses.IsValid(address) || !address.Contains('@', StringComparison.Ordinal))
            return await SignInPages.Ask(this, portal, address, words["Enter an address such as hana@example.com."], StatusCodes.Status422UnprocessableEntity);
        if (!Service<SignInLimits>().Allows(address, HttpContext.Connection.RemoteIpAddress?.ToString()))
            return await SignInPages.Ask(this, portal, address, words["Too many attempts. Wait a few minutes, then try again."], StatusCodes.Status429TooManyRequests);

        var settings = Service<Settings>();
        var origin = settings.BaseUrl?.GetLeftPart(UriPartial.Authority) ?? $"{Request.Scheme}://{Request.Host}";
        var attempt = await Service<ContactSignIn>().Ask(portal, address, origin, CultureInfo.CurrentUICulture);
        return await SignInPages.Sent(this, portal, address, attempt);
    }
}
