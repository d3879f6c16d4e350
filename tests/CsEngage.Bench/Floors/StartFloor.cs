using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
namespace CsEngage.Bench.Floors;

/// <summary>What the framework itself needs from process start to its first answer.</summary>
static class StartFloor
{
    public static void Run(string url)
    {
        var app = Kestrel.At(url);
        app.Run(context => context.Response.WriteAsync("ok"));
        app.Run();
    }
}
