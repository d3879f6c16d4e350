using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Web.Account;
using CsEngage.Web.Desk.Wording;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Plays;

/// <summary>A play in hand: why it was opened, what there is to do, how it ended.</summary>
public sealed class PlayModel(PlayBook plays, AccountBook accounts, DeskDay day, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute] public Guid Account { get; set; }

    [FromRoute] public string Id { get; set; } = "";

    public DeskToday Today { get; private set; } = null!;

    public Core.Account Customer { get; private set; } = null!;

    public PlayLine Line { get; private set; } = null!;

    /// <summary>The authored play; null for one by hand with its own words.</summary>
    public Play? Document { get; private set; }

    /// <summary>What its rule says now, and what it said when it was opened.</summary>
    public ImmutableArray<ReasonLine> Then { get; private set; } = [];

    /// <summary>Whether its rule holds at this time; null when nobody asks any more, because it is closed.</summary>
    public bool? HoldsNow { get; private set; }

    public string Title => Line.Title ?? Today.Texts.Play(Line.Play);

    public async Task<IActionResult> OnGet([FromServices] FactShelf facts, [FromServices] ReasonWords reasons)
    {
        if (!await Open()) return NotFound();
        if (Line.ByRule && Document?.Opens is { } rule && await facts.Load(Account, rule.Needs, Line.OpenedAt) is { } history)
        {
            // Asked of the same facts as then, by the same code: what it says is what it said.
            var read = Facts.Of(history);
            Then = [.. reasons.Lines(rule.Evaluate(read, Line.OpenedAt).Reasons)];
            HoldsNow = Line.ClosedAt is null ? rule.Evaluate(read, Today.Now).Holds : null;
        }
        return Page();
    }

    public async Task<IActionResult> OnPostTick(string[] items, int version)
    {
        if (await Refused() is { } refused) return refused;
        var known = Document?.Checklist.Select(item => item.Key).ToHashSet(StringComparer.Ordinal) ?? [];
        return Back(await plays.Tick(Account, Id, [.. items.Where(known.Contains)], version) ? words["Saved."] : words["Somebody else was first: look where it stands now."]);
    }

    public async Task<IActionResult> OnPostSnooze(int days)
    {
        if (await Refused() is { } refused) return refused;
        await plays.Snooze(Account, Id, Today.Now.AddDays(Math.Clamp(days, 1, 90)));
        return Back(words["It comes back in {0} days.", Math.Clamp(days, 1, 90)]);
    }

    public async Task<IActionResult> OnPostTake()
    {
        if (await Refused() is { } refused) return refused;
        return await plays.Assign(Account, Id, Line.Assignee, User.StaffId()) ? Back(words["It is yours now."]) : Refused(words["Somebody else was first: look where it stands now."]);
    }

    public async Task<IActionResult> OnPostClose(string outcome, string? reason, int? minutes, [FromServices] SignalLog log)
    {
        if (await Refused() is { } refused) return refused;
        switch (PlayEnding.Chosen(Document, outcome, reason, minutes))
        {
            case PlayEnding.Stays { Why: PlayStays.NeedsReason }: return Refused(words["This outcome needs a sentence of explanation."]);
            case PlayEnding.Ends ending when !await plays.End(log, Line, ending, User.StaffId(), Today.Now): return Refused(words["Somebody else was first: look where it stands now."]);
            case PlayEnding.Stays: return Refused(words["Choose how it ended."]);
        }
        TempData["Said"] = words["“{0}” is closed.", Title].Value;
        return Redirect($"/desk/accounts/{Account}?tab=story&show=work");
    }

    public async Task<IActionResult> OnPostReopen()
    {
        if (await Refused() is { } refused) return refused;
        return await plays.Reopen(Account, Id) ? Back(words["It is open again."]) : Refused(words["It cannot be opened again while another one of its kind is open."]);
    }

    async Task<bool> Open()
    {
        if ((await accounts.Find(Account))?.Value is not { } customer || !User.MayRead(customer) || await plays.Find(Account, Id) is not { } line) return false;
        (Customer, Line, Today) = (customer, line, await day.Today());
        Document = line.Play is { } key ? Today.Texts.Plays.GetValueOrDefault(key) : null;
        return true;
    }

    async Task<IActionResult?> Refused() => !await Open() ? NotFound() : User.May(Permission.PlaysWork) ? null : Forbid();

    RedirectResult Refused(LocalizedString said) => Back(said, "Refused");

    RedirectResult Back(LocalizedString said, string tone = "Said")
    {
        TempData[tone] = said.Value;
        return Redirect($"/desk/accounts/{Account}/plays/{DeskAddress.Of(Id)}");
    }
}
