using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CsEngage.Web.Portal;

/// <summary>
/// The way to the home of a portal, which is opened more often than all else together. Routing has found the page and authorization has let the reader
/// in; a plain GET of it needs nothing more of MVC - no values to bind, no filter, nothing kept from the page before - and goes straight to the page.
/// </summary>
static class PortalHome
{
    const string Page = "/Portal/Index";

    public static void UsePortalHome(this WebApplication app) => app.Use((context, next) => IsPlain(context) ? Answer(context) : next(context));

    static bool IsPlain(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is { ViewEnginePath: Page }
        && HttpMethods.IsGet(context.Request.Method) && !context.Request.QueryString.HasValue && !context.Request.Cookies.ContainsKey(CookieTempDataProvider.CookieName);

    static async Task Answer(HttpContext context)
    {
        var page = new IndexModel { PageContext = new PageContext { HttpContext = context, RouteData = context.GetRouteData() } };
        var answer = await page.Enter() ?? await page.OnGet();
        await answer.ExecuteResultAsync(page.PageContext);
    }
}
