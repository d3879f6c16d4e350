using System.ComponentModel.DataAnnotations;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

public sealed class SignInModel(SignInManager<Staff> door, UserManager<Staff> users, IStringLocalizer<Words> words, Settings settings) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Enter your address."), EmailAddress(ErrorMessage = "Enter an address such as hana@example.com.")]
    public string Address { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Enter your password."), DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public bool OffersDemo => DemoDoor.IsOpen(settings, HttpContext);

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target) : Page();

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid) return Refuse();
        if (await users.FindByEmailAsync(Address.Trim()) is not { ClosedAt: null } staff)
        {
            // As much work as for a known address, so that the time tells nothing.
            users.PasswordHasher.HashPassword(new Staff(), Password);
            return Refuse(words["Address or password is not right."]);
        }

        var result = await door.PasswordSignInAsync(staff, Password, isPersistent: true, lockoutOnFailure: true);
        return result switch
        {
            { Succeeded: true } => LocalRedirect(Target),
            { RequiresTwoFactor: true } => Redirect("/account/second-step" + (Url.IsLocalUrl(Back) ? "?back=" + Uri.EscapeDataString(Back!) : "")),
            { IsLockedOut: true } => Refuse(words["Too many tries. Wait 15 minutes, then try again."]),
            _ => Refuse(words["Address or password is not right."]),
        };
    }

    PageResult Refuse(string? because = null)
    {
        if (because is not null) ModelState.AddModelError("", because);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    string Target => Url.IsLocalUrl(Back) ? Back : "/";
}
