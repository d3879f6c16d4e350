using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Admin.Keys;

public sealed class IndexModel(ApiKeys keys, KeyRing ring, IStringLocalizer<Words> words, TimeProvider clock) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Say for which system the key is."), StringLength(80)]
    public string Name { get; set; } = "";

    [BindProperty]
    public string[] Chosen { get; set; } = [];

    [BindProperty, Range(0, 3650)]
    public int Days { get; set; }

    public ImmutableArray<ApiKey> All { get; private set; } = [];

    /// <summary>The key that was just made, with the text that is shown once.</summary>
    public (ApiKey Key, string Text)? Made { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<(string Scope, string Says)> Scopes { get; } =
    [
        (ApiScope.SignalsWrite, Words.Key("send signals")),
        (ApiScope.AccountsRead, Words.Key("read accounts, contacts, contracts, health and what happened")),
        (ApiScope.AccountsWrite, Words.Key("make and change accounts and contracts")),
        (ApiScope.ContactsWrite, Words.Key("make and change contacts and end memberships")),
        (ApiScope.JourneysWrite, Words.Key("start journeys")),
        (ApiScope.TouchesWrite, Words.Key("send touches, under the same policy as all others")),
        (ApiScope.Import, Words.Key("send signals that are more than 30 days old")),
        (ApiScope.MetricsRead, Words.Key("read the figures of operation")),
    ];

    public async Task OnGet() => All = await keys.All();

    public async Task<IActionResult> OnPostMake()
    {
        if (!Chosen.Any(ApiScope.All.Contains)) ModelState.AddModelError(nameof(Chosen), words["Choose at least one thing that it may do."]);
        if (ModelState.IsValid)
        {
            Made = await ring.Make(Name.Trim(), Chosen, Days == 0 ? null : TimeSpan.FromDays(Days), Actor, User.StaffId());
            ModelState.Clear();
            (Name, Chosen, Days) = ("", [], 0);
        }
        else
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        // The text of the key must not stay in a cache between us and the reader.
        Response.Headers.CacheControl = "no-cache, no-store";
        All = await keys.All();
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke(Guid id)
    {
        ModelState.Clear();
        if (!await ring.Revoke(id, Actor)) return NotFound();
        TempData["Said"] = words["The key is revoked."].Value;
        return RedirectToPage();
    }

    string Actor => $"staff:{User.StaffId():D}";
}
