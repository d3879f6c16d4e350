using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Web.Account;
using CsEngage.Web.Shared;
using CsEngage.Web.Host;
using CsEngage.Web.Portal;
using CsEngage.Web.Studio.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Guides;

/// <summary>A guide as its author writes it: the text of one language, and what all languages share. Whatever was typed comes back when something is wrong with it.</summary>
public sealed class EditModel(
    ContentShelf shelf, Shelves shelves, GuideChecks checks, TextFaults faults, TextLanguage language, AudienceReading audience, PreviewContacts people, SettingsBook settings, TimeProvider clock, IStringLocalizer<Words> words) : TextEditor(shelf)
{
    public GuideForm Form { get; private set; } = null!;

    /// <summary>Checkpoints that may open it, as journey/checkpoint with their titles.</summary>
    public ImmutableArray<(string Value, string Title)> Checkpoints { get; private set; } = [];

    /// <summary>Roles that contacts may hold.</summary>
    public ImmutableArray<(string Key, string Title)> Roles { get; private set; } = [];

    /// <summary>The other guides.</summary>
    public ImmutableArray<(string Key, string Title)> Guides { get; private set; } = [];

    /// <summary>Tags that any guide has.</summary>
    public ImmutableArray<string> Tags { get; private set; } = [];

    public AudienceLook Audience { get; private set; } = new(null, null, [], 0);

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Blueprints to which it can be added, when it is published and no portal holds it; null when one does.</summary>
    public ImmutableArray<Holder>? NotHeldBy { get; private set; }

    public async Task<IActionResult> OnGet(string? locale, string? from, Guid? @as)
    {
        if (await Shelf.Find("guide", Key) is not { } item) return NotFound();
        As = @as;
        await Load(item, Languages.Has(locale) ? locale! : null, from);
        Audience = await audience.Of(Form, User);
        return Page();
    }

    public async Task<IActionResult> OnPost(string locale, int version, string? name, string? body, GuideForm form, Guid? @as, bool publish)
    {
        if (!Languages.Has(locale)) return BadRequest();
        if (await Shelf.Find("guide", Key) is not { } item) return NotFound();
        As = @as;
        await Load(item, locale);
        var stored = Draft;
        Draft = Draft with { Version = version, Title = (name ?? "").ReplaceLineEndings(" ").Trim(), Body = (body ?? "").ReplaceLineEndings("\n"), Slug = KeyText.Of(form.Slug ?? "") is { Length: > 0 } good ? good : Key };
        Form = form;
        Audience = await audience.Of(form, User);
        if (Draft.Title.Length == 0) ModelState.AddModelError("Text_Name", words["Give it a title."]);
        if (Draft.Body.Length > LongestBody) ModelState.AddModelError("", words["A guide has at most 256 KB of text; split it in two."]);
        foreach (var (field, because) in form.Wrong(Zone, words)) ModelState.AddModelError(field, because);
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);

        Draft = Draft with { Front = form.Front(stored.Front, Zone) };
        var now = clock.GetUtcNow();
        var actor = $"staff:{User.StaffId()}";
        if (await Shelf.SaveDraft(Draft with { State = "draft", SavedAt = now, SavedBy = actor }) is not { } saved) return await Conflict(item, locale);
        Draft = saved;
        if (!publish)
        {
            // A draft may be unfinished in this too; nobody is shown anything by it.
            TempData["Said"] = Audience.Fault is null ? words["Draft saved."].Value : words["Draft saved. Its audience cannot be read yet: {0}", words.Say(Audience.Fault.Said)].Value;
            return Back();
        }

        if (!User.May(Permission.ContentPublish)) return Forbid();
        var (text, complaints, doubts) = await checks.Of(saved);
        if (Audience.Fault is { } fault) ModelState.AddModelError("audience", words["The audience cannot be read: {0}", words.Say(fault.Said)]);
        foreach (var unknown in Audience.Rule?.Faults ?? []) ModelState.AddModelError("audience", unknown);
        foreach (var complaint in complaints) ModelState.AddModelError("", complaint);
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);
        if (await Shelf.Publish(GuideForm.Shared(item, saved.Front), locale, saved.Version, text!, front => GuideForm.Carried(saved.Front, front), actor, now) is not { } published) return await Conflict(item, locale);

        // That nobody sees it where no portal holds it stands on the page itself, with the way out.
        TempData["Said"] = GuideChecks.Doubting(await Holders.Missing(Key, locale) is null ? words["Published as version {0}. Readers see it now.", published.Number] : words["Published as version {0}.", published.Number], doubts, words);
        return Back();

        IActionResult Back() => LocalRedirect($"/studio/guides/{Key}?locale={locale}{(As is { } id ? $"&as={id}" : "")}");
    }

    /// <summary>What can be written next.</summary>
    public async Task<IActionResult> OnGetLanguage(string locale) => new JsonResult(await language.Of(TextReaders.OfGuide, locale));

    /// <summary>What is wrong with the text as it is being typed.</summary>
    public async Task<IActionResult> OnPostCheck(string? name, string? body) => await Shelf.Find("guide", Key) is null ? NotFound()
        : new JsonResult(body is { Length: > LongestBody } ? [] : await faults.Of(body ?? "", TextReaders.OfGuide, ("name", name ?? "")));

    /// <summary>The audience in words, and who is in it, as it is being typed.</summary>
    public async Task<IActionResult> OnPostAudience(GuideForm form) =>
        form.Audience?.Length > GuideForm.LongestRule ? BadRequest() : Partial("_Audience", await audience.Of(form, User));

    /// <summary>Puts the guide into the portals that are made from a blueprint.</summary>
    public async Task<IActionResult> OnPostHold(string blueprint, string locale)
    {
        if (!User.May(Permission.ContentPublish)) return Forbid();
        if (!Languages.Has(locale)) return BadRequest();
        if (await Shelf.Find("guide", Key) is null || await Holders.Add(Key, blueprint, $"staff:{User.StaffId()}", clock.GetUtcNow()) is not { } held) return NotFound();
        TempData[held is Held.Changed ? "Refused" : "Said"] = held switch
        {
            Held.InForce(var portals) => words["Added. Portals that show it now: {0}.", portals].Value,
            Held.InDraft => words["Added to the draft of the blueprint, which has other changes. Publish it when it is right."].Value,
            _ => words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."].Value,
        };
        if (held is Held.InDraft) (TempData["Leads"], TempData["LeadsTo"]) = ($"/studio/blueprints/{blueprint}", words["Blueprint"].Value);
        return LocalRedirect($"/studio/guides/{Key}?locale={locale}");
    }

    GuideHolders Holders => HttpContext.RequestServices.GetRequiredService<GuideHolders>();

    async Task Load(Item item, string? locale, string? from = null)
    {
        var mine = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var all = await Shelf.All("guide", archived: true);
        var drafts = all.First(entry => entry.Item.Id == item.Id).Drafts;
        Locales = [.. drafts.Select(draft => draft.Locale)];
        locale ??= Locales.Contains(mine) || Locales.IsEmpty ? mine : Locales[0];
        // A language that is new begins with what all languages share.
        Draft = drafts.FirstOrDefault(draft => draft.Locale == locale)
            ?? new Draft(item.Id, locale, "", item.Key, "", drafts is [var first, ..] ? GuideForm.Carried(first.Front, "{}") : "{}", "draft", 0, clock.GetUtcNow(), $"staff:{User.StaffId()}");
        Begin(drafts, from);
        Zone = await settings.OperatorZone();
        Form = GuideForm.Of(Draft, Zone);
        Versions = await Shelf.Versions(item.Id, locale);
        var texts = await HttpContext.RequestServices.GetRequiredService<Desk.Authored>().Texts();
        Roles = [.. texts.Keys("role").Concat(Form.Roles).Distinct(StringComparer.Ordinal).Select(role => (role, texts.Title("role", role)))];
        Guides = [.. all.Where(entry => entry.Item.ArchivedAt is null && entry.Item.Id != item.Id && !entry.Drafts.IsEmpty).Select(entry => (entry.Item.Key, (entry.Drafts.FirstOrDefault(draft => draft.Locale == mine) ?? entry.Drafts[0]).Title)).OrderBy(guide => guide.Title, StringComparer.CurrentCulture)];
        Tags = [.. all.SelectMany(entry => entry.Item.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Checkpoints = [.. (await HttpContext.RequestServices.GetRequiredService<Engine.Settings.Authored>().Current()).Journeys.Values.SelectMany(journey => journey.Checkpoints, (journey, checkpoint) => ($"{journey.Key}/{checkpoint.Key}", $"{journey.Title.In(mine)} · {checkpoint.Title.In(mine)}"))];
        Users = await shelves.UsersOf("guide", item.Key);
        Contacts = await people.For(User);
        if (Versions.Length > 0) NotHeldBy = await Holders.Missing(Key, mine);
        Offer = await language.Of(TextReaders.OfGuide, locale);
    }
}
