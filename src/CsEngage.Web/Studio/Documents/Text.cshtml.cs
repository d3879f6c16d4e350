using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Definitions;
using CsEngage.Web.Account;
using CsEngage.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Documents;

/// <summary>A document as the text that it is in a recipe. What is wrong is told with its line while one types, and nothing wrong is kept.</summary>
public sealed class TextModel(DefinitionShelf shelf, RecipeBook recipes, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    const int Longest = 512 * 1024;
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [FromRoute]
    public string Shelf { get; set; } = "";

    [FromRoute]
    public string Key { get; set; } = "";

    public DocumentKind Kind { get; private set; } = null!;

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    public int Version { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        if (await Load() is not { } document) return NotFound();
        if (!Kind.MayWrite(User)) return Forbid();
        Text = YamlText.Write(JsonNode.Parse(document.Draft));
        return Page();
    }

    public async Task<IActionResult> OnPost(string? text, int version)
    {
        if (await Load() is null) return NotFound();
        if (!Kind.MayWrite(User)) return Forbid();
        Text = (text ?? "").ReplaceLineEndings("\n");
        if (Text.Length > Longest) return Refuse(StatusCodes.Status422UnprocessableEntity, words["A document has at most 512 KB of text."]);
        var (fields, problems) = await recipes.Judge(Kind.Key, Key, Text);
        if (fields is null) return Refuse(StatusCodes.Status422UnprocessableEntity, [.. problems.Select(problem => words["Line {0}: {1}", problem.Line, words.Say(problem.Message)].Value)]);

        var title = fields["title"] is JsonObject map ? Shelves.Localized(map) : LocalizedText.Empty;
        if (await shelf.SaveDraft(Kind.Key, Key, title, fields.ToJsonString(Plain), version, $"staff:{User.StaffId()}", clock.GetUtcNow()) is null)
            return Refuse(StatusCodes.Status409Conflict, words["Somebody else changed it in the meantime. Your text is below; save it again to keep it instead of theirs."]);
        TempData["Said"] = words["Draft saved."].Value;
        return LocalRedirect(Kind.AddressOf(Key));
    }

    /// <summary>What is wrong with the text as it is being typed.</summary>
    public async Task<IActionResult> OnPostCheck(string? text)
    {
        if (await Load() is null) return NotFound();
        if (!Kind.MayWrite(User)) return Forbid();
        if (text is { Length: > Longest }) return new JsonResult(ImmutableArray<TextFault>.Empty);
        var source = (text ?? "").ReplaceLineEndings("\n");
        var (fields, problems) = await recipes.Judge(Kind.Key, Key, source);
        if (fields is not null && Kind.Key == "journey")
            return new JsonResult((await HttpContext.RequestServices.GetRequiredService<Journeys.JourneyFindings>().Of(YamlText.Read(source, ""))).Select(finding => new TextFault("text", finding.Line, 0, 0, $"{finding.Message} {finding.Remedy}", null, !finding.IsFault)));
        return new JsonResult(problems.Select(problem => new TextFault("text", Math.Max(1, problem.Line), 0, 0, words.Say(problem.Message), null)));
    }

    async Task<Definition?> Load()
    {
        if (DocumentKind.At(Shelf) is not { IsDefinition: true } kind || await shelf.Find(kind.Key, Key) is not { } document) return null;
        (Kind, Title, Version) = (kind, kind.TitleOf(document).In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), document.DraftVersion);
        return document;
    }

    PageResult Refuse(int status, params string[] because)
    {
        foreach (var one in because) ModelState.AddModelError("", one);
        Response.StatusCode = status;
        return Page();
    }
}
