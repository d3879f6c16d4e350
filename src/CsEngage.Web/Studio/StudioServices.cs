using CsEngage.Web.Shared;

namespace CsEngage.Web.Studio;

static class StudioServices
{
    public static void AddStudio(this IServiceCollection services)
    {
        services.AddSingleton<PreviewContacts>();
        services.AddSingleton<TextFaults>();
        services.AddSingleton<TextLinks>();
        services.AddSingleton<TextLanguage>();
        services.AddSingleton<GuideChecks>();
        services.AddSingleton<RuleSpeech>();
        services.AddSingleton<Documents.Shelves>();
        services.AddSingleton<Documents.DocumentWords>();
        services.AddSingleton<Documents.FirstText>();
        services.AddSingleton<Templates.TemplateSheet>();
        services.AddSingleton<Templates.MailFlaws>();
        services.AddSingleton<Journeys.StepWords>();
        services.AddSingleton<VisibilityWords>();
        services.AddSingleton<Guides.AudienceReading>();
        services.AddSingleton<Guides.GuideHolders>();
        services.AddSingleton<Journeys.JourneyFindings>();
    }
}
