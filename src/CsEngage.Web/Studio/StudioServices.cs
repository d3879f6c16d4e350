namespace CsEngage.Web.Studio;

static class StudioServices
{
    public static void AddStudio(this IServiceCollection services)
    {
        services.AddSingleton<PreviewContacts>();
        services.AddSingleton<GuideChecks>();
        services.AddSingleton<Journeys.StepWords>();
        services.AddSingleton<VisibilityWords>();
    }
}
