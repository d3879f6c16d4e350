using CsEngage.Web.Account;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web;

/// <summary>The plain answers. They say what to do and reveal nothing about what might be there.</summary>
[IgnoreAntiforgeryToken]
// With a form for the language on it: no-store alone would be overridden, with a warning in the log.
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ProblemModel(IStringLocalizer<Words> words) : PageModel
{
    [FromRoute]
    public int Code { get; set; }

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Where the way on leads: staff to the start, a contact to their portal.</summary>
    public string Home { get; private set; } = "/";

    public Task<IActionResult> OnGet() => Answer();

    public Task<IActionResult> OnPost() => Answer();

    async Task<IActionResult> Answer()
    {
        // Typed by hand it would be a page about nothing.
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null && HttpContext.Features.Get<IExceptionHandlerFeature>() is null) Code = StatusCodes.Status404NotFound;
        (Title, Text) = Say(Code, words);
        Response.StatusCode = Code;

        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath is { } original && original.StartsWith("/api/", StringComparison.Ordinal))
            return new ObjectResult(new ProblemDetails { Status = Code, Title = Title, Detail = Text }) { StatusCode = Code, ContentTypes = { "application/problem+json" } };
        // After a fault of ours nothing more is asked of what may be broken.
        if (Code < StatusCodes.Status500InternalServerError && User.Identity?.IsAuthenticated != true)
            Home = await HttpContext.RequestServices.GetRequiredService<ContactHome>().Of(HttpContext, HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath) ?? "/";
        return Page();
    }

    public static (string Title, string Text) Say(int code, IStringLocalizer<Words> words) => code switch
    {
        400 => (words["That did not arrive as it should."], words["The page was open for too long, or it was changed on the way. Go back, load it again and try once more."]),
        401 => (words["Please sign in."], words["Your session has ended. Sign in and go on where you were."]),
        403 => (words["You may not open this."], words["Your role does not include it. Whoever runs this installation can change that."]),
        404 => (words["There is nothing here."], words["The address may be mistyped, or what was here has moved. Ask whoever gave you the link for a new one."]),
        429 => (words["That was too often."], words["Wait a few minutes, then try again."]),
        _ => (words["Something went wrong on our side."], words["It has been written down. Try again in a moment; nothing you saved is lost."]),
    };
}
