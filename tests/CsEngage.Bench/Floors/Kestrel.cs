using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CsEngage.Bench.Floors;

/// <summary>The barest web server that the framework has: no logging, no routing, no middleware.</summary>
static class Kestrel
{
    public static WebApplication At(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Now listening on: {app.Urls.First()}"));
        return app;
    }
}
