using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Engine.Content;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using CsEngage.Web.Studio.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Templates;

/// <summary>What the form of a template sends.</summary>
public sealed record TemplateForm(string? Name, string? Preheader, string? Topic, string? Layout, string? Note, string? Body)
{
    /// <summary>The topic of mail that answers what somebody asked for: it has none.</summary>
    public const string Transactional = "-";

    /// <summary>The front matter with these fields, and whatever else stands in it.</summary>
    public JsonObject Front(string stored)
    {
        var front = JsonNode.Parse(stored.Length == 0 ? "{}" : stored) as JsonObject ?? [];
        (front["subject"], front["preheader"], front["layout"]) = (Line(Name), Line(Preheader), Layout == "letter" ? "letter" : "standard");
        front.Remove("topic");
        front.Remove("transactional");
        if (Topic is null or Transactional) front["transactional"] = true;
        else front["topic"] = Topic;
        if (string.IsNullOrWhiteSpace(Note)) front.Remove("note");
        else front["note"] = Note.Trim();
        return front;
    }

    public string Text => (Body ?? "").ReplaceLineEndings("\n");

    public static string Line(string? text) => (text ?? "").ReplaceLineEndings(" ").Trim();
}

public sealed class EditModel(ContentShelf shelf, Shelves shelves, TextFaults faults, TextLanguage language, MailFlaws flaws, PreviewContacts people, TimeProvider clock, IStringLocalizer<Words> words) : TextEditor(shelf)
{
    public JsonObject Front { get; private set; } = [];

    public ImmutableArray<(string Key, string Title)> Topics { get; private set; } = [];

    /// <summary>What mail programs will drop of the draft.</summary>
    public ImmutableArray<ShownFlaw> Flaws { get; private set; } = [];

    public async Task<IActionResult> OnGet(string? locale, string? from, Guid? @as)
    {
        if (await Shelf.Find("template", Key) is not { } item) return NotFound();
        As = @as;
        await Load(item, Languages.Has(locale) ? locale! : null, from);
        return Page();
    }

    public async Task<IActionResult> OnPost(string locale, int version, TemplateForm form, Guid? @as, bool publish)
    {
        if (!Languages.Has(locale)) return BadRequest();
        if (await Shelf.Find("template", Key) is not { } item) return NotFound();
        As = @as;
        await Load(item, locale);
        Front = form.Front(Draft.Front);
        Draft = Draft with { Version = version, Title = TemplateForm.Line(form.Name), Body = form.Text, Front = Front.ToJsonString(TextModel.Plain), Slug = Key };
        if (Draft.Title.Length == 0) ModelState.AddModelError("Text_Name", words["Give it a subject."]);
        if (Draft.Body.Length > LongestBody) ModelState.AddModelError("", words["A template has at most 256 KB of text."]);
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);

        var (now, actor) = (clock.GetUtcNow(), $"staff:{User.StaffId()}");
        if (await Shelf.SaveDraft(Draft with { State = "draft", SavedAt = now, SavedBy = actor }) is not { } saved) return await Conflict(item, locale);
        Draft = saved;
        if (!publish)
        {
            TempData["Said"] = words["Draft saved."].Value;
            return Back();
        }

        if (!User.May(Permission.ContentPublish)) return Forbid();
        if (string.IsNullOrWhiteSpace(form.Text)) ModelState.AddModelError("", words["There is no text yet."]);
        var found = await Faults(form);
        foreach (var fault in found.Where(fault => !fault.IsWarning)) ModelState.AddModelError("", faults.Say(fault));
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);
        if (await Shelf.Publish(item.Id, locale, saved.Version, GuideChecks.Published(Body.Compile(form.Text)), actor, now) is not { } published) return await Conflict(item, locale);
        var dropped = await flaws.Of(RecipeCheck.TextOf(Key, locale, Front, form.Text));
        TempData["Said"] = GuideChecks.Doubting(words["Published as version {0}. Mails go out with it from now on.", published.Number], found.Count(fault => fault.IsWarning), words) + (dropped.IsEmpty ? "" : $" {flaws.Count(dropped)}");
        return Back();

        IActionResult Back() => LocalRedirect($"/studio/templates/{Key}?locale={locale}{(As is { } id ? $"&as={id}" : "")}");
    }

    /// <summary>What can be written next.</summary>
    public async Task<IActionResult> OnGetLanguage(string locale) => new JsonResult(await language.Of(TextReaders.OfMail, locale));

    /// <summary>What is wrong with the text as it is being typed.</summary>
    public async Task<IActionResult> OnPostCheck(TemplateForm form) => await Shelf.Find("template", Key) is null ? NotFound()
        : new JsonResult(form.Text.Length > LongestBody ? [] : await Faults(form));

    Task<ImmutableArray<TextFault>> Faults(TemplateForm form) => faults.Of(form.Text, TextReaders.OfMail, ("name", TemplateForm.Line(form.Name)), ("preheader", form.Preheader ?? ""));

    async Task Load(Item item, string? locale, string? from = null)
    {
        var mine = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var drafts = (await Shelf.All("template", archived: true)).First(entry => entry.Item.Id == item.Id).Drafts;
        Locales = [.. drafts.Select(draft => draft.Locale)];
        locale ??= Locales.Contains(mine) || Locales.IsEmpty ? mine : Locales[0];
        // A language that is new begins with the fields of another: topic and layout are the same in all of them.
        Draft = drafts.FirstOrDefault(draft => draft.Locale == locale) ?? new Draft(item.Id, locale, "", item.Key, "", Shared(drafts), "draft", 0, clock.GetUtcNow(), $"staff:{User.StaffId()}");
        Begin(drafts, from);
        Front = JsonNode.Parse(Draft.Front.Length == 0 ? "{}" : Draft.Front) as JsonObject ?? [];
        // The first is what a new template has: one that reaches everybody.
        var texts = await HttpContext.RequestServices.GetRequiredService<Desk.Authored>().Texts();
        Topics = [.. texts.Topics.OrderBy(topic => topic.NeedsConsent).Select(topic => (topic.Key, texts.Title("topic", topic.Key) + (topic.NeedsConsent ? $" · {words["only to those who asked for it"]}" : "")))];
        Flaws = Draft.Body.Length is 0 or > LongestBody ? [] : await flaws.Of(RecipeCheck.TextOf(Key, locale, Front, Draft.Body));
        Versions = await Shelf.Versions(item.Id, locale);
        Users = await shelves.UsersOf("template", item.Key);
        Contacts = await people.For(User);
        Offer = await language.Of(TextReaders.OfMail, locale);
    }

    static string Shared(ImmutableArray<Draft> drafts)
    {
        if (drafts is not [var first, ..] || JsonNode.Parse(first.Front) is not JsonObject front) return "{}";
        foreach (var own in (ReadOnlySpan<string>)["subject", "preheader", "note"]) front.Remove(own);
        return front.ToJsonString(TextModel.Plain);
    }
}
