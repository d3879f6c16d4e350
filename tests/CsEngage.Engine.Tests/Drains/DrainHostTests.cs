using System.Diagnostics;
using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace CsEngage.Engine.Tests.Drains;

public sealed class DrainHostTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task At_rest_a_new_customer_has_the_first_mail_within_seconds_without_polling(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        // Whoever serves has looked at the tables first, and listens from then on.
        await house.Get<Database>().Upgrade();
        using var host = new DrainHost(house.Get<DrainTable>(), house.Get<WakeUp>(), house.Clock, NullLogger<DrainHost>.Instance);
        await host.StartAsync(CancellationToken.None);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var heard = house.Get<WakeUp>().On("mailbox", () => arrived.TrySetResult());
        var watch = Stopwatch.StartNew();
        await house.Customer("akane");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15));
        // The aim is two seconds on a machine at rest; this one is shared, and polling would take twenty.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(12));
        await host.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_drain_that_met_trouble_runs_again()
    {
        using var drain = new Broken();
        await Should.ThrowAsync<InvalidOperationException>(() => drain.Run(Start, CancellationToken.None));
        // The gate is free again after trouble.
        drain.IsMended = true;
        (await drain.Run(Start, CancellationToken.None)).Done.ShouldBe(0);
    }

    sealed class Broken() : Drain("broken")
    {
        public bool IsMended { get; set; }

        protected override Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop) => IsMended ? Task.FromResult(DrainRun.Nothing) : throw new InvalidOperationException("broken");
    }
}
