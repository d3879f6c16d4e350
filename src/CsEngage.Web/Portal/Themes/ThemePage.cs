using System.Collections.Concurrent;
using System.Globalization;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace CsEngage.Web.Portal.Themes;

/// <summary>One page of the portal: a template of the theme inside its layout, over the model of the contract and no more.</summary>
/// <param name="GuideUrl">Address of a guide by its key; null when this reader has no such guide.</param>
sealed record ThemePage(string Template, LiquidMap Model, string Theme, TimeZoneInfo Zone, Func<string, string?> GuideUrl, int StatusCode = StatusCodes.Status200OK) : IActionResult
{
    // What is steady for a language is so for portals of one accent.
    static readonly ConcurrentDictionary<(Func<string, string> Word, string Accent), object> Steadies = new();

    /// <summary>The accent that the portal has instead of the theme's, as #rrggbb.</summary>
    public string? Accent { get; init; }

    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = StatusCode;
        response.ContentType = "text/html; charset=utf-8";
        var (layout, model, options) = Compose(context.HttpContext);
        // With its length said, head and body leave together once the request is done.
        layout.Render(model, response.BodyWriter, options, length => response.ContentLength = length);
        return Task.CompletedTask;
    }

    (LiquidTemplate Layout, LiquidMap Model, LiquidRenderOptions Options) Compose(HttpContext http)
    {
        var services = http.RequestServices;
        var theme = services.GetRequiredService<ThemeShelf>().Get(Theme);
        var forms = services.GetRequiredService<IAntiforgery>();
        var word = services.GetRequiredService<ThemeWords>().In(CultureInfo.CurrentUICulture);
        var around = new Surroundings
        {
            Word = word, Guide = GuideUrl, Media = MediaUrl, Asset = name => Address(theme, name, Accent, http), Locale = CultureInfo.CurrentUICulture.Name,
        };
        var options = EngageLiquid.For(around, Zone, services.GetRequiredService<TimeProvider>().GetUtcNow(), LiquidOutputMode.Html, LiquidMissing.Empty) with
        {
            // Words are those of the language, and addresses of files those of the program, once it knows them.
            Steady = !BuiltFile.AreKnown(http) ? null : Accent is { } accent ? Steadies.GetOrAdd((word, accent), static _ => new object()) : word,
        };

        // Made only if the page has a form: a token forbids caching.
        var model = Model.With("form_token", LiquidValue.Lazy(() => LiquidValue.Html(Hidden(forms.GetAndStoreTokens(http)))));
        var page = (model["page"].AsMap ?? LiquidMap.None).With("content", LiquidValue.Html(theme.Template(Template), model, options));
        return (theme.Template("layout"), model.With("page", page), options);
    }

    public static string MediaUrl(string name) => "/media/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    // What the theme does not have itself comes from the client build: the portal's script, the icons.
    static string Address(Theme theme, string name, string? accent, HttpContext http) =>
        accent is not null && name == "tokens.css" && theme.Accented(accent) is { } own ? $"/themes/{theme.Name}/{own.Name}?v={own.Hash}"
        : theme.Asset(name) is { } asset ? $"/themes/{theme.Name}/{name}?v={asset.Hash}" : BuiltFile.Address(http, "built/" + name);

    static string Hidden(AntiforgeryTokenSet tokens) => $"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{tokens.RequestToken}\">";
}
