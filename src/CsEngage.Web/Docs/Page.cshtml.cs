using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Docs;

/// <summary>A page of the handbook. Its frame is in the reader's language; what it says is said once, in English.</summary>
public sealed class PageOfHandbook : PageModel
{
    public string Name { get; private set; } = "";

    public HandbookPage Shown { get; private set; } = new("", "", []);

    public IActionResult OnGet(string name)
    {
        if (Handbook.Find(name) is not { } page) return NotFound();
        (Name, Shown) = (name, page);
        return Page();
    }
}
