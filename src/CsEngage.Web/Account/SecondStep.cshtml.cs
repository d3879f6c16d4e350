using System.ComponentModel.DataAnnotations;
using System.Text;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>What is asked after the password of those who sign in with two steps.</summary>
public sealed class SecondStepModel(SignInManager<Staff> door, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Enter the code.")]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool ByRecovery { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    // Without the first step there is no second.
    public async Task<IActionResult> OnGet()
    {
        ModelState.Clear();
        return await door.GetTwoFactorAuthenticationUserAsync() is null ? Redirect("/account/sign-in") : Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (await door.GetTwoFactorAuthenticationUserAsync() is not { ClosedAt: null }) return Redirect("/account/sign-in");
        if (!ModelState.IsValid) return Refuse();
        // People type full-width digits and blanks; they mean the same code.
        var plain = string.Concat(Code.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));
        var result = ByRecovery ? await door.TwoFactorRecoveryCodeSignInAsync(plain) : await door.TwoFactorAuthenticatorSignInAsync(plain, isPersistent: true, rememberClient: false);
        return result switch
        {
            { Succeeded: true } => LocalRedirect(Url.IsLocalUrl(Back) ? Back! : "/"),
            { IsLockedOut: true } => Refuse(words["Too many attempts. Wait 15 minutes, then try again."]),
            _ => Refuse(words["This code is not correct."]),
        };
    }

    PageResult Refuse(string? because = null)
    {
        if (because is not null) ModelState.AddModelError("", because);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
