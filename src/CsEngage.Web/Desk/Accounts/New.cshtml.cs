using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Web.Account;
using CsEngage.Web.Api;
using CsEngage.Web.Host;
using CsEngage.Web.Studio;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>A new account by hand, with its first contact where there is one. Its portal and touch model follow from the settings, as for those that are imported.</summary>
public sealed class NewModel(AccountBook accounts, ContactBook contacts, StaffList people, DefinitionShelf definitions, SettingsBook settings, DeskDay day, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Enter the name of the account."), StringLength(200)]
    public string Name { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string? ExternalId { get; set; }

    [BindProperty]
    public string? Tier { get; set; }

    [BindProperty]
    public Guid? Csm { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    [BindProperty, StringLength(100)]
    public string? Family { get; set; }

    [BindProperty, StringLength(100)]
    public string? Given { get; set; }

    [BindProperty, StringLength(254)]
    public string? Address { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public DeskToday Today { get; private set; } = null!;

    /// <summary>Who can look after it. Who writes only accounts of their own looks after it themselves.</summary>
    public ImmutableArray<Staff> Csms { get; private set; } = [];

    /// <summary>Roles that contacts may hold.</summary>
    public ImmutableArray<string> Roles => Today.Texts.Names.Texts.GetValueOrDefault(TextKind.Role, []);

    public static bool May(System.Security.Claims.ClaimsPrincipal person) => person.May(Permission.AccountsWriteAll, Permission.AccountsWriteOwn);

    public async Task OnGet()
    {
        await Load();
        Csm = Csms.Any(one => one.Id == User.StaffId()) ? User.StaffId() : null;
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        var (address, hasContact) = (Address?.Trim(), !string.IsNullOrWhiteSpace(Address) || !string.IsNullOrWhiteSpace(Family) || !string.IsNullOrWhiteSpace(Given));
        if (Tier is { Length: > 0 } && !Today.Texts.Tiers.Contains(Tier)) ModelState.AddModelError(nameof(Tier), words["There is no such tier."]);
        if (Csm is { } wanted && Csms.All(one => one.Id != wanted)) ModelState.AddModelError(nameof(Csm), words["Choose a colleague."]);
        if (hasContact && (address is not { Length: > 0 } || Wrong.Address(address) is not null)) ModelState.AddModelError(nameof(Address), words["Enter an address such as hana@example.com."]);
        if (Role is { Length: > 0 } && !Roles.Contains(Role)) ModelState.AddModelError(nameof(Role), words["There is no such role."]);
        var id = ExternalId?.Trim() is { Length: > 0 } own ? own : await Free(KeyText.Of(Name));
        if (await accounts.FindByExternalId(id) is not null) ModelState.AddModelError(nameof(ExternalId), words["The key {0} is taken already.", id]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        var (now, edit) = (Today.Now, new Edit(Today.Now, Today.Now, $"staff:{User.StaffId():D}"));
        var account = new Core.Account(Guid.CreateVersion7(now), id, Name.Trim(), null, Tier is { Length: > 0 } ? Tier : null, "onboarding", "tech", User.May(Permission.AccountsWriteAll) ? Csm : User.StaffId(), null, null,
            Languages.Has(Language) ? Language : null, null, now, ImmutableSortedDictionary.Create<string, AttributeValue>(StringComparer.Ordinal));
        account = account with { TouchModel = (await TouchModelRules.InForce(definitions, settings)).Next(null, account, now) };
        await accounts.Put(account, edit);
        if (hasContact) await Add(account, address!, edit);
        TempData["Said"] = words["{0} is here. Its portal opens by itself in a moment.", account.Name].Value;
        return LocalRedirect($"/desk/accounts/{account.Id}");
    }

    /// <summary>Who has this address at another account is the same person.</summary>
    async Task Add(Core.Account account, string address, Edit edit)
    {
        var known = await contacts.FindByAddress(address);
        var contact = known ?? new Contact(Guid.CreateVersion7(edit.At), ContactBook.Normalised(address), address, Typed(Family), Typed(Given), null, null, null, account.Locale, null);
        if (known is null) await contacts.Put(contact, edit.At);
        await contacts.Put(new Membership(Guid.CreateVersion7(edit.At), account.Id, contact.Id, null, Role is { Length: > 0 } role ? [role] : [], null, null, true, edit.At, null), edit);
    }

    static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    async Task<string> Free(string key)
    {
        // A Japanese name has no letters to make a key from.
        var wanted = key.Length > 0 ? key : "account";
        for (var n = 1; ; n++)
        {
            var candidate = n == 1 && key.Length > 0 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{wanted}-{n}");
            if (await accounts.FindByExternalId(candidate) is null) return candidate;
        }
    }

    async Task Load()
    {
        Today = await day.Today();
        Csms = [.. (await people.All()).Where(one => one.ClosedAt is null && one.Permissions.Contains(Permission.PlaysWork) && (User.May(Permission.AccountsWriteAll) || one.Id == User.StaffId()))];
    }
}
