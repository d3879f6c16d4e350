using System.ComponentModel.DataAnnotations;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>Chooses a new password by a link from a mail. GET shows a form and uses nothing up, so that scanners of mail burn no link.</summary>
public sealed class ResetModel(PasswordReset reset, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute]
    public string Token { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Choose a password."), DataType(DataType.Password)]
    public string Password { get; set; } = "";

    public Staff? Whose { get; private set; }

    public async Task OnGet() => Whose = await reset.Find(Token);

    public async Task<IActionResult> OnPost()
    {
        Whose = await reset.Find(Token);
        if (Whose is null) return Page();
        if (ModelState.IsValid)
            foreach (var complaint in await reset.Set(Token, Whose, Password)) ModelState.AddModelError("", complaint);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        TempData["Said"] = words["The password is set. Sign in with it."].Value;
        return Redirect("/account/sign-in");
    }
}
