using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CsEngage.Store.Content;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Guides;

public sealed class NewModel(ContentShelf shelf, TimeProvider clock, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty, Required(ErrorMessage = "Give it a title."), StringLength(160)]
    public string Name { get; set; } = "";

    [BindProperty, RegularExpression("[a-z0-9]+(-[a-z0-9]+)*", ErrorMessage = "A key has small letters, digits and single hyphens."), StringLength(80)]
    public string? Key { get; set; }

    [BindProperty]
    public string Locale { get; set; } = "en";

    public void OnGet() => Locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public async Task<IActionResult> OnPost()
    {
        if (!Languages.Has(Locale)) return BadRequest();
        if (!ModelState.IsValid) return Refuse();
        var key = Key is { Length: > 0 } given ? given : KeyText.Of(Name);
        if (key.Length == 0) return Refuse(nameof(Key), words["Give it a key; this title has no Latin letters to make one from."]);
        if (await shelf.Find("guide", key) is not null) return Refuse(nameof(Key), words["There already is a guide with the key {0}.", key]);

        var now = clock.GetUtcNow();
        var item = new Item(Guid.CreateVersion7(now), "guide", key, [], null, null, null, null, null, now);
        await shelf.Put(item);
        await shelf.SaveDraft(new Draft(item.Id, Locale, Name.Trim(), key, "", "{}", "draft", 0, now, $"staff:{User.StaffId()}"));
        return LocalRedirect($"/studio/guides/{key}?locale={Locale}");
    }

    PageResult Refuse(string field = "", string? because = null)
    {
        if (because is not null) ModelState.AddModelError(field, because);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
