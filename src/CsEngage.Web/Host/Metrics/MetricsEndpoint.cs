using System.Diagnostics;
using System.Reflection;
using CsEngage.Store.Chores;
using CsEngage.Web.Api;

namespace CsEngage.Web.Host.Metrics;

/// <summary>/metrics: the figures of operation for Prometheus, for a key with scope metrics:read. Names stand in docs/operations.md.</summary>
static class MetricsEndpoint
{
    public static void AddMetricsText(this IServiceCollection services)
    {
        services.AddSingleton<MetricsListener>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsListener>());
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapGet("/metrics", async (MetricsListener listener, Backlogs backlogs, TimeProvider clock) =>
    {
        var text = new MetricsText();
        text.Head("engage_info", "gauge", "Which version runs.");
        text.Line("engage_info", $"version=\"{Version}\"", 1);
        var waiting = await backlogs.Look(clock.GetUtcNow());
        text.Head("engage_queue_due", "gauge", "How many are due, by queue.");
        foreach (var queue in waiting) text.Line("engage_queue_due", $"queue=\"{queue.Queue}\"", queue.Due);
        text.Head("engage_queue_lag_seconds", "gauge", "How long the one that waits longest has been due, by queue.");
        foreach (var queue in waiting) text.Line("engage_queue_lag_seconds", $"queue=\"{queue.Queue}\"", queue.Lag.TotalSeconds);
        text.Head("engage_writer_waiting", "gauge", "Operations that wait for the one writer of SQLite.");
        text.Line("engage_writer_waiting", "", backlogs.WaitingForTheWriter);
        using var process = Process.GetCurrentProcess();
        text.Head("process_resident_memory_bytes", "gauge", "Resident memory.");
        text.Line("process_resident_memory_bytes", "", process.WorkingSet64);
        text.Head("process_start_time_seconds", "gauge", "When the process began, since 1970.");
        text.Line("process_start_time_seconds", "", new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeMilliseconds() / 1000.0);
        listener.Write(text);
        return Results.Text(text.ToString(), MetricsText.ContentType);
    }).Needs(ApiScope.MetricsRead);

    static string Version => typeof(MetricsEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
