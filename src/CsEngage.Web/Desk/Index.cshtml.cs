using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk;

/// <summary>The CSM's day: who needs me, in which order, and why.</summary>
public sealed class IndexModel(QueueReading reading, TouchBook touches, SnoozeBook snoozes, AccountBook accounts) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Book { get; set; }

    [BindProperty(SupportsGet = true)] public bool All { get; set; }

    public DeskQueue Queue { get; private set; } = null!;

    public bool MaySeeAll => User.OnlyBookOf() is null;

    public bool IsMine => Book != "all" || !MaySeeAll;

    public async Task OnGet() => Queue = await reading.Read(IsMine ? User.StaffId() : null, User.StaffId(), All);

    public async Task<IActionResult> OnPostSnooze(Guid account, int days, string? reason, [FromServices] IStringLocalizer<Words> words, [FromServices] TimeProvider clock)
    {
        if (await Seen(account) is not { } found) return NotFound();
        if (!User.May(Permission.PlaysWork)) return Forbid();
        var now = clock.GetUtcNow();
        await snoozes.Put(new Snooze(account, User.StaffId(), now.AddDays(Math.Clamp(days, 1, 90)), reason?.Trim() ?? "", now));
        TempData["Said"] = words["{0} comes back in {1} days.", found.Name, Math.Clamp(days, 1, 90)].Value;
        return RedirectToPage(new { book = Book });
    }

    public async Task<IActionResult> OnPostWake(Guid account)
    {
        await snoozes.Wake(User.StaffId(), account);
        return RedirectToPage(new { book = Book });
    }

    public async Task<IActionResult> OnPostRelease(Guid account, string touch, [FromServices] IStringLocalizer<Words> words, [FromServices] TimeProvider clock)
    {
        if (await Seen(account) is null) return NotFound();
        if (!User.May(Permission.TouchesRelease)) return Forbid();
        TempData["Said"] = await touches.Release(account, touch, $"staff:{User.StaffId():D}", clock.GetUtcNow())
            ? words["Released. It goes out as soon as policy and caps let it."].Value : words["Somebody else was first: look where it stands now."].Value;
        return RedirectToPage(new { book = Book });
    }

    async Task<Core.Account?> Seen(Guid account) => (await accounts.Find(account))?.Value is { } found && User.MayRead(found) ? found : null;
}
