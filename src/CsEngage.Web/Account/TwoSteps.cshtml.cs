using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using CsEngage.Web.Shared;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>Switches the second step of signing in on and off: time-based codes (RFC 6238) and recovery codes.</summary>
public sealed class TwoStepsModel(UserManager<Staff> users, SignInManager<Staff> door, AuditTrail audit, Brand brand, IStringLocalizer<Words> words, TimeProvider clock) : PageModel
{
    const int RecoveryCodeCount = 10;

    [BindProperty]
    public string? Code { get; set; }

    public bool IsOn { get; private set; }

    public int CodesLeft { get; private set; }

    /// <summary>Shown once, right after they were made.</summary>
    public ImmutableArray<string> RecoveryCodes { get; private set; } = [];

    /// <summary>The key in groups of four, for those who cannot scan.</summary>
    public string Key { get; private set; } = "";

    public IHtmlContent Picture { get; private set; } = HtmlString.Empty;

    public async Task<IActionResult> OnGet() => await Shown();

    public async Task<IActionResult> OnPostOn()
    {
        var staff = await Me();
        var plain = string.Concat((Code ?? "").Normalize(NormalizationForm.FormKC).Where(char.IsAsciiDigit));
        if (!await users.VerifyTwoFactorTokenAsync(staff, users.Options.Tokens.AuthenticatorTokenProvider, plain))
        {
            ModelState.AddModelError(nameof(Code), words["This code is not correct. Check the clock of your phone, too."]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await Shown();
        }
        await users.SetTwoFactorEnabledAsync(staff, true);
        await NewCodes(staff);
        await Said(staff, "two-steps.switched-on");
        return await Shown();
    }

    public async Task<IActionResult> OnPostCodes()
    {
        var staff = await Me();
        if (!await users.GetTwoFactorEnabledAsync(staff)) return BadRequest();
        await NewCodes(staff);
        await Said(staff, "recovery-codes.made");
        return await Shown();
    }

    public async Task<IActionResult> OnPostOff()
    {
        var staff = await Me();
        await users.SetTwoFactorEnabledAsync(staff, false);
        // The next time begins with a key that nobody has seen.
        await users.ResetAuthenticatorKeyAsync(staff);
        await Said(staff, "two-steps.switched-off");
        await door.RefreshSignInAsync(staff);
        TempData["Said"] = words["Two steps are off."].Value;
        return RedirectToPage();
    }

    async Task<Staff> Me() => await users.GetUserAsync(User) ?? throw new InvalidOperationException("Somebody is signed in who is no staff member.");

    async Task NewCodes(Staff staff)
    {
        RecoveryCodes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(staff, RecoveryCodeCount) ?? []];
        // Changing how one signs in gives a new stamp; this session goes on, the others end.
        await door.RefreshSignInAsync(staff);
    }

    Task Said(Staff staff, string action) => audit.Append(new AuditEntry(clock.GetUtcNow(), $"staff:{staff.Id:D}", action, $"staff:{staff.Id:D}"));

    async Task<IActionResult> Shown()
    {
        Response.Headers.CacheControl = "no-cache, no-store";
        var staff = await Me();
        IsOn = await users.GetTwoFactorEnabledAsync(staff);
        CodesLeft = await users.CountRecoveryCodesAsync(staff);
        if (IsOn) return Page();

        if (await users.GetAuthenticatorKeyAsync(staff) is not { Length: > 0 } key)
        {
            await users.ResetAuthenticatorKeyAsync(staff);
            await door.RefreshSignInAsync(staff);
            key = (await users.GetAuthenticatorKeyAsync(staff))!;
        }
        var issuer = (await brand.Operator()).Name is { Length: > 0 } name ? name : "CsEngage";
        Key = string.Join(' ', key.Chunk(4).Select(part => new string(part)));
        Picture = QrPicture.Of(string.Create(CultureInfo.InvariantCulture, $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(staff.Email!)}?secret={key}&issuer={Uri.EscapeDataString(issuer)}&digits=6"), words["The key as a QR code"]);
        return Page();
    }
}
