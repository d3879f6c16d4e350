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
            return Refuse(words["The address or the password is not correct."]);
        }

        var result = await door.PasswordSignInAsync(staff, Password, isPersistent: true, lockoutOnFailure: true);
        return result switch
        {
            { Succeeded: true } => LocalRedirect(Target),
            { RequiresTwoFactor: true } => Redirect("/account/second-step" + (Url.IsLocalUrl(Back) ? "?back=" + Uri.EscapeDataString(Back!) : "")),
            { IsLockedOut: true } => Refuse(words["Too many attempts. Wait 15 minutes, then try again."]),
            _ => Refuse(words["The address or the password is not correct."]),
        };
    }

    /// <summary>What the browser asks the device for. Nobody is named: whoever has a passkey for this place may come.</summary>
    public async Task<IActionResult> OnPostPasskeyOptions() => Content(await door.MakePasskeyRequestOptionsAsync(null), "application/json");

    /// <summary>A passkey is two steps in one: something one has, opened by what one is or knows.</summary>
    public async Task<IActionResult> OnPostPasskey(string? credential)
    {
        ModelState.Clear();
        if (string.IsNullOrEmpty(credential)) return Refuse(words["This passkey is not known here."]);
        var asserted = await door.PerformPasskeyAssertionAsync(credential);
        if (!asserted.Succeeded || asserted.User is not { ClosedAt: null } staff || await users.IsLockedOutAsync(staff)) return Refuse(words["This passkey is not known here."]);
        // Its counter went on: a copy of the key would be told by it.
        await users.AddOrUpdatePasskeyAsync(staff, asserted.Passkey);
        await door.SignInAsync(staff, isPersistent: true, "passkey");
        return LocalRedirect(Target);
    }

    PageResult Refuse(string? because = null)
    {
        if (because is not null) ModelState.AddModelError("", because);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    string Target => Url.IsLocalUrl(Back) ? Back : "/";
}
