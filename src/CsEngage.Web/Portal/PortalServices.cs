namespace CsEngage.Web.Portal;

static class PortalServices
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services;
}
