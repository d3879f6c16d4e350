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

    /// <summary>Colleagues to whom work can be passed.</summary>
    public ImmutableArray<Staff> Colleagues { get; private set; } = [];

    /// <summary>What the last batch did, to be taken back; null when there was none.</summary>
    public string? Undo { get; private set; }

    public async Task OnGet([FromServices] StaffList staff)
    {
        Queue = await reading.Read(IsMine ? User.StaffId() : null, User.StaffId(), All);
        Colleagues = [.. (await staff.All()).Where(one => one.ClosedAt is null && one.Id != User.StaffId() && one.Permissions.Contains(Permission.PlaysWork))];
        Undo = TempData["Undo"] as string;
    }

    /// <summary>Take, pass, done or later, for several accounts at once.</summary>
    public async Task<IActionResult> OnPostBatch(
        BatchAct act, Guid[] accounts, Guid? to, int days, string? reason, [FromServices] QueueBatch batch, [FromServices] StaffList staff, [FromServices] DeskDay day, [FromServices] IStringLocalizer<Words> words)
    {
        if (!User.May(Permission.PlaysWork)) return Forbid();
        var seen = new HashSet<Guid>();
        foreach (var account in accounts.Distinct().Take(QueueBatch.Most))
            if (await Seen(account) is not null) seen.Add(account);
        if (seen.Count == 0) return Refuse(words["Choose accounts first."]);
        var (today, me, chosen) = (await day.Today(), User.StaffId(), seen.ToImmutableHashSet());
        var heir = act == BatchAct.Pass && to is { } id ? await staff.Find(id) : null;
        if (act == BatchAct.Pass && heir is not { ClosedAt: null }) return Refuse(words["Choose a colleague."]);
        if (act == BatchAct.Later && string.IsNullOrWhiteSpace(reason)) return Refuse(words["Say why they can wait."]);

        var done = act == BatchAct.Later ? await batch.Later(chosen, me, Math.Clamp(days, 1, 90), reason!.Trim(), today.Now) : await batch.Plays(act, chosen, me, heir?.Id ?? me, today);
        if (done.IsEmpty) return Refuse(act == BatchAct.Done ? words["There is no open play of yours there that can end without a sentence of explanation."] : words["There is no open play there to pass on."]);
        TempData["Undo"] = batch.Sealed(done, me);
        return Back(act switch
        {
            BatchAct.Take => words["Plays that are yours now: {0}.", done.Length],
            BatchAct.Pass => words["Plays that {1} has now: {0}.", done.Length, heir!.Name],
            BatchAct.Done => words["Plays ended well: {0}.", done.Length],
            _ => words["Accounts that come back in {1} days: {0}.", done.Length, Math.Clamp(days, 1, 90)],
        });

        RedirectToPageResult Refuse(LocalizedString because)
        {
            TempData["Refused"] = because.Value;
            return RedirectToPage(new { book = Book });
        }

        RedirectToPageResult Back(LocalizedString said)
        {
            TempData["Said"] = said.Value;
            return RedirectToPage(new { book = Book });
        }
    }

    public async Task<IActionResult> OnPostUndo(string? steps, [FromServices] QueueBatch batch, [FromServices] IStringLocalizer<Words> words)
    {
        if (!User.May(Permission.PlaysWork)) return Forbid();
        var undone = await batch.Undo(batch.Unsealed(steps, User.StaffId()), User.StaffId());
        if (undone == 0) TempData["Refused"] = words["There is nothing to take back any more."].Value;
        else TempData["Said"] = words["Taken back: {0}.", undone].Value;
        return RedirectToPage(new { book = Book });
    }

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
        if (await touches.Release(account, touch, $"staff:{User.StaffId():D}", clock.GetUtcNow())) TempData["Said"] = words["Released. It goes out as soon as policy and caps let it."].Value;
        else TempData["Refused"] = words["Somebody else was first: look where it stands now."].Value;
        return RedirectToPage(new { book = Book });
    }

    async Task<Core.Account?> Seen(Guid account) => (await accounts.Find(account))?.Value is { } found && User.MayRead(found) ? found : null;
}
