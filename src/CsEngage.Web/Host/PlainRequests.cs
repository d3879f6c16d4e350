using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Host;

/// <summary>
/// Requests that reach an installation with an https address over plain http: no cookie may be set on them and no key believed. They are answered
/// with what the operator has to do, for nearly always it is a proxy that is not known as one.
/// </summary>
static class PlainRequests
{
    public static IApplicationBuilder UseHttpsAlone(this IApplicationBuilder app, Settings settings)
    {
        if (!settings.IsSecure) return app;
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PlainRequests));
        var told = 0;
        return app.Use(async (context, next) =>
        {
            // Probes and figures are asked for from inside, past any proxy.
            if (context.Request.IsHttps || IsInner(context.Request.Path))
            {
                await next(context);
                return;
            }
            if (Interlocked.Exchange(ref told, 1) == 0)
            {
                log.LogWarning("A request came over http from {Address}, though Engage__BaseUrl is {BaseUrl}. If that is your proxy: put its address into Engage__TrustedProxies and let it send X-Forwarded-Proto.",
                    context.Connection.RemoteIpAddress, settings.BaseUrl);
            }
            var words = context.RequestServices.GetRequiredService<IStringLocalizer<Words>>();
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(words["This page is at {0}, and this request came over http. For its operator: a proxy in front sends X-Forwarded-Proto, and its address stands in Engage__TrustedProxies.", settings.BaseUrl!.GetLeftPart(UriPartial.Authority)]);
        });
    }

    static bool IsInner(PathString path) => path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);
}
