using CsEngage.Store;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CsEngage.Engine.Chores;

/// <summary>
/// Quartz's only job: it knocks at the chores, which then look by themselves whether a run is due. A knock that is late, lost, doubled or
/// fired on another node changes nothing.
/// </summary>
public sealed class ChoreKnock(WakeUp wakeUp) : IJob
{
    public static readonly JobKey Key = new("chores");

    // Zones are apart by whole quarters of an hour, so the times of chores, which are the operator's, fall on one of these.
    const string EachQuarter = "0 0/15 * * * ?";

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        wakeUp.Raise("chores");
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// On PostgreSQL the workers share one schedule and one of them knocks; on SQLite there is one worker, and a second writer would starve
    /// beside it, so the schedule is kept in memory.
    /// </summary>
    internal static void Add(IServiceCollection services, string connectionString)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "engage";
                options.DefaultTimeZone = TimeZoneInfo.Utc;
            });
            quartz.UseDefaultThreadPool(1);
            if (Database.DialectOf(connectionString) == Dialect.Postgres)
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(connectionString);
                    store.UseClustering(_ => { });
                    store.ConfigureStore(options => options.TablePrefix = "qrtz_");
                });
            else quartz.UseInMemoryStore();
            quartz.ScheduleJob<ChoreKnock>(trigger => trigger.WithIdentity("chores").WithSchedule(CronScheduleBuilder.Create(EachQuarter)), job => job.WithIdentity(Key));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }
}
