using System.Globalization;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Docs;

/// <summary>A page of the handbook, in the reader's language where it is written in it, else in English.</summary>
public sealed class PageOfHandbook : PageModel
{
    public string Name { get; private set; } = "";

    public HandbookPage Shown { get; private set; } = new("", "", "", []);

    /// <summary>The language of the frame.</summary>
    public static string Locale => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The other languages in which this page is written, each with its name.</summary>
    public IEnumerable<(string Locale, string Name)> Others => Languages.All.Where(language => language.Locale != Shown.Locale && Handbook.Find(Name, language.Locale)?.Locale == language.Locale);

    public IActionResult OnGet(string name, string? locale)
    {
        if (Handbook.Find(name, locale ?? Locale) is not { } page) return NotFound();
        (Name, Shown) = (name, page);
        return Page();
    }
}
