using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CsEngage.Web.Account;

/// <summary>
/// The contacts' own door. The cookie holds nothing but a secret; whom it lets in stands in the session's row, so a session can
/// be listed and ended. Unknown and foreign portals, and pages one may not see, answer alike: there is nothing here.
/// </summary>
sealed class ContactDoor(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ContactSessions sessions, Settings settings, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder), IAuthenticationSignOutHandler
{
    static readonly TimeSpan Lasts = TimeSpan.FromDays(30);
    static readonly TimeSpan SlidesAfter = TimeSpan.FromHours(1);

    /// <summary>No secret is as long as this.</summary>
    public const int LongestSecret = 100;

    static string CookieName(Settings settings) => settings.IsSecure ? "__Host-contact" : "contact";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Brought(Request, settings) is not { } secret) return AuthenticateResult.NoResult();
        var now = clock.GetUtcNow();
        if (await sessions.Find(Secret.HashOf(secret), now) is not { } session) return AuthenticateResult.NoResult();
        if (now - session.SeenAt > SlidesAfter)
        {
            await sessions.Seen(session.Id, now, now + Lasts);
            Keep(Response, settings, secret);
        }

        var identity = new ClaimsIdentity(Scheme.Name, ClaimTypes.NameIdentifier, null);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, session.ContactId.ToString()));
        identity.AddClaim(new Claim(Doors.SessionClaim, session.Id.ToString()));
        identity.AddClaim(new Claim("identity", session.Identity));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var portal = Request.RouteValues["portal"] as string;
        if (portal is null) Response.StatusCode = StatusCodes.Status401Unauthorized;
        else Response.Redirect($"/p/{Uri.EscapeDataString(portal)}/sign-in" + (HttpMethods.IsGet(Request.Method) && Request.Path != $"/p/{portal}" ? "?back=" + Uri.EscapeDataString(Request.Path + Request.QueryString) : ""));
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public async Task SignOutAsync(AuthenticationProperties? properties)
    {
        if (Context.User.FindFirstValue(Doors.SessionClaim) is { } session && Guid.TryParse(session, CultureInfo.InvariantCulture, out var id))
            await sessions.Revoke(id, Context.User.ContactId(), clock.GetUtcNow());
        Response.Cookies.Delete(CookieName(settings), new CookieOptions { Secure = settings.IsSecure || Request.IsHttps, Path = "/" });
    }

    /// <summary>The secret of the session by which the visitor came in; null when the visitor is no contact.</summary>
    public static string? SecretOf(HttpContext context, Settings settings) => context.User.Identity is { IsAuthenticated: true, AuthenticationType: Doors.Contact } ? Brought(context.Request, settings) : null;

    static string? Brought(HttpRequest request, Settings settings) => request.Cookies[CookieName(settings)] is { Length: > 20 and < LongestSecret } secret ? secret : null;

    /// <summary>Starts a session of its own for this device: the secret of before, if any, is worth nothing to it. The answer is its id.</summary>
    public static async Task<Guid> Open(HttpContext context, Guid contact, string identity)
    {
        var settings = context.RequestServices.GetRequiredService<Settings>();
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var secret = Secret.New();
        var agent = context.Request.Headers.UserAgent.ToString();
        var id = Guid.CreateVersion7(now);
        await context.RequestServices.GetRequiredService<ContactSessions>().Start(
            new ContactSession(id, contact, null, identity, now, now, now + Lasts, agent.Length > 300 ? agent[..300] : agent, context.Connection.RemoteIpAddress?.ToString()), secret.Hash);
        Keep(context.Response, settings, secret.Text);
        return id;
    }

    // The life of a session is the row's; the cookie only has to outlive it, also under a clock that tests move.
    static void Keep(HttpResponse response, Settings settings, string secret) => response.Cookies.Append(CookieName(settings), secret, new CookieOptions
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Secure = settings.IsSecure || response.HttpContext.Request.IsHttps, MaxAge = Lasts,
    });
}

static class ContactClaims
{
    public static Guid ContactId(this ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue(ClaimTypes.NameIdentifier)!);
}
