using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Health;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>One account: who they are, how they are and why; their story; and what can be done about it.</summary>
public sealed class AccountModel(AccountReading reading, StoryTeller teller, PlayBook plays, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute] public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)] public string? Show { get; set; }

    [BindProperty(SupportsGet = true)] public long? Before { get; set; }

    public AccountView View { get; private set; } = null!;

    bool hasPortal;

    /// <summary>Whether there is a portal, and this person may look at it as the account's contacts.</summary>
    public bool MayPreview => hasPortal && (User.May(Permission.PreviewAsAll, Permission.PreviewAsScope) || (User.May(Permission.PreviewAsOwn) && View.Account.CsmId == User.StaffId()));

    public Story Story { get; private set; } = null!;

    public ImmutableArray<PlayLine> OpenPlays { get; private set; } = [];

    public bool MayWrite => User.MayWrite(View.Account);

    public async Task<IActionResult> OnGet([FromServices] PortalBook portals)
    {
        if (await Open() is not { } view) return NotFound();
        hasPortal = !(await portals.Of(Id)).IsEmpty;
        Story = await teller.Tell(view, Show is { } chosen && StoryTeller.Groups.Contains(chosen) ? chosen : null, Before is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
        OpenPlays = [.. (await plays.Of(Id)).Where(play => play.ClosedAt is null)];
        return Page();
    }

    /// <summary>What a mail said, shut in like the preview of one that is yet to be sent.</summary>
    public async Task<IActionResult> OnGetMail(string? touch, [FromServices] SentMail sent)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (touch is null || await sent.Said(Id, touch, MailPreview.In(HttpContext.RequestServices), view.Today.Now) is not { } html) return NotFound();
        Response.Headers[SecurityHeaders.PolicyHeader] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";
        return Content(html, "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnPostNote(string? text, [FromServices] NoteBook notes, [FromServices] SignalLog log)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.PlaysWork)) return Forbid();
        if (string.IsNullOrWhiteSpace(text)) return Back(words["An empty note was not kept."]);
        var now = view.Today.Now;
        var note = new Note(Guid.CreateVersion7(now), Id, null, "note", null, null, text.Trim(), null, User.StaffId(), now, null, []);
        await notes.Put(note);
        await log.Append(DerivedSignal.Of(Cause.Of("note", note.Id.ToString("D")), "note.written", now, now, Id, subject: $"note:{note.Id:D}", source: "desk"));
        return Back(words["The note is kept."]);
    }

    public async Task<IActionResult> OnPostRelease(string touch, [FromServices] TouchBook touches) =>
        await Allowed(Permission.TouchesRelease) ?? Back(await touches.Release(Id, touch, Actor, View.Today.Now)
            ? words["Released. It goes out as soon as policy and caps let it."] : words["Somebody else was first: look where it stands now."]);

    public async Task<IActionResult> OnPostSkip(string touch, [FromServices] TouchBook touches) =>
        await Allowed(Permission.TouchesRelease) ?? Back(await touches.Stop(Id, touch, Actor, SkipReason.Cancelled, View.Today.Now)
            ? words["Skipped. It will not be sent."] : words["Somebody else was first: look where it stands now."]);

    public async Task<IActionResult> OnPostHold(int days, string? reason, [FromServices] AccountBook accounts)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.TouchesRelease) || !MayWrite) return Forbid();
        if (string.IsNullOrWhiteSpace(reason)) return Back(words["A hold needs a reason."]);
        await accounts.SaveCare(Id, view.Care with { HoldReason = reason.Trim(), HoldUntil = view.Today.Now.AddDays(Math.Clamp(days, 1, 365)) }, view.Today.Now);
        return Back(words["No touch goes out to this account for {0} days.", Math.Clamp(days, 1, 365)]);
    }

    public async Task<IActionResult> OnPostLift([FromServices] AccountBook accounts, [FromServices] TouchBook touches)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.TouchesRelease) || !MayWrite) return Forbid();
        await accounts.SaveCare(Id, view.Care with { HoldReason = null, HoldUntil = null }, view.Today.Now);
        await touches.LookAgain(Id, view.Today.Now);
        return Back(words["The hold is lifted."]);
    }

    public async Task<IActionResult> OnPostOverride(string card, OverrideKind kind, double points, string? reason, int days, [FromServices] ScoreShelf scores)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.HealthOverride) || !MayWrite) return Forbid();
        if (view.Scores.All(score => score.Live.Card != card)) return NotFound();
        if (string.IsNullOrWhiteSpace(reason)) return Back(words["An override needs a reason."]);
        if (points is not (>= 0 and <= 100)) return Back(words["An override has 0 to 100 points."]);
        var now = view.Today.Now;
        await scores.Add(Id, card, HealthOverride.Begin(Guid.CreateVersion7(now), kind, points, reason, User.StaffId(), now, now.AddDays(Math.Clamp(days, 1, 365))), now);
        return Back(words["The override holds for {0} days. The score follows in a moment.", Math.Clamp(days, 1, 365)]);
    }

    public async Task<IActionResult> OnPostEndOverride(Guid @override, [FromServices] ScoreShelf scores)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.HealthOverride) || !MayWrite) return Forbid();
        await scores.End(Id, @override, view.Today.Now);
        return Back(words["The override has ended."]);
    }

    public async Task<IActionResult> OnPostReached(Guid enrollment, string checkpoint, [FromServices] SignalLog log)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.PlaysWork)) return Forbid();
        if (view.Passages.FirstOrDefault(passage => passage.Enrollment.Id == enrollment) is not { } passage || passage.Journey.Find(checkpoint) is not { Manual: ManualBy.Csm }) return NotFound();
        var now = view.Today.Now;
        await log.Append(DerivedSignal.Of(
            Cause.Of("staff", $"{User.StaffId():D}/{enrollment:D}/{checkpoint}", passage.Journey.Key), "checkpoint.reached", now, now, Id, passage.Enrollment.MembershipId, $"checkpoint:{passage.Journey.Key}/{checkpoint}",
            properties: ImmutableSortedDictionary<string, string>.Empty.Add("by", "csm").Add("entry", passage.Enrollment.Entry.ToString(CultureInfo.InvariantCulture)), source: "desk"));
        return Back(words["Said. The journey goes on in a moment."]);
    }

    public async Task<IActionResult> OnPostPlay(string play)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.PlaysWork)) return Forbid();
        if (!view.Today.Texts.Plays.TryGetValue(play, out var document)) return NotFound();
        var now = view.Today.Now;
        var id = Guid.CreateVersion7(now).ToString("D");
        var calendar = Core.Calendar.Of(view.Account.Zone ?? view.Today.Zone.Id, view.Account.Country);
        return await plays.Open(new NewPlay(id, play, Id, null, now, PlayPolicy.DueAt(document, now, calendar), Cause.Of("staff", Actor), null, ByRule: false, User.StaffId()))
            ? Redirect($"/desk/accounts/{Id}/plays/{DeskAddress.Of(id)}") : Back(words["This play is open already."]);
    }

    /// <summary>Where a checkpoint stands, in a word that also is a class.</summary>
    public static string Standing(Checkpoint checkpoint, Enrollment enrollment) => enrollment.Find(checkpoint.Key) switch
    {
        null => "locked",
        { IsReached: true } => "reached",
        { StuckAt: not null } => "stuck",
        { BehindAt: not null } => "behind",
        _ => "open",
    };

    string Actor => $"staff:{User.StaffId():D}";

    async Task<AccountView?> Open() => await reading.Read(Id) is { } view && User.MayRead(view.Account) ? View = view : null;

    async Task<IActionResult?> Allowed(string permission) => await Open() is null ? NotFound() : User.May(permission) ? null : Forbid();

    RedirectResult Back(LocalizedString said)
    {
        TempData["Said"] = said.Value;
        return Redirect($"/desk/accounts/{Id}{(Show is { Length: > 0 } ? $"?show={Uri.EscapeDataString(Show)}" : "")}");
    }
}
