using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using CsEngage.Web.Studio.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Journeys;

/// <summary>The journey as its own staircase. A draft is changed here; publishing makes it a version, and enrollments keep the one they began with.</summary>
public sealed class IndexModel(DefinitionShelf shelf, ContentShelf content, EnrollmentBook enrollments, Shelves shelves, Authored authored, RecipeBook recipes, JourneyFindings check, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [FromRoute]
    public string? Key { get; set; }

    public ImmutableArray<Definition> All { get; private set; } = [];

    public Definition? Open { get; private set; }

    public Journey? Journey { get; private set; }

    public ImmutableArray<(string Key, string Title)> Guides { get; private set; } = [];

    /// <summary>How far those came who entered, by checkpoint.</summary>
    public ImmutableDictionary<string, CheckpointCount> Funnel { get; private set; } = ImmutableDictionary<string, CheckpointCount>.Empty;

    /// <summary>Titles of what steps and rules name.</summary>
    public AuthoredTexts Texts { get; private set; } = null!;

    public ImmutableArray<DefinitionVersion> Versions { get; private set; } = [];

    public ImmutableArray<Shelved> Users { get; private set; } = [];

    public bool HasChanges { get; private set; }

    /// <summary>What its author should know before publishing.</summary>
    public ImmutableArray<ShownFinding> Findings { get; private set; } = [];

    public string Locale => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public async Task<IActionResult> OnGet() => await Load() ? Page() : NotFound();

    /// <summary>Puts a guide under a checkpoint, or takes it away.</summary>
    public async Task<IActionResult> OnPostGuide(string checkpoint, string guide, bool remove, int version)
    {
        if (!await Load() || Open is null) return NotFound();
        var document = JsonNode.Parse(Open.Draft)!.AsObject();
        var place = document["stages"]!.AsArray().SelectMany(stage => stage!["checkpoints"]!.AsArray()).FirstOrDefault(candidate => (string?)candidate!["key"] == checkpoint);
        if (place is null || await content.Find("guide", guide) is null) return NotFound();

        var keys = place["guides"]?.AsArray().Select(key => (string)key!).Where(key => key != guide).ToList() ?? [];
        if (!remove) keys.Add(guide);
        place["guides"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]);
        return await Save(document.ToJsonString(Json), version, remove ? words["Removed. Publish the journey when it is ready."] : words["Added. Publish the journey when it is ready."]);
    }

    public async Task<IActionResult> OnPostPublish(int version)
    {
        if (!User.May(Permission.JourneysPublish)) return Forbid();
        if (!await Load() || Open is null) return NotFound();
        if (Journey is null) return Refuse();
        foreach (var problem in (await recipes.Judge("journey", Open.Key, YamlText.Write(JsonNode.Parse(Open.Draft)))).Problems) ModelState.AddModelError("", words["Line {0}: {1}", problem.Line, words.Say(problem.Message)]);
        // Each is told below, with its line and what to do.
        if (Findings.Any(finding => finding.IsFault)) ModelState.AddModelError("", words["It cannot work like this. What is wrong stands below."]);
        if (!ModelState.IsValid) return Refuse();
        if (await shelf.Publish("journey", Open.Key, version, $"staff:{User.StaffId()}", clock.GetUtcNow()) is not { } published) return Conflicted();
        TempData["Said"] = words["Published as version {0}. It applies to everyone who enters from now on.", published.Number].Value;
        return LocalRedirect($"/studio/journeys/{Open.Key}");
    }

    /// <summary>An earlier version becomes the draft again; publishing it makes a new version, so that nothing is lost.</summary>
    public async Task<IActionResult> OnPostRestore(int number, int version)
    {
        if (!await Load() || Open is null || Versions.FirstOrDefault(one => one.Number == number) is not { } past) return NotFound();
        return await Save(past.Json, version, words["Version {0} is the draft now. Publish it when it is right.", number]);
    }

    async Task<IActionResult> Save(string json, int version, string said)
    {
        if (await shelf.SaveDraft("journey", Open!.Key, Open.Title, json, version, $"staff:{User.StaffId()}", clock.GetUtcNow()) is null) return Conflicted();
        TempData["Said"] = said;
        return LocalRedirect($"/studio/journeys/{Open.Key}");
    }

    PageResult Conflicted()
    {
        ModelState.AddModelError("", words["Somebody else changed this journey in the meantime. This is how it is now; please try again."]);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    PageResult Refuse()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task<bool> Load()
    {
        All = await shelf.All("journey");
        if (Key is null) return true;
        Open = All.FirstOrDefault(definition => definition.Key == Key);
        if (Open is null) return false;
        HasChanges = Open.Published is not { } number || (await shelf.Version("journey", Open.Key, number))?.Json != Open.Draft;
        Guides = [.. (await content.All("guide")).Where(entry => entry.Drafts.Length > 0).Select(entry => (entry.Item.Key, (entry.Drafts.FirstOrDefault(draft => draft.Locale == Locale) ?? entry.Drafts[0]).Title))];
        Funnel = (await enrollments.Funnel(Key)).ToImmutableDictionary(count => count.Checkpoint, StringComparer.Ordinal);
        Texts = await authored.Texts();
        Versions = await shelf.Versions("journey", Key);
        Users = await shelves.UsersOf("journey", Key);
        try
        {
            Journey = Journey.Parse(Open.Draft);
            Findings = await check.Of(Open.Draft);
        }
        catch (DocumentException wrong)
        {
            foreach (var problem in wrong.Problems) ModelState.AddModelError("", $"{problem.Path}: {words.Say(Sentence.Of("{0} {1}", problem.Message, problem.Remedy))}");
        }

        return true;
    }
}
