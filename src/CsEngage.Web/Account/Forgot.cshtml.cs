using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

public sealed class ForgotModel(PasswordReset reset, IServiceProvider services, IStringLocalizer<Words> words, Settings settings) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Enter your address."), EmailAddress(ErrorMessage = "Enter an address such as hana@example.com.")]
    public string Address { get; set; } = "";

    public bool IsAsked { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPost()
    {
        if (ModelState.IsValid && !services.GetRequiredService<SignInLimits>().Allows("staff " + Address.Trim().ToLowerInvariant(), HttpContext.Connection.RemoteIpAddress?.ToString()))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            ModelState.AddModelError("", words["Too many attempts. Wait 15 minutes, then try again."]);
            return Page();
        }
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        await reset.Ask(Address, settings.BaseUrl?.GetLeftPart(UriPartial.Authority) ?? $"{Request.Scheme}://{Request.Host}", CultureInfo.CurrentUICulture);
        IsAsked = true;
        return Page();
    }
}
