using System.Globalization;
using CsEngage.Engine.Drains;
using CsEngage.Store.People;

namespace CsEngage.Web.Host;

/// <summary>Addresses that machines and tests ask: am I alive, may I be sent requests, what time is it.</summary>
static class Probes
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Text("live")).AllowAnonymous();
        app.MapGet("/healthz/ready", async (StaffList staff) =>
        {
            // Any read that must be answered will do; a database that is away throws, and the probe says so by its code.
            await staff.IsEmpty();
            return Results.Text("ready");
        }).AllowAnonymous();
    }

    public static void MapTestClock(this WebApplication app)
    {
        app.MapGet("/test/clock", (TestClock clock) => Results.Json(new { now = clock.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) })).AllowAnonymous();
        // Answers when every drain is idle at the new time, so that a test sees what came of it.
        app.MapPost("/test/clock", async (ClockMove move, TestClock clock, DrainTable drains, CancellationToken stop) =>
        {
            if (move.To < clock.GetUtcNow())
                return Results.Problem(statusCode: StatusCodes.Status409Conflict, title: string.Create(CultureInfo.InvariantCulture, $"The clock already shows {clock.GetUtcNow():o} and only moves forward."));
            await drains.LetPass(clock, move.To, stop);
            return Results.Json(new { now = clock.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) });
        }).AllowAnonymous().DisableAntiforgery();
    }
}

sealed record ClockMove(DateTimeOffset To);
