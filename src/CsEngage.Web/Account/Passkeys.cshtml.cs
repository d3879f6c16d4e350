using System.Buffers.Text;
using System.Collections.Immutable;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Account;

/// <summary>Passkeys of one's own (WebAuthn): adding, naming and removing them. One that is added opens the door without password and second step.</summary>
public sealed class PasskeysModel(UserManager<Staff> users, SignInManager<Staff> door, AuditTrail audit, IStringLocalizer<Words> words, TimeProvider clock) : PageModel
{
    /// <summary>More than anybody has devices.</summary>
    const int Most = 20;

    const int LongestName = 80;

    public ImmutableArray<(string Id, string Name, DateTimeOffset AddedAt, bool IsSynced)> All { get; private set; } = [];

    public async Task OnGet() => All =
    [
        .. (await users.GetPasskeysAsync(await Me())).OrderBy(passkey => passkey.CreatedAt)
            .Select(passkey => (Base64Url.EncodeToString(passkey.CredentialId), passkey.Name is { Length: > 0 } name ? name : words["Passkey"].Value, passkey.CreatedAt, passkey.IsBackedUp)),
    ];

    /// <summary>What the browser asks the device for.</summary>
    public async Task<IActionResult> OnPostOptions()
    {
        var staff = await Me();
        return Content(await door.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = staff.Id.ToString("D"), Name = staff.Email!, DisplayName = staff.Name }), "application/json");
    }

    public async Task<IActionResult> OnPostAdd(string? credential, string? name)
    {
        var staff = await Me();
        if (string.IsNullOrEmpty(credential)) return BadRequest();
        if ((await users.GetPasskeysAsync(staff)).Count >= Most) return Back(words["You have many passkeys already. Remove one that you no longer use first."]);
        var attested = await door.PerformPasskeyAttestationAsync(credential);
        if (!attested.Succeeded) return Back(words["This passkey could not be checked. Try once more."]);
        attested.Passkey.Name = (name ?? "").Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : Device.Name(Request.Headers.UserAgent);
        if (!(await users.AddOrUpdatePasskeyAsync(staff, attested.Passkey)).Succeeded) return Back(words["This passkey could not be checked. Try once more."]);
        await Said(staff, "passkey.added");
        return Back(words["The passkey is added. You can sign in with it from now on."]);
    }

    public async Task<IActionResult> OnPostRemove(string? id)
    {
        var staff = await Me();
        if (id is null || !Base64Url.IsValid(id)) return BadRequest();
        var credential = Base64Url.DecodeFromChars(id);
        // One removes one's own only.
        if (await users.GetPasskeyAsync(staff, credential) is null) return NotFound();
        await users.RemovePasskeyAsync(staff, credential);
        await Said(staff, "passkey.removed");
        return Back(words["The passkey is removed and no longer signs you in. Delete it on the device too."]);
    }

    async Task<Staff> Me() => await users.GetUserAsync(User) ?? throw new InvalidOperationException("Somebody is signed in who is no staff member.");

    Task Said(Staff staff, string action) => audit.Append(new AuditEntry(clock.GetUtcNow(), $"staff:{staff.Id:D}", action, $"staff:{staff.Id:D}"));

    RedirectToPageResult Back(string said)
    {
        TempData["Said"] = said;
        return RedirectToPage();
    }
}
