using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace CsEngage.Web.Host;

/// <summary>The language of a page: what the person chose, else what the person's record says, else what the browser asks for, else the operator's.</summary>
static class Languages
{
    public const string Cookie = "language";
    public const string Claim = "locale";

    public static readonly IReadOnlyList<(string Locale, string Name)> All = [("en", "English"), ("ja", "日本語")];

    public static bool Has(string? locale) => All.Any(language => language.Locale == locale);

    public static IServiceCollection AddLanguages(this IServiceCollection services, string operatorLocale)
    {
        services.AddLocalization();
        return services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = All.Select(language => CultureInfo.GetCultureInfo(language.Locale)).ToList();
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.DefaultRequestCulture = new RequestCulture(operatorLocale);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Answer(context.Request.Cookies[Cookie])),
                new CustomRequestCultureProvider(context => Answer(context.User.FindFirst(Claim)?.Value)),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    static Task<ProviderCultureResult?> Answer(string? locale) =>
        Task.FromResult(Has(locale) ? new ProviderCultureResult(locale) : null);

    public static void Choose(HttpResponse response, string locale) => response.Cookies.Append(Cookie, locale, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = response.HttpContext.Request.IsHttps,
    });
}
