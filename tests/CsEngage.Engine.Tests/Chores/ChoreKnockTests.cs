using CsEngage.Engine.Chores;
using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace CsEngage.Engine.Tests.Chores;

public sealed class ChoreKnockTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_knock_wakes_the_chores(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var worker = Worker(test);
        await worker.StartAsync();
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = worker.Services.GetRequiredService<WakeUp>().On("chores", () => heard.TrySetResult());
        var scheduler = await worker.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.TriggerJob(ChoreKnock.Key);
        await heard.Task.WaitAsync(TimeSpan.FromMinutes(2));
        (await scheduler.GetTriggersOfJob(ChoreKnock.Key)).ShouldContain(trigger => trigger.NextFireTimeUtc != null);
        await worker.StopAsync();
    }

    [Fact]
    public async Task Workers_over_one_database_share_one_schedule()
    {
        await using var test = await TestDatabase.New(Dialect.Postgres);
        using var first = Worker(test);
        using var second = Worker(test);
        await first.StartAsync();
        await second.StartAsync();
        await using var connection = new NpgsqlConnection(test.ConnectionString);
        await connection.OpenAsync();
        (await Number("SELECT count(*) FROM qrtz_triggers")).ShouldBe(1);
        await first.StopAsync();
        await second.StopAsync();

        async Task<long> Number(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    /// <summary>A host with the scheduler and without drains, so that nothing but a knock is heard.</summary>
    static IHost Worker(TestDatabase test)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var service in House.Services(test.ConnectionString, new TestClock(Start))) builder.Services.Add(service);
        builder.Services.AddDrains(test.ConnectionString);
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(DrainHost)));
        return builder.Build();
    }
}
