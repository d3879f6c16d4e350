using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>A touch by hand: to whom, with which words, then into the same ledger as everything that journeys send.</summary>
public sealed class TouchModel(AccountBook accounts, ContactBook contacts, DeskDay day, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute] public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)] public Guid[] To { get; set; } = [];

    [BindProperty(SupportsGet = true)] public string? Template { get; set; }

    [BindProperty(SupportsGet = true)] public bool Look { get; set; }

    public DeskToday Today { get; private set; } = null!;

    public Core.Account Customer { get; private set; } = null!;

    public ImmutableArray<PersonView> People { get; private set; } = [];

    public ImmutableArray<PersonView> Chosen { get; private set; } = [];

    public ImmutableArray<(string Key, string Subject)> Templates { get; private set; } = [];

    /// <summary>The mail to each of those chosen, and what would become of it now.</summary>
    public ImmutableArray<(PersonView Person, PreviewedTouch Touch)> Previews { get; private set; } = [];

    /// <summary>Both questions are answered: the mail is shown before it is queued.</summary>
    public bool IsReady => Look && !Chosen.IsEmpty && Templates.Any(template => template.Key == Template);

    public async Task<IActionResult> OnGet()
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (Look && !Complain() && MailPreview.In(HttpContext.RequestServices) is { } preview)
        {
            var previews = ImmutableArray.CreateBuilder<(PersonView, PreviewedTouch)>();
            foreach (var person in Chosen) previews.Add((person, await preview.Look(Made(Guid.Empty, person, asCsm: true), Today.Now)));
            Previews = previews.ToImmutable();
        }
        return Page();
    }

    /// <summary>The mail itself, for the frame of the preview: shut in, without script, form or anything of ours within its reach.</summary>
    public async Task<IActionResult> OnGetMail(Guid who)
    {
        if (!await Open() || Templates.All(template => template.Key != Template) || People.FirstOrDefault(person => person.Id == who) is not { } person) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (MailPreview.In(HttpContext.RequestServices) is not { } preview || (await preview.Look(Made(Guid.Empty, person, asCsm: true), Today.Now)).Mail is not { } mail) return NotFound();
        Response.Headers[SecurityHeaders.PolicyHeader] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups";
        return Content(mail.Html, "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnPost(bool asCsm, [FromServices] TouchBook touches, [FromServices] SignalLog log)
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (Complain()) return Page();
        var now = Today.Now;
        var id = Guid.CreateVersion7(now);
        var planned = new List<Signal>();
        foreach (var person in Chosen)
        {
            var touch = Made(id, person, asCsm);
            if (!await touches.Plan(touch, now)) continue;
            planned.Add(DerivedSignal.Of(Cause.Of("touch", touch.Id), "touch.planned", now, now, Id, person.Id, $"touch:{touch.Id}",
                properties: ImmutableSortedDictionary<string, string>.Empty.Add("template", Template!).Add("channel", "mail"), source: "desk"));
        }
        await log.Append(planned);
        TempData["Said"] = planned.Count == 1 ? words["One touch is queued. Policy and caps decide when it goes out."].Value : words["{0} touches are queued. Policy and caps decide when they go out.", planned.Count].Value;
        return Redirect($"/desk/accounts/{Id}?show=touches#story");
    }

    Touch Made(Guid id, PersonView person, bool asCsm) => new(
        TouchId.Desk(id, person.Id), Id, person.Id, "mail", Template!, null, Today.Now, asCsm, null, LateSending.Default, null, IsGhost: false, null, LowPriority: false,
        Cause.Of("staff", $"staff:{User.StaffId():D}"));

    bool Complain()
    {
        if (Chosen.IsEmpty) ModelState.AddModelError("to", words["Choose at least one contact."]);
        if (Templates.All(template => template.Key != Template)) ModelState.AddModelError("template", words["Choose a template."]);
        return !ModelState.IsValid;
    }

    async Task<bool> Open()
    {
        if ((await accounts.Find(Id))?.Value is not { } customer || !User.MayRead(customer)) return false;
        (Customer, Today) = (customer, await day.Today());
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        People = [.. (await contacts.At(Id)).Select(member => new PersonView(member, AccountReading.Name(member, locale), null))];
        Chosen = [.. People.Where(person => To.Contains(person.Id) && person.Member.Contact.Address is not null)];
        Templates = [.. Today.Texts.Templates.Keys.Select(key => (key, Today.Texts.Template(key))).OrderBy(template => template.key, StringComparer.Ordinal)];
        return true;
    }
}
