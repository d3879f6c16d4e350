namespace CsEngage.Web.Host;

/// <summary>The headers that every answer carries. A page that shows foreign HTML sets its own, narrower policy.</summary>
static class SecurityHeaders
{
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; " +
        "frame-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'; frame-ancestors ";

    public const string PolicyHeader = "Content-Security-Policy";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.TryAdd(PolicyHeader, Policy + "'none'");
            headers.XContentTypeOptions = "nosniff";
            // A sign-in link must never leave in a Referer.
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    /// <summary>Lets our own pages, and nobody else's, show this answer in a frame.</summary>
    public static void AllowOwnFrames(this HttpResponse response) => response.Headers[PolicyHeader] = Policy + "'self'";
}
