using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Segments;
using CsEngage.Store.Settings;
using CsEngage.Web.Account;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Documents;

/// <summary>A document in words, with its versions and what uses it. Writing is done in its text; publishing here.</summary>
public sealed class IndexModel(DefinitionShelf shelf, Shelves shelves, DocumentWords says, Authored authored, RecipeBook recipes, SettingsBook settings, PortalBook portals, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    [FromRoute]
    public string Shelf { get; set; } = "";

    [FromRoute]
    public string Key { get; set; } = "";

    public DocumentKind Kind { get; private set; } = null!;

    public Definition Open { get; private set; } = null!;

    /// <summary>The version that is looked at; null for the draft.</summary>
    public DefinitionVersion? Past { get; private set; }

    public bool HasChanges { get; private set; }

    public ImmutableArray<DocumentLine> Lines { get; private set; } = [];

    public string? Sort { get; private set; }

    public ImmutableArray<DefinitionVersion> Versions { get; private set; } = [];

    public ImmutableArray<Shelved> Users { get; private set; } = [];

    public long? Members { get; private set; }

    /// <summary>Of a blueprint: how many portals are made from it.</summary>
    public long Portals { get; private set; }

    /// <summary>How many of them still show an earlier version than the one in force.</summary>
    public long Earlier { get; private set; }

    public async Task<IActionResult> OnGet(int? version, [FromServices] SegmentRoll segments)
    {
        if (!await Load()) return NotFound();
        if (version is { } number && (Past = Versions.FirstOrDefault(one => one.Number == number)) is null) return NotFound();
        var fields = JsonNode.Parse(Past?.Json ?? Open.Draft) as JsonObject ?? [];
        (Lines, Sort) = (says.Lines(Kind.Key, fields, await authored.Texts()), says.KindOf(fields));
        if (Kind.Key == "segment" && Open.Published is not null) Members = (await segments.Counts()).GetValueOrDefault(Key);
        return Page();
    }

    /// <param name="version">The draft that was looked at.</param>
    /// <param name="only">Of a blueprint: "new" for portals that open from now on; otherwise those that there are show it too.</param>
    public async Task<IActionResult> OnPostPublish(int version, string? only)
    {
        if (!await Load()) return NotFound();
        if (!Kind.MayPublish(User)) return Forbid();
        var (fields, texts) = (JsonNode.Parse(Open.Draft) as JsonObject ?? [], await authored.Texts());
        if ((await recipes.Judge(Kind.Key, Key, YamlText.Write(fields))).Problems is { IsEmpty: false } problems)
        {
            foreach (var problem in problems) ModelState.AddModelError("", words["Line {0}: {1}", problem.Line, words.Say(problem.Message)]);
            (Lines, Sort) = (says.Lines(Kind.Key, fields, texts), says.KindOf(fields));
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        if (await shelf.Publish(Kind.Key, Key, version, $"staff:{User.StaffId()}", clock.GetUtcNow()) is not { } published)
        {
            TempData["Refused"] = words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."].Value;
            return LocalRedirect(Kind.AddressOf(Key));
        }

        if (Kind.IsOnly) await RecipeBook.TakeOver(settings, Versions.FirstOrDefault(one => one.Number == Open.Published)?.Json, published.Json, $"staff:{User.StaffId()}", clock.GetUtcNow());
        TempData["Said"] = words["Published as version {0}. It is in force now.", published.Number].Value;
        if (Kind.Key == "blueprint" && Portals > 0)
            TempData["Said"] = only == "new" ? words["Published as version {0}. Portals that open from now on are made from it.", published.Number].Value
                : words["Published as version {0}. Portals that show it now: {1}.", published.Number, await portals.Move(Key, published.Number)].Value;
        return LocalRedirect(Kind.AddressOf(Key));
    }

    /// <summary>Portals that stayed behind when a blueprint was published show the version in force.</summary>
    public async Task<IActionResult> OnPostPortals()
    {
        if (!await Load() || Kind.Key != "blueprint" || Open.Published is not { } number) return NotFound();
        if (!Kind.MayPublish(User)) return Forbid();
        TempData["Said"] = words["Portals that show version {0} now: {1}.", number, await portals.Move(Key, number)].Value;
        return LocalRedirect(Kind.AddressOf(Key));
    }

    /// <summary>An earlier version becomes the draft again; publishing it makes a new version, so that nothing is lost.</summary>
    public async Task<IActionResult> OnPostRestore(int number, int version)
    {
        if (!await Load()) return NotFound();
        if (!Kind.MayWrite(User)) return Forbid();
        if (Versions.FirstOrDefault(one => one.Number == number) is not { } past) return NotFound();
        var title = JsonNode.Parse(past.Json)?["title"] is JsonObject map ? Shelves.Localized(map) : Open.Title;
        var saved = await shelf.SaveDraft(Kind.Key, Key, title, past.Json, version, $"staff:{User.StaffId()}", clock.GetUtcNow());
        TempData[saved is null ? "Refused" : "Said"] = (saved is null
            ? words["Somebody else changed it in the meantime. This is how it is now; look at it and try again."] : words["Version {0} is the draft now. Publish it when it is right.", number]).Value;
        return LocalRedirect(Kind.AddressOf(Key));
    }

    public string Locale => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    async Task<bool> Load()
    {
        if (DocumentKind.At(Shelf) is not { IsDefinition: true } kind || await shelf.Find(kind.Key, Key) is not { } found) return false;
        (Kind, Open) = (kind, found);
        Versions = await shelf.Versions(kind.Key, Key);
        HasChanges = Versions.FirstOrDefault(one => one.Number == found.Published)?.Json != found.Draft;
        Users = await shelves.UsersOf(kind.Key, Key);
        if (kind.Key == "blueprint")
            foreach (var (version, standing) in await portals.Standing(Key)) (Portals, Earlier) = (Portals + standing, Earlier + (version == found.Published ? 0 : standing));
        return true;
    }
}
