using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Health;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using CsEngage.Web.Api;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>One account: who they are, how they are and why; their story; and what can be done about it.</summary>
public sealed class AccountModel(AccountReading reading, StoryTeller teller, PlayBook plays, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute] public Guid Id { get; set; }

    /// <summary>Which part of the page: story, journey, people, health or contracts; the overview when it is none.</summary>
    [BindProperty(SupportsGet = true)] public string? Tab { get; set; }

    [BindProperty(SupportsGet = true)] public string? Show { get; set; }

    [BindProperty(SupportsGet = true)] public long? Before { get; set; }

    static readonly ImmutableArray<string> Tabs = ["story", "journey", "people", "health", "contracts"];

    /// <summary>How many signals the overview tells of at most; the story has them all.</summary>
    const int Lately = 60;

    public string Shown => Tab is { } tab && Tabs.Contains(tab) ? tab : Show is not null || Before is not null ? "story" : "overview";

    public AccountView View { get; private set; } = null!;

    bool hasPortal;

    /// <summary>Whether there is a portal, and this person may look at it as the account's contacts.</summary>
    public bool MayPreview => hasPortal && (User.May(Permission.PreviewAsAll, Permission.PreviewAsScope) || (User.May(Permission.PreviewAsOwn) && View.Account.CsmId == User.StaffId()));

    public Story Story { get; private set; } = new([], [], null);

    /// <summary>What asks for attention, as in the queue.</summary>
    public ImmutableArray<Attention> Reasons { get; private set; } = [];

    /// <summary>What was sent last, and what became of it.</summary>
    public ImmutableArray<StoryLine> LastTouches => [.. Story.Lines.Where(line => line.Touch is not null).Take(4)];

    public ImmutableArray<PlayLine> OpenPlays { get; private set; } = [];

    /// <summary>Who of the contacts does not get all of our mail, and why.</summary>
    public ImmutableDictionary<Guid, MailReach> Reach { get; private set; } = ImmutableDictionary<Guid, MailReach>.Empty;

    public bool MayWrite => User.MayWrite(View.Account);

    /// <summary>Whether there is a portal, and this person may bring contacts into it.</summary>
    public bool HasPortal => hasPortal;

    public bool MayInvite => hasPortal && MayWrite;

    public async Task<IActionResult> OnGet([FromServices] PortalBook portals, [FromServices] SuppressionList suppressions, [FromServices] ConsentLedger consents, [FromServices] EngineSecrets secrets)
    {
        if (await Open() is not { } view) return NotFound();
        hasPortal = !(await portals.Of(Id)).IsEmpty;
        if (Shown == "people") Reach = await MailReach.Of(Id, view.People.Select(person => person.Member), suppressions, consents, secrets);
        if (Shown == "story") Story = await teller.Tell(view, Show is { } chosen && StoryTeller.Groups.Contains(chosen) ? chosen : null, Before is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
        if (Shown == "overview")
        {
            Story = await teller.Lately(view, Lately);
            OpenPlays = [.. (await plays.Of(Id)).Where(play => play.ClosedAt is null)];
            Reasons = view.Reasons(OpenPlays.Select(play => QueueReading.InHand(play, view.Today)), Story.Ahead.Count(line => line.Touch!.State == TouchState.InReview));
        }
        return Page();
    }

    /// <summary>What a mail said, shut in like the preview of one that is yet to be sent.</summary>
    public async Task<IActionResult> OnGetMail(string? touch, [FromServices] SentMail sent)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (touch is null || await sent.Said(Id, touch, view.Today.Now) is not { } html) return NotFound();
        Response.Headers[SecurityHeaders.PolicyHeader] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";
        return Content(html, "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnPostNote(string? text, [FromServices] NoteBook notes, [FromServices] SignalLog log)
    {
        if (await Open() is not { } view) return NotFound();
        if (!User.May(Permission.PlaysWork)) return Forbid();
        if (string.IsNullOrWhiteSpace(text)) return Back(words["An empty note was not saved."]);
        var now = view.Today.Now;
        var note = new Note(Guid.CreateVersion7(now), Id, null, "note", null, null, text.Trim(), null, User.StaffId(), now, null, []);
        await notes.Put(note);
        await log.Append(DerivedSignal.Of(Cause.Of("note", note.Id.ToString("D")), "note.written", now, now, Id, subject: $"note:{note.Id:D}", source: "desk"));
        return Back(words["The note is saved."]);
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
        return Back(words["Marked as reached. The journey goes on in a moment."]);
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

    public async Task<IActionResult> OnPostInvite(Guid who, [FromServices] Invitations invitations, [FromServices] PortalBook portals)
    {
        if (await Inviting(portals) is { } refused) return refused;
        if (View.People.FirstOrDefault(person => person.Id == who) is not { } person) return NotFound();
        return Back(await Invite(person.Member, person.Name, invitations));
    }

    /// <summary>Invites somebody who is not a contact here yet; who has this address elsewhere is the same person.</summary>
    public async Task<IActionResult> OnPostWelcome(string? address, string? family, string? given, string? role, string? language, [FromServices] Invitations invitations, [FromServices] PortalBook portals, [FromServices] ContactBook contacts)
    {
        if (await Inviting(portals) is { } refused) return refused;
        if (string.IsNullOrWhiteSpace(address) || Wrong.Address(address.Trim()) is not null) return Back(words["Enter an address such as hana@example.com."]);
        if (role is not null && !View.Today.Texts.Keys("role").Contains(role)) return Back(words["There is no such role."]);
        var (typed, now) = (address.Trim(), View.Today.Now);
        var known = await contacts.FindByAddress(typed);
        var contact = known ?? new Contact(Guid.CreateVersion7(now), ContactBook.Normalised(typed), typed, Name(family), Name(given), null, null, null, Languages.Has(language) ? language : null, null);
        if (known is null) await contacts.Put(contact, now);
        if (View.People.FirstOrDefault(person => person.Member.Contact.Id == contact.Id) is null)
            await contacts.Put(new Membership(Guid.CreateVersion7(now), Id, contact.Id, null, role is null ? [] : [role], null, null, View.People.IsEmpty, now, null), new Edit(now, now, Actor));
        var member = (await contacts.At(Id)).First(one => one.Contact.Id == contact.Id);
        return Back(await Invite(member, AccountReading.Name(member, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), invitations));
    }

    static string? Name(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim() is { Length: <= 100 } name ? name : typed.Trim()[..100];

    async Task<IActionResult?> Inviting(PortalBook portals)
    {
        if (await Open() is null) return NotFound();
        hasPortal = !(await portals.Of(Id)).IsEmpty;
        return !MayWrite ? Forbid() : hasPortal ? null : Back(words["This account has no portal yet."]);
    }

    async Task<LocalizedString> Invite(Member member, string name, Invitations invitations) => await invitations.Send(View.Account, member, new Inviter("staff", User.StaffId().ToString("D"), "desk"), Request) switch
    {
        Invited.Sent => words["{0} is invited. The link works once, for three days.", name],
        Invited.TooOften => words["{0} got too many mails of this kind just now. Wait 15 minutes.", name],
        Invited.NoAddress => words["{0} has no mail address.", name],
        Invited.Bounces => words["Mail to {0} bounced for good, so no invitation goes there. Ask for another address.", name],
        _ => words["This account has no portal yet."],
    };

    /// <summary>How far somebody came into the portal.</summary>
    public string Door(PersonView person) => person.Arrival switch
    {
        { SignedInAt: { } signedIn } => words["last signed in on {0}", View.Today.Say(signedIn)],
        { InvitedAt: { } invited } => words["invited on {0}, never signed in", View.Today.Say(invited)],
        _ => words["never invited, never signed in"],
    };

    /// <summary>Where a checkpoint stands, in words.</summary>
    public string Stands(Checkpoint checkpoint, Enrollment enrollment) => (Standing(checkpoint, enrollment), enrollment.Find(checkpoint.Key), View.Today) switch
    {
        ("reached", { ReachedAt: { } at }, var today) => words["reached {0}", today.Say(at)],
        ("stuck", { StuckAt: { } at }, var today) => words["stuck for {0} d", (int)(today.Now - at).TotalDays],
        ("behind", { BehindAt: { } at }, var today) => words["{0} d behind", (int)(today.Now - at).TotalDays],
        ("open", { DueAt: { } due }, var today) => words["due on {0}", DeskToday.Say(today.DueDay(due))],
        ("open", _, _) => words["Open"],
        _ => "",
    };

    public static string IconOf(string standing) => standing switch { "reached" => "circle-check", "open" => "circle-dot", "behind" => "clock", "stuck" => "triangle-alert", _ => "circle-dashed" };

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
        return Redirect($"/desk/accounts/{Id}{(Shown == "overview" ? "" : $"?tab={Shown}")}{(Show is { Length: > 0 } ? $"&show={Uri.EscapeDataString(Show)}" : "")}");
    }
}
