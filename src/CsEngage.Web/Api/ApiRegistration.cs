using CsEngage.Engine.Signals;
using CsEngage.Web.Api.Accounts;
using CsEngage.Web.Api.Limits;
using CsEngage.Web.Api.Reference;
using CsEngage.Web.Api.Signals;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace CsEngage.Web.Api;

/// <summary>The API for other systems: its own kind of sign-in (keys with scopes), its own way to say no (problem+json with a stable code).</summary>
static class ApiRegistration
{
    public const string Scheme = "api";
    public const string ScopeClaim = "scope";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyLimits>();
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<SignalIntake>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, KeyDoor>(Scheme, null);
        services.AddAuthorization(options =>
        {
            foreach (var scope in ApiScope.All)
                options.AddPolicy(PolicyOf(scope), policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser().RequireClaim(ScopeClaim, scope));
        });
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").DisableAntiforgery().AddEndpointFilter<ApiTrouble>().AddEndpointFilter<RequestLimit>();
        api.MapSignals();
        api.MapAccounts();
        api.MapContacts();
        api.MapContracts();
        api.MapHealthScores();
        api.MapEngagement();
        api.MapTimeline();
        api.MapEnrollments();
        api.MapTouches();
        app.MapGet("/openapi/v1.json", (ApiDocument document) => Results.Text(document.Json, "application/json")).AllowAnonymous();
    }

    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyOf(scope));

    static string PolicyOf(string scope) => "api:" + scope;
}

/// <summary>What a key of the API may do.</summary>
static class ApiScope
{
    public const string AccountsRead = "accounts:read";
    public const string AccountsWrite = "accounts:write";
    public const string ContactsWrite = "contacts:write";
    public const string SignalsWrite = "signals:write";

    /// <summary>Starting journeys.</summary>
    public const string JourneysWrite = "journeys:write";

    /// <summary>Sending touches, under the policy of all touches.</summary>
    public const string TouchesWrite = "touches:write";

    /// <summary>Signals from long ago: what is more than 30 days late is taken.</summary>
    public const string Import = "import";

    /// <summary>The figures at /metrics.</summary>
    public const string MetricsRead = "metrics:read";

    public static readonly string[] All = [AccountsRead, AccountsWrite, ContactsWrite, SignalsWrite, JourneysWrite, TouchesWrite, Import, MetricsRead];
}
