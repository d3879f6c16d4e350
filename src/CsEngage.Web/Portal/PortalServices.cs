using CsEngage.Engine.Content;
using CsEngage.Web.Account;
using CsEngage.Web.Portal.Themes;

namespace CsEngage.Web.Portal;

static class PortalServices
{
    public static void AddPortal(this IServiceCollection services)
    {
        services.AddSingleton<ThemeWords>();
        services.AddSingleton<Blueprints>();
        services.AddSingleton<VisitSources>();
        services.AddSingleton<Visits>();
        services.AddSingleton<Bodies>();
        services.AddSingleton<GuideReading>();
        services.AddSingleton<Way>();
        services.AddSingleton<AnnouncementShelf>();
        services.AddSingleton<News>();
        services.AddSingleton<HomeBlocks>();
        services.AddSingleton<DemoContact>();
    }
}
