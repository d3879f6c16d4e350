using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using CsEngage.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Documents;

/// <summary>Begins a document of any kind: a title, a key, and a first text that is right as it stands.</summary>
public sealed class NewModel(ContentShelf content, DefinitionShelf shelf, RecipeBook recipes, FirstText first, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "guide";

    [BindProperty, Required(ErrorMessage = "Give it a title."), StringLength(160)]
    public string Name { get; set; } = "";

    [BindProperty, RegularExpression("[a-z0-9]+(-[a-z0-9]+)*", ErrorMessage = "A key has small letters, digits and single hyphens."), StringLength(80)]
    public string? Key { get; set; }

    [BindProperty]
    public string Locale { get; set; } = "en";

    public IEnumerable<DocumentKind> Kinds => DocumentKind.All.Where(kind => !kind.IsOnly && kind.MayWrite(User));

    public void OnGet()
    {
        // Nobody has filled in anything yet, so nothing is missing.
        ModelState.Clear();
        Locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
    }

    public async Task<IActionResult> OnPost()
    {
        if (!Languages.Has(Locale) || DocumentKind.All.FirstOrDefault(one => one.Key == Kind) is not { IsOnly: false } kind) return BadRequest();
        if (!kind.MayWrite(User)) return Forbid();
        if (!ModelState.IsValid) return Refuse();
        var key = Key is { Length: > 0 } given ? given : KeyText.Of(Name);
        if (key.Length == 0) return Refuse(nameof(Key), words["Give it a key; this title has no Latin letters to make one from."]);
        return kind.IsDefinition ? await Document(kind, key) : await Text(kind, key);
    }

    async Task<IActionResult> Text(DocumentKind kind, string key)
    {
        if (await content.Find(kind.Key, key) is not null) return Refuse(nameof(Key), words["The key {0} is taken already.", key]);
        var now = clock.GetUtcNow();
        var item = new Item(Guid.CreateVersion7(now), kind.Key, key, [], null, null, null, null, null, now);
        await content.Put(item);
        await content.SaveDraft(new Draft(item.Id, Locale, Name.Trim(), key, "", await first.Front(kind.Key, Name.Trim()), "draft", 0, now, $"staff:{User.StaffId()}"));
        return LocalRedirect($"{kind.AddressOf(key)}?locale={Locale}");
    }

    async Task<IActionResult> Document(DocumentKind kind, string key)
    {
        if (await shelf.Find(kind.Key, key) is not null) return Refuse(nameof(Key), words["The key {0} is taken already.", key]);
        var fields = await first.Document(kind.Key, key, Name.Trim(), Locale);
        var (judged, problems) = await recipes.Judge(kind.Key, key, YamlText.Write(fields));
        if (judged is null) return Refuse("", words.Say(problems[0].Message));
        await shelf.SaveDraft(kind.Key, key, Shelves.Localized(fields["title"]!.AsObject()), judged.ToJsonString(TextModel.Plain), 0, $"staff:{User.StaffId()}", clock.GetUtcNow());
        return LocalRedirect($"{kind.AddressOf(key)}/text");
    }

    PageResult Refuse(string field = "", string? because = null)
    {
        if (because is not null) ModelState.AddModelError(field, because);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
