using System.Globalization;
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
        app.MapPost("/test/clock", async (ClockMove move, TestClock clock, IEnumerable<IAfterClockMove> followers) =>
        {
            if (!clock.MoveTo(move.To))
                return Results.Problem(statusCode: StatusCodes.Status409Conflict, title: $"The clock already shows {clock.GetUtcNow():o} and only moves forward.");
            foreach (var follower in followers) await follower.CatchUp(clock.GetUtcNow());
            return Results.Json(new { now = clock.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) });
        }).AllowAnonymous().DisableAntiforgery();
    }
}

sealed record ClockMove(DateTimeOffset To);

/// <summary>Whatever has work that becomes due with time; the clock answers only after all of it is done.</summary>
public interface IAfterClockMove
{
    Task CatchUp(DateTimeOffset now);
}
