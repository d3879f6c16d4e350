using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using CsEngage.Web.Portal;
using CsEngage.Web.Studio.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Guides;

public sealed class EditModel(ContentShelf shelf, Shelves shelves, GuideChecks checks, TextFaults faults, PreviewContacts people, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    const int LongestBody = 256 * 1024;

    [FromRoute]
    public string Key { get; set; } = "";

    public Draft Draft { get; private set; } = null!;

    /// <summary>What somebody else saved while this person was writing.</summary>
    public Draft? Theirs { get; private set; }

    public GuideFront Front { get; private set; } = null!;

    public ImmutableArray<string> Locales { get; private set; } = [];

    public ImmutableArray<ContentVersion> Versions { get; private set; } = [];

    /// <summary>Checkpoints that may open it, as journey/checkpoint with their titles.</summary>
    public ImmutableArray<(string Value, string Title)> Checkpoints { get; private set; } = [];

    public ImmutableArray<Shelved> Users { get; private set; } = [];

    public ImmutableArray<(Guid Id, string Name)> Contacts { get; private set; } = [];

    public Guid? As { get; private set; }

    public IEnumerable<(string Value, string Says)> Values =>
    [
        ("{{ contact.greeting_name }}", Words.Key("the reader's name")), ("{{ account.name }}", Words.Key("their company")), ("{{ csm.name }}", Words.Key("who looks after them")),
        ("{{ operator.name }}", Words.Key("the name of your company")), ("{{ 'key' | guide_url }}", Words.Key("address of a guide")),
    ];

    public async Task<IActionResult> OnGet(string? locale, Guid? @as)
    {
        if (await shelf.Find("guide", Key) is not { } item) return NotFound();
        As = @as;
        await Load(item, Languages.Has(locale) ? locale! : null);
        return Page();
    }

    public async Task<IActionResult> OnPost(string locale, int version, string? name, string? body, string? summary, string? slug, string[]? locks, Guid? @as, bool publish)
    {
        if (!Languages.Has(locale)) return BadRequest();
        if (await shelf.Find("guide", Key) is not { } item) return NotFound();
        As = @as;
        await Load(item, locale);
        var stored = Draft;
        Draft = Draft with { Version = version, Title = (name ?? "").ReplaceLineEndings(" ").Trim(), Body = (body ?? "").ReplaceLineEndings("\n"), Slug = KeyText.Of(slug ?? "") is { Length: > 0 } good ? good : Key, Front = With(stored.Front, summary, locks ?? []) };
        Front = GuideFront.Parse(Draft.Front);
        if (Draft.Title.Length == 0) ModelState.AddModelError("Text_Name", words["Give it a title."]);
        if (Draft.Body.Length > LongestBody) ModelState.AddModelError("", words["A guide has at most 256 KB of text; split it in two."]);
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);

        var now = clock.GetUtcNow();
        var actor = $"staff:{User.StaffId()}";
        if (await shelf.SaveDraft(Draft with { State = "draft", SavedAt = now, SavedBy = actor }) is not { } saved)
        {
            // The next save is meant against what they see now.
            Theirs = await shelf.Draft(item.Id, locale);
            Draft = Draft with { Version = Theirs?.Version ?? 0 };
            return Refuse(StatusCodes.Status409Conflict);
        }

        Draft = saved;
        TempData["Said"] = words["Draft saved."].Value;
        if (!publish) return Back();

        if (!User.May(Permission.ContentPublish)) return Forbid();
        var (text, complaints) = await checks.Of(saved);
        TempData.Remove("Said");
        foreach (var complaint in complaints) ModelState.AddModelError("", complaint);
        if (!ModelState.IsValid) return Refuse(StatusCodes.Status422UnprocessableEntity);
        if (await shelf.Publish(item.Id, locale, saved.Version, text!, actor, now) is not { } published)
        {
            Theirs = await shelf.Draft(item.Id, locale);
            Draft = Draft with { Version = Theirs?.Version ?? 0 };
            return Refuse(StatusCodes.Status409Conflict);
        }

        TempData["Said"] = words["Published as version {0}. Readers see it now.", published.Number].Value;
        return Back();

        IActionResult Back() => LocalRedirect($"/studio/guides/{Key}?locale={locale}{(As is { } id ? $"&as={id}" : "")}");
    }

    /// <summary>What is wrong with the text as it is being typed.</summary>
    public async Task<IActionResult> OnPostCheck(string? name, string? body) => await shelf.Find("guide", Key) is null ? NotFound()
        : new JsonResult(body is { Length: > LongestBody } ? [] : await faults.Of(body ?? "", ("name", name ?? "")));

    async Task Load(Item item, string? locale)
    {
        var drafts = (await shelf.All("guide", archived: true)).First(entry => entry.Item.Id == item.Id).Drafts;
        Locales = [.. drafts.Select(draft => draft.Locale)];
        locale ??= Locales.Contains(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) || Locales.IsEmpty ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName : Locales[0];
        Draft = drafts.FirstOrDefault(draft => draft.Locale == locale) ?? new Draft(item.Id, locale, "", item.Key, "", "{}", "draft", 0, clock.GetUtcNow(), $"staff:{User.StaffId()}");
        Front = GuideFront.Parse(Draft.Front);
        Versions = await shelf.Versions(item.Id, locale);
        var mine = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        Checkpoints = [.. (await HttpContext.RequestServices.GetRequiredService<JourneyShelf>().InForce()).SelectMany(journey => journey.Checkpoints, (journey, checkpoint) => ($"{journey.Key}/{checkpoint.Key}", $"{journey.Title.In(mine)} · {checkpoint.Title.In(mine)}"))];
        Users = await shelves.UsersOf("guide", item.Key);
        Contacts = await people.For(User);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    // The other fields of the front matter stay as they are.
    string With(string front, string? summary, string[] locks)
    {
        var fields = JsonNode.Parse(front.Length == 0 ? "{}" : front)!.AsObject();
        if (string.IsNullOrWhiteSpace(summary)) fields.Remove("summary");
        else fields["summary"] = summary.Trim();
        var chosen = locks.Where(one => Checkpoints.Any(known => known.Value == one)).Distinct(StringComparer.Ordinal).Select(one => one.Split('/'));
        fields.Remove("locks");
        if (locks.Length > 0) fields["locks"] = new JsonArray([.. chosen.Select(parts => new JsonObject { ["journey"] = parts[0], ["checkpoint"] = parts[1] })]);
        return fields.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
