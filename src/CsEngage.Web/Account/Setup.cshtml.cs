using System.ComponentModel.DataAnnotations;
using CsEngage.Engine.Sending;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Account;

public sealed class SetupModel(SignInTokens tokens, StaffList staff, UserManager<Staff> users, SignInManager<Staff> door, SettingsBook book, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty, Required(ErrorMessage = "Enter the name of your company."), StringLength(120)]
    public string Operator { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Enter your name."), StringLength(120)]
    public string Name { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Enter your address."), EmailAddress(ErrorMessage = "Enter an address such as hana@example.com.")]
    public string Address { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "Choose a password."), DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [BindProperty]
    public string Locale { get; set; } = "en";

    [BindProperty]
    public string Zone { get; set; } = "UTC";

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<IActionResult> OnGet()
    {
        Locale = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (Locale == "ja") Zone = "Asia/Tokyo";
        return await IsGood() ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost([FromServices] Basics basics)
    {
        if (!await IsGood()) return NotFound();
        if (!Languages.Has(Locale) || !TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)) return BadRequest();
        if (!ModelState.IsValid) return Refuse();

        var now = clock.GetUtcNow();
        var admin = NewStaff.Of(Address.Trim(), Name.Trim(), StaffRole.Admin.Key, Locale, now);
        foreach (var complaint in await Complaints(admin)) ModelState.AddModelError("", complaint);
        if (!ModelState.IsValid) return Refuse();

        // The link is used up before the login is made: of two who press at once, one becomes admin.
        if (await tokens.Consume(Secret.HashOf(Token!), FirstStart.Purpose, now) is null) return NotFound();
        var made = await users.CreateAsync(admin, Password);
        if (!made.Succeeded) throw new InvalidOperationException($"The first login could not be made: {string.Join(' ', made.Errors.Select(error => error.Code))}");

        await basics.Lay($"staff:{admin.Id}", now);
        var profile = await book.Find<OperatorProfile>(OperatorProfile.Key);
        // The recipe's example company is not this one: its legal name and address stay behind.
        await book.Save(OperatorProfile.Key, profile.Value with { Name = Operator.Trim(), LegalName = null, Address = null, Url = null, Locale = Locale, Zone = Zone }, profile.Version, $"staff:{admin.Id}", now);
        // Mail is from this company, whatever the recipe's example is called.
        var sender = await book.Find<ChosenSender>(ChosenSender.Key);
        await book.Save(ChosenSender.Key, sender.Value with { Name = Operator.Trim() }, sender.Version, $"staff:{admin.Id}", now);
        Languages.Choose(Response, Locale);
        await door.SignInAsync(admin, isPersistent: true);
        return LocalRedirect("/");
    }

    async Task<bool> IsGood() =>
        Token is { Length: > 20 and < 100 } && await staff.IsEmpty() && await tokens.Look(Secret.HashOf(Token), FirstStart.Purpose, clock.GetUtcNow()) is not null;

    async Task<IEnumerable<string>> Complaints(Staff admin)
    {
        var answers = new List<IdentityResult>();
        foreach (var check in users.PasswordValidators) answers.Add(await check.ValidateAsync(users, admin, Password));
        foreach (var check in users.UserValidators) answers.Add(await check.ValidateAsync(users, admin));
        return answers.SelectMany(answer => answer.Errors).Select(error => error.Description).Distinct();
    }

    PageResult Refuse()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
