using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Desk.Wording;
using CsEngage.Web.Host;
using CsEngage.Web.Portal;
using CsEngage.Web.Studio;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>What becomes of a touch to one contact.</summary>
/// <param name="Warning">Something that the sender should know first.</param>
public sealed record Outlook(PersonView Person, PreviewedTouch Touch, string Says, string? Warning);

/// <summary>
/// A touch by hand: a guide with a personal note, or a mail in words of one's own, begun empty or from a template. It is shown before it is
/// queued, and goes into the same ledger, under the same policy, as everything that journeys send.
/// </summary>
public sealed class TouchModel(AccountBook accounts, ContactBook contacts, DeskDay day, MailPreview preview, IStringLocalizer<Words> words) : PageModel
{
    public const int LongestBody = 20_000, LongestNote = 4_000, LongestSubject = 200;

    [FromRoute] public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)] public Guid[] To { get; set; } = [];

    /// <summary>guide or mail.</summary>
    [BindProperty(SupportsGet = true)] public string? With { get; set; }

    [BindProperty(SupportsGet = true)] public string? Guide { get; set; }

    [BindProperty] public string? Note { get; set; }

    [BindProperty(SupportsGet = true)] public string? Template { get; set; }

    [BindProperty] public string? Subject { get; set; }

    [BindProperty] public string? Body { get; set; }

    [BindProperty] public string? Language { get; set; }

    [BindProperty] public string? Topic { get; set; }

    [BindProperty] public bool AsCsm { get; set; } = true;

    /// <summary>Names this sending, so that a form that is sent twice sends once.</summary>
    [BindProperty] public Guid Sending { get; set; }

    public DeskToday Today { get; private set; } = null!;

    public Core.Account Customer { get; private set; } = null!;

    public ImmutableArray<PersonView> People { get; private set; } = [];

    public ImmutableArray<PersonView> Chosen { get; private set; } = [];

    public ImmutableArray<Outlook> Outlooks { get; private set; } = [];

    /// <summary>How many of them get it, now or later.</summary>
    public int Going => Outlooks.Count(outlook => outlook.Touch.Decision is not TouchDecision.Skip);

    public bool IsGuide => With == "guide";

    static string Reading => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public async Task<IActionResult> OnGet()
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (Template is not null) await Begin();
        return Page();
    }

    /// <summary>Puts the words of a template into the form, to be changed there.</summary>
    public async Task<IActionResult> OnPostBegin()
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        await Begin();
        return Page();
    }

    public async Task<IActionResult> OnPostLook()
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (!await Complain()) await LookAhead();
        return Page();
    }

    /// <summary>The mail itself, for the frame of the preview: shut in, without script, form or anything of ours within its reach.</summary>
    public async Task<IActionResult> OnPostMail(Guid who)
    {
        if (!await Open() || People.FirstOrDefault(person => person.Id == who) is not { } person) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (await Complain()) return NotFound();
        var (touch, own) = await Written(person);
        if ((await preview.Look(touch, Today.Now, own)).Mail is not { } mail) return NotFound();
        Response.Headers[SecurityHeaders.PolicyHeader] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups";
        return Content(mail.Html, "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnPost([FromServices] TouchByHand hand)
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        if (await Complain()) return Page();
        await LookAhead();
        if (Outlooks.Any(outlook => outlook.Touch.Problem is not null))
        {
            foreach (var outlook in Outlooks.Where(outlook => outlook.Touch.Problem is not null)) ModelState.AddModelError("body", $"{outlook.Person.Name}: {outlook.Touch.Problem}");
            return Page();
        }

        var queued = 0;
        foreach (var person in Chosen)
        {
            var (touch, own) = await Written(person);
            if (await hand.Plan(touch, own, "desk", Today.Now)) queued++;
        }
        TempData["Said"] = queued == 0 ? words["This was queued already; nothing was queued twice."].Value : string.Join('\n', Outlooks.Select(outlook => $"{outlook.Person.Name}: {outlook.Says}"));
        return Redirect($"/desk/accounts/{Id}?tab=story&show=touches");
    }

    /// <summary>What can be written next.</summary>
    public async Task<IActionResult> OnGetLanguage(string locale, [FromServices] TextLanguage language)
    {
        if (!await Open()) return NotFound();
        return User.May(Permission.TouchesSend) ? new JsonResult(await language.Of(TextReaders.OfMail, locale)) : Forbid();
    }

    /// <summary>What is wrong with the mail as it is being typed, and what its writer should look at.</summary>
    public async Task<IActionResult> OnPostCheck([FromServices] TextFaults faults)
    {
        if (!await Open()) return NotFound();
        if (!User.May(Permission.TouchesSend)) return Forbid();
        return new JsonResult(Body is { Length: > LongestBody } ? [] : await faults.Of(Body ?? "", TextReaders.One, ("subject", Subject ?? "")));
    }

    async Task Begin()
    {
        (Subject, Body) = ("", "");
        if (await Source() is not { } source) return;
        (Subject, Body, Topic, Language) = (source.Subject, source.Body, source.Topic ?? Topic, source.Locale);
    }

    async Task LookAhead()
    {
        var says = HttpContext.RequestServices.GetRequiredService<TouchWords>();
        var outlooks = ImmutableArray.CreateBuilder<Outlook>();
        foreach (var person in Chosen)
        {
            var (touch, own) = await Written(person);
            var seen = await preview.Look(touch, Today.Now, own);
            outlooks.Add(new Outlook(person, seen, says.Outlook(seen, AccountReading.ZoneOf(person.Member, Customer, Today), Today.Zone, Today.Texts), seen.Problem is { } problem ? words["The mail cannot be written for {0}: {1}", person.Name, problem].Value : await Warning(person)));
        }
        Outlooks = outlooks.ToImmutable();
    }

    /// <summary>A link that leads nowhere helps nobody, and who has read a guide need not be sent it.</summary>
    async Task<string?> Warning(PersonView person)
    {
        if (!IsGuide) return null;
        var services = HttpContext.RequestServices;
        if (await services.GetRequiredService<Visits>().Why(person.Id, Guide!) is not { IsVisible: true }) return words["This guide is not in {0}’s portal: the link would not open it.", person.Name].Value;
        var mark = (await services.GetRequiredService<Portfolio>().GuideMarks(Id)).Where(one => one.MembershipId == person.Id && one.Guide == Guide).MaxBy(one => one.Kind switch { "completed" => 3, "read" => 2, _ => 1 });
        return mark is { Kind: "read" or "completed" } ? words["{0} has read this guide already, on {1}.", person.Name, Today.Say(mark.LastAt)].Value : null;
    }

    /// <summary>The touch to one contact with its words; a template that nobody changed stays one, in the reader's own language.</summary>
    async Task<(Touch Touch, OwnWords? Own)> Written(PersonView person)
    {
        var own = IsGuide ? Letter(person) : await Changed() ? new OwnWords(Language!, Topic!, "letter", Subject!.Trim(), Body!, null) : null;
        var template = own is null || (!IsGuide && Template is { Length: > 0 }) ? Template! : OwnWords.Template;
        return (Plain(person, template), own);
    }

    OwnWords Letter(PersonView person)
    {
        var locale = person.Member.Contact.Locale ?? Customer.Locale;
        var letter = HttpContext.RequestServices.GetRequiredService<GuideLetter>().Write(Guide!, Today.Texts.Guides[Guide!], Note, Languages.Has(locale) ? locale! : Reading, Topic!);
        return string.IsNullOrWhiteSpace(Subject) ? letter : letter with { Subject = Subject.Trim() };
    }

    /// <summary>The words of the template as the form begins with them: with the values of whom it goes to, or as authored while nobody is chosen.</summary>
    async Task<Engine.Touches.TemplateText?> Source()
    {
        if (Template is not { Length: > 0 } key) return null;
        return Chosen is [var first, ..] ? await preview.Filled(Plain(first, key), Language!, Chosen.Length > 1, Today.Now) : await preview.Words(key, Language!);
    }

    Touch Plain(PersonView person, string template) => new(
        TouchId.Desk(Sending, person.Id), Id, person.Id, "mail", template, null, Today.Now, AsCsm, null, LateSending.Default, null, IsGhost: false, null, LowPriority: false, Cause.Of("staff", $"staff:{User.StaffId():D}"));

    async Task<bool> Changed() => await Source() is not { } source
        || source.Subject != Subject?.Trim() || Lines(source.Body) != Lines(Body!) || (source.Topic ?? Topic) != Topic;

    // Browsers send lines as forms do, authors save them as files do.
    static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();

    async Task<bool> Complain()
    {
        void No(string field, LocalizedString because) => ModelState.AddModelError(field, because);
        if (Chosen.IsEmpty) No("to", words["Choose at least one contact."]);
        if (Today.Texts.Topics.All(topic => topic.Key != Topic)) No("topic", words["Choose the topic that it belongs to."]);
        if (Subject?.Length > LongestSubject) No("subject", words["A subject has at most {0} characters.", LongestSubject]);
        if (IsGuide)
        {
            if (Guide is null || !Today.Texts.Guides.ContainsKey(Guide)) No("guide", words["Choose a guide."]);
            if (Note?.Length > LongestNote) No("note", words["A note has at most {0} characters.", LongestNote]);
        }
        else
        {
            if (string.IsNullOrWhiteSpace(Subject)) No("subject", words["Write a subject."]);
            if (string.IsNullOrWhiteSpace(Body)) No("body", words["Write the mail."]);
            if (Body?.Length > LongestBody) No("body", words["A mail has at most {0} characters.", LongestBody]);
        }
        if (!ModelState.IsValid) return true;
        foreach (var person in Chosen)
            if ((await Written(person)).Own is { } own && await preview.Faults(own) is { IsEmpty: false } faults)
            {
                foreach (var (field, said) in faults) No(field == "body" && IsGuide ? "note" : field, words["The words cannot be read: {0}", said]);
                break;
            }
        return !ModelState.IsValid;
    }

    async Task<bool> Open()
    {
        if ((await accounts.Find(Id))?.Value is not { } customer || !User.MayRead(customer)) return false;
        (Customer, Today) = (customer, await day.Today());
        People = [.. (await contacts.At(Id)).Select(member => new PersonView(member, AccountReading.Name(member, Reading), null))];
        Chosen = [.. People.Where(person => To.Contains(person.Id) && person.Member.Contact.Address is not null)];
        With = With is "guide" or "mail" ? With : Template is null ? "guide" : "mail";
        if (Sending == Guid.Empty) Sending = Guid.CreateVersion7(Today.Now);
        if (!Languages.Has(Language)) Language = Chosen.Select(person => person.Member.Contact.Locale).FirstOrDefault(Languages.Has) ?? (Languages.Has(customer.Locale) ? customer.Locale : Reading);
        Topic ??= Today.Texts.Topics.FirstOrDefault(topic => !topic.NeedsConsent)?.Key;
        return true;
    }
}
