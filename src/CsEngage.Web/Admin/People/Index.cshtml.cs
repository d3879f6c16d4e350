using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.People;

/// <summary>Who signs in here. Somebody new gets a mail with a link to choose a password; nobody ever types one for somebody else.</summary>
public sealed class IndexModel(StaffList list, UserManager<Staff> users, PasswordReset passwords, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Enter an address such as hana@example.com."), EmailAddress(ErrorMessage = "Enter an address such as hana@example.com."), StringLength(200)]
    public string Address { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Enter a name."), StringLength(100)]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Role { get; set; } = StaffRole.Csm.Key;

    public ImmutableArray<Staff> All { get; private set; } = [];

    /// <summary>What a role is called, and what it is for.</summary>
    public IReadOnlyList<(string Key, string Name, string Says)> Roles { get; } =
    [
        (StaffRole.Csm.Key, Words.Key("Success manager"), Words.Key("looks after accounts at the desk")),
        (StaffRole.Author.Key, Words.Key("Author"), Words.Key("writes guides and journeys in the studio")),
        (StaffRole.Admin.Key, Words.Key("Administrator"), Words.Key("may do everything")),
    ];

    public async Task OnGet() => All = await list.All();

    public async Task<IActionResult> OnPostInvite([FromServices] AuditTrail audit, [FromServices] TimeProvider clock)
    {
        if (Roles.All(role => role.Key != Role)) ModelState.AddModelError(nameof(Role), words["There is no such role."]);
        if (ModelState.IsValid && await users.FindByEmailAsync(Address.Trim()) is not null) ModelState.AddModelError(nameof(Address), words["Somebody signs in with this address already."]);
        if (ModelState.IsValid)
        {
            var staff = NewStaff.Of(Address.Trim(), Name.Trim(), Role, locale: null, clock.GetUtcNow());
            foreach (var error in (await users.CreateAsync(staff)).Errors) ModelState.AddModelError("", error.Description);
            if (ModelState.IsValid)
            {
                await audit.Append(new AuditEntry(clock.GetUtcNow(), $"staff:{User.StaffId():D}", "staff.invited", $"staff:{staff.Id:D}", null, $"{{\"roles\":\"{Role}\"}}"));
                return await Invite(staff);
            }
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        All = await list.All();
        return Page();
    }

    /// <summary>Once more, for somebody who has not chosen a password yet.</summary>
    public async Task<IActionResult> OnPostAgain(Guid id)
    {
        ModelState.Clear();
        return await users.FindByIdAsync(id.ToString("D")) is { ClosedAt: null, PasswordHash: null, Email: not null } staff ? await Invite(staff) : NotFound();
    }

    async Task<IActionResult> Invite(Staff staff)
    {
        var settings = HttpContext.RequestServices.GetRequiredService<Settings>();
        await passwords.Invite(staff, settings.BaseUrl?.GetLeftPart(UriPartial.Authority) ?? $"{Request.Scheme}://{Request.Host}", CultureInfo.CurrentUICulture);
        TempData["Said"] = words["{0} gets a mail with a link to choose a password. It works once, for three days.", staff.Name].Value;
        return RedirectToPage();
    }

    /// <summary>The roles of somebody, as they are called.</summary>
    public string RolesOf(Staff staff) =>
        string.Join(", ", staff.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => Roles.FirstOrDefault(role => role.Key == key) is { Name: { } name } ? words[name].Value : key));
}
