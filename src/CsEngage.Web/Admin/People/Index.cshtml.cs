using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Engine.Sending;
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
public sealed class IndexModel(StaffList list, StaffChanges changes, UserManager<Staff> users, PasswordReset passwords, Deliverability deliverability, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
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

    /// <summary>How many accounts and open plays each looks after.</summary>
    public IReadOnlyDictionary<Guid, (int Accounts, int Plays)> Books { get; private set; } = ImmutableDictionary<Guid, (int, int)>.Empty;

    /// <summary>Addresses that bounced for good: no link goes there, whoever asks for it.</summary>
    public IReadOnlySet<string> Dead { get; private set; } = ImmutableHashSet<string>.Empty;

    /// <summary>Who can take over from somebody.</summary>
    public IEnumerable<Staff> HeirsOf(Staff staff) => All.Where(one => one.Id != staff.Id && one.ClosedAt is null && one.Permissions.Contains(Permission.PlaysWork));

    public Task OnGet() => Load();

    /// <summary>Closes a login: signed out everywhere at once, accounts and open plays passed on.</summary>
    public async Task<IActionResult> OnPostClose(Guid id, Guid? heir)
    {
        ModelState.Clear();
        if (id == User.StaffId()) return await Refuse(words["Nobody closes their own login: somebody else who administers has to."]);
        if (await list.Find(id) is not { } staff) return NotFound();
        return await changes.Close(id, heir, $"staff:{User.StaffId():D}", clock.GetUtcNow()) switch
        {
            StaffChanged.Done => Said(words["{0} is signed out everywhere and can no longer sign in.", staff.Name]),
            StaffChanged.LastAdmin => await Refuse(words["{0} is the only one left who may do everything. Make somebody else an administrator first.", staff.Name]),
            StaffChanged.NoHeir => await Refuse(words["Choose who takes over the accounts and plays of {0}.", staff.Name]),
            _ => await Refuse(words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."]),
        };
    }

    public async Task<IActionResult> OnPostReopen(Guid id)
    {
        ModelState.Clear();
        if (await list.Find(id) is not { } staff) return NotFound();
        return await changes.Reopen(id, $"staff:{User.StaffId():D}", clock.GetUtcNow()) == StaffChanged.Done
            ? Said(words["{0} may sign in again. Accounts that were passed on stay where they are.", staff.Name]) : await Refuse(words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."]);
    }

    public async Task<IActionResult> OnPostRole(Guid id, string seen)
    {
        ModelState.Clear();
        if (StaffRole.All.FirstOrDefault(role => role.Key == Role) is not { } role) return await Refuse(words["There is no such role."]);
        if (await list.Find(id) is not { } staff) return NotFound();
        return await changes.GiveRole(id, seen, role, $"staff:{User.StaffId():D}", clock.GetUtcNow()) switch
        {
            StaffChanged.Done => Said(words["{0}: {1}, from now on.", staff.Name, words[Roles.First(one => one.Key == role.Key).Name]]),
            StaffChanged.LastAdmin => await Refuse(words["{0} is the only one left who may do everything. Make somebody else an administrator first.", staff.Name]),
            _ => await Refuse(words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."]),
        };
    }

    public async Task<IActionResult> OnPostInvite([FromServices] AuditTrail audit)
    {
        if (Roles.All(role => role.Key != Role)) ModelState.AddModelError(nameof(Role), words["There is no such role."]);
        if (ModelState.IsValid && await users.FindByEmailAsync(Address.Trim()) is not null) ModelState.AddModelError(nameof(Address), words["Somebody signs in with this address already."]);
        if (ModelState.IsValid && await deliverability.IsDead(Address.Trim())) ModelState.AddModelError(nameof(Address), Bounced(Address.Trim()));
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
        return await Refuse();
    }

    async Task Load()
    {
        (All, Books) = (await list.All(), await changes.Books());
        Dead = await deliverability.Dead(All.Where(staff => staff.ClosedAt is null).Select(staff => staff.Email).OfType<string>());
    }

    string Bounced(string address) => words["Mail to {0} bounced for good, so no link goes there. Take the address off the list under Suppressions once it works again, or use another one.", address];

    RedirectToPageResult Said(string text)
    {
        TempData["Said"] = text;
        return RedirectToPage();
    }

    async Task<IActionResult> Refuse(string? because = null)
    {
        if (because is not null) ModelState.AddModelError("", because);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await Load();
        return Page();
    }

    /// <summary>Once more, for somebody who has not chosen a password yet.</summary>
    public async Task<IActionResult> OnPostAgain(Guid id)
    {
        ModelState.Clear();
        return await users.FindByIdAsync(id.ToString("D")) is { ClosedAt: null, PasswordHash: null, Email: { } address } staff ? await deliverability.IsDead(address) ? await Refuse(Bounced(address)) : await Invite(staff) : NotFound();
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
