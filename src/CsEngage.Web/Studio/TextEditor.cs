using System.Collections.Immutable;
using CsEngage.Store.Content;
using CsEngage.Web.Studio.Documents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CsEngage.Web.Studio;

/// <summary>What the editors of guides and of mail templates are alike in: a draft in one language, who else writes at it, where it is used.</summary>
public abstract class TextEditor(ContentShelf shelf) : PageModel
{
    protected ContentShelf Shelf => shelf;

    protected const int LongestBody = 256 * 1024;

    /// <summary>The header by which a preview says that it holds what is wrong with the text, and not the text.</summary>
    internal const string PreviewFault = "Preview-Fault";

    [FromRoute]
    public string Key { get; set; } = "";

    public Draft Draft { get; protected set; } = null!;

    /// <summary>What somebody else saved while this person was writing.</summary>
    public Draft? Theirs { get; private set; }

    public ImmutableArray<string> Locales { get; protected set; } = [];

    public ImmutableArray<ContentVersion> Versions { get; protected set; } = [];

    public ImmutableArray<Shelved> Users { get; protected set; } = [];

    public ImmutableArray<(Guid Id, string Name)> Contacts { get; protected set; } = [];

    /// <summary>The languages with whose text a new one may begin.</summary>
    public ImmutableArray<string> Beginnings { get; private set; } = [];

    /// <summary>The language with whose text it has begun, nothing of it being saved yet.</summary>
    public string? Begun { get; private set; }

    /// <summary>As whom it is previewed.</summary>
    public Guid? As { get; protected set; }

    /// <summary>What the text may hold.</summary>
    public TextOffer Offer { get; protected set; } = new([], [], [], [], []);

    /// <summary>A language that is new begins with the text of another, where its author asks for that.</summary>
    protected void Begin(ImmutableArray<Draft> drafts, string? from)
    {
        if (Draft.Version > 0) return;
        var others = drafts.Where(draft => draft.Locale != Draft.Locale && draft.Body.Length > 0).ToList();
        if (others.Find(draft => draft.Locale == from) is { } source) (Begun, Draft) = (from, Draft with { Title = source.Title, Body = source.Body, Front = source.Front });
        Beginnings = [.. others.Select(draft => draft.Locale)];
    }

    protected async Task<IActionResult> Conflict(Item item, string locale)
    {
        // The next save is meant against what they see now.
        Theirs = await shelf.Draft(item.Id, locale);
        Draft = Draft with { Version = Theirs?.Version ?? 0 };
        return Refuse(StatusCodes.Status409Conflict);
    }

    protected PageResult Refuse(int status)
    {
        TempData.Remove("Said");
        Response.StatusCode = status;
        return Page();
    }
}
