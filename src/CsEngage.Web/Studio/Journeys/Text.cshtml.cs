using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Definitions;
using CsEngage.Web.Account;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Journeys;

/// <summary>The journey as the document that it is. What is wrong is told with its line, and nothing wrong is kept.</summary>
public sealed class TextModel(DefinitionShelf shelf, RecipeBook recipes, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    const int Longest = 512 * 1024;
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [FromRoute]
    public string Key { get; set; } = "";

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    public int Version { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        if (await Load() is not { } journey) return NotFound();
        Text = YamlText.Write(JsonNode.Parse(journey.Draft));
        return Page();
    }

    public async Task<IActionResult> OnPost(string? text, int version)
    {
        if (await Load() is null) return NotFound();
        Text = (text ?? "").ReplaceLineEndings("\n");
        if (Text.Length > Longest) return Refuse(StatusCodes.Status422UnprocessableEntity, words["A journey has at most 512 KB of text."]);
        var (fields, problems) = await recipes.Judge("journey", Key, Text);
        if (fields is null) return Refuse(StatusCodes.Status422UnprocessableEntity, [.. problems.Select(problem => words["Line {0}: {1}", problem.Line, problem.Message].Value)]);

        var json = fields.ToJsonString(Plain);
        if (await shelf.SaveDraft("journey", Key, Journey.Parse(json).Title, json, version, $"staff:{User.StaffId()}", clock.GetUtcNow()) is null)
            return Refuse(StatusCodes.Status409Conflict, words["Somebody else changed this journey meanwhile. Your text is below; save it again to keep it instead of theirs."]);
        TempData["Said"] = words["Draft saved."].Value;
        return LocalRedirect($"/studio/journeys/{Key}");
    }

    async Task<Definition?> Load()
    {
        if (await shelf.Find("journey", Key) is not { } journey) return null;
        (Title, Version) = (journey.Title.In(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), journey.DraftVersion);
        return journey;
    }

    PageResult Refuse(int status, params string[] because)
    {
        foreach (var one in because) ModelState.AddModelError("", one);
        Response.StatusCode = status;
        return Page();
    }
}
