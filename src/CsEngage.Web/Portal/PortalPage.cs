using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Content;
using CsEngage.Web.Account;
using CsEngage.Web.Host;
using CsEngage.Web.Portal.Themes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Portal;

/// <summary>A page of the portal. It decides; the theme's template says how it looks.</summary>
public abstract class PortalPage : PageModel
{
    internal T Service<T>() where T : notnull => HttpContext.RequestServices.GetRequiredService<T>();

    /// <summary>A page that knows no portal: signing in, and plain answers.</summary>
    internal virtual async Task<IActionResult> Show(string template, string title, LiquidMapBuilder page, int status = StatusCodes.Status200OK)
    {
        var profile = (await Service<Engine.Settings.Authored>().Current()).OperatorIn(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var name = profile.Name is { Length: > 0 } known ? known : "CsEngage";
        return new ThemePage(template, new LiquidMapBuilder
        {
            ["operator"] = Visit.OperatorModel(profile, name), ["page"] = Frame(template, title, page),
        }.Build(), ThemeShelf.Default, TimeZoneInfo.Utc, _ => null, status);
    }

    /// <summary>A plain answer: what happened and what to do.</summary>
    internal Task<IActionResult> Plain(int status, string title, string text, string? backUrl = null, string? backLabel = null) =>
        Show("problem", title, new LiquidMapBuilder { ["text"] = text, ["back_url"] = backUrl, ["back_label"] = backLabel }, status);

    /// <summary>What the page before left for this one. Looking for it answers with a cookie, so nobody looks where the browser brought nothing.</summary>
    internal string? Kept(string name) => Request.Cookies.ContainsKey(CookieTempDataProvider.CookieName) ? TempData[name] as string : null;

    /// <summary>What every page says of itself.</summary>
    internal LiquidMapBuilder Frame(string kind, string title, LiquidMapBuilder page)
    {
        var locale = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return page.Add("kind", kind).Add("title", title).Add("locale", locale).Add("url", (string)(Request.Path + Request.QueryString)).Add("notice", Kept("Said"))
            .Add("languages", LiquidValue.List(Languages.All, language => new LiquidMapBuilder { ["locale"] = language.Locale, ["name"] = language.Name, ["current"] = language.Locale == locale }));
    }
}

/// <summary>A page of a portal that this contact may open; anybody else gets the same answer as for one that does not exist.</summary>
public abstract class VisitPage : PortalPage
{
    Visit? visit;

    internal Visit Visit => visit ?? throw new InvalidOperationException("The visit is known only within a handler.");

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        context.Result = await Enter();
        if (context.Result is null) await next();
    }

    /// <summary>Finds the visit; the answer is what is said where there is none, else null.</summary>
    internal async Task<IActionResult?> Enter()
    {
        visit = await Find();
        if (visit is not null) return null;
        var (title, text) = ProblemModel.Say(StatusCodes.Status404NotFound, Service<IStringLocalizer<Words>>());
        // Their own portal, whatever this one is: the answer is the same for one that does not exist.
        var home = await Service<ContactHome>().Of(HttpContext, null);
        return await Plain(StatusCodes.Status404NotFound, title, text, home, home is null ? null : Service<IStringLocalizer<Words>>()["To the start"].Value);
    }

    /// <summary>Who visits what; null is nothing, for whatever reason.</summary>
    internal virtual Task<Visit?> Find() => Service<Visits>().Of((string)RouteData.Values["portal"]!, User.ContactId(), CultureInfo.CurrentUICulture);

    internal override Task<IActionResult> Show(string template, string title, LiquidMapBuilder page, int status = StatusCodes.Status200OK) =>
        visit is null ? base.Show(template, title, page, status) : Show(template, title, page, Visit.Model(), status);

    /// <summary>A page with more in its model than every page has.</summary>
    internal Task<IActionResult> Show(string template, string title, LiquidMapBuilder page, LiquidMapBuilder model, int status = StatusCodes.Status200OK)
    {
        var nav = PortalNavigation.Of(Visit, Request, Service<IStringLocalizer<Words>>());
        var whole = model.Add("nav", LiquidValue.List(nav)).Add("page", Frame(template, title, page.Add("preview", Visit.IsPreview)));
        return Task.FromResult<IActionResult>(new ThemePage(template, whole.Build(), Service<ThemeShelf>().Find(Visit.Look.Theme ?? ThemeShelf.Default)?.Name ?? ThemeShelf.Default, Visit.Zone, Visit.GuideUrl, status) { Accent = Visit.Look.Accent });
    }

    /// <summary>The guide at an address of today or of before, if this contact may see it.</summary>
    internal async Task<Guide?> GuideAt(string slug)
    {
        // Almost always the address is the one that we link to.
        if (Visit.Guides.FirstOrDefault(guide => guide.Shown.Slug == slug) is { } guide) return guide;
        var key = await Service<ContentShelf>().KeyOf("guide", slug, Visit.Locale);
        return Visit.Guides.FirstOrDefault(guide => guide.Key == key);
    }

    internal Task<IActionResult> NothingHere()
    {
        var (title, text) = ProblemModel.Say(StatusCodes.Status404NotFound, Service<IStringLocalizer<Words>>());
        return Plain(StatusCodes.Status404NotFound, title, text, Visit.Url, Service<IStringLocalizer<Words>>()["To the start"]);
    }
}
