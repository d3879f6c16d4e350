using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CsEngage.Store.Settings;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin;

/// <summary>The operator, as portals and mails name it.</summary>
public sealed class OperatorModel(SettingsBook book, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    ImmutableArray<string> isFixed = [];

    [BindProperty, Required(ErrorMessage = "Enter the name of your company."), StringLength(120)]
    public string Name { get; set; } = "";

    [BindProperty, StringLength(200)]
    public string? LegalName { get; set; }

    [BindProperty, StringLength(300)]
    public string? PostalAddress { get; set; }

    [BindProperty, StringLength(300)]
    public string? Website { get; set; }

    [BindProperty]
    public string? Locale { get; set; }

    [BindProperty]
    public string? Country { get; set; }

    /// <summary>The version that the form shows: what somebody else saved since then is not overwritten.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>Whether the environment names this field; it wins over this page.</summary>
    public bool IsFixed(string field) => isFixed.Contains(field, StringComparer.Ordinal);

    public async Task OnGet() => Show(await book.Find<OperatorProfile>(OperatorProfile.Key));

    public async Task<IActionResult> OnPost()
    {
        var known = await book.Find<OperatorProfile>(OperatorProfile.Key);
        isFixed = known.Fixed;
        var (url, country) = (Typed(Website), Typed(Country)?.ToUpperInvariant());
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")) ModelState.AddModelError(nameof(Website), words["A web address begins with https:// or http://."]);
        if (country is not null && !(country.Length == 2 && country.All(char.IsAsciiLetterUpper))) ModelState.AddModelError(nameof(Country), words["“{0}” is not a country. Write two capital letters such as JP.", country]);
        if (!ModelState.IsValid) return Refuse();

        var wanted = known.Value with
        {
            Name = Name.Trim(), LegalName = Typed(LegalName), Address = Typed(PostalAddress), Url = url, Country = country, Locale = Languages.Has(Locale ?? "") ? Locale! : known.Value.Locale,
        };
        if (!await book.Save(OperatorProfile.Key, wanted, Version, $"staff:{User.StaffId():D}", clock.GetUtcNow()))
        {
            ModelState.AddModelError("", words["Somebody else saved this in the meantime. What you typed is here; look at theirs in another window, then save again."]);
            ModelState.Remove(nameof(Version));
            Version = known.Version;
            return Refuse();
        }
        TempData["Said"] = words["Kept."].Value;
        return RedirectToPage();
    }

    void Show(Setting<OperatorProfile> known)
    {
        isFixed = known.Fixed;
        (Name, LegalName, PostalAddress, Website, Locale, Country, Version) =
            (known.Value.Name, known.Value.LegalName, known.Value.Address, known.Value.Url, known.Value.Locale, known.Value.Country, known.Version);
    }

    PageResult Refuse()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
