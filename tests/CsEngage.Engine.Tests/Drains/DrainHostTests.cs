using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace CsEngage.Engine.Tests.Drains;

public sealed class DrainHostTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    // Not a measure of speed: only a test that would never end is ended.
    static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(3);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task At_rest_a_new_customer_has_the_first_mail_without_polling(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Start);
        // Whoever serves has looked at the tables first, and listens from then on.
        await house.Get<Database>().Upgrade();
        // Nobody looks by the clock: without its wake-up a drain would sleep past the end of this test.
        using var host = new DrainHost(house.Get<DrainTable>(), house.Get<WakeUp>(), house.Clock, NullLogger<DrainHost>.Instance) { LongestWait = TimeSpan.FromHours(1) };
        await host.StartAsync(CancellationToken.None);
        using var signal = new SemaphoreSlim(0);
        using var heard = house.Get<WakeUp>().On("mailbox", () => signal.Release());
        await house.Customer("akane");
        while ((await house.Mails()).IsEmpty) (await signal.WaitAsync(HangGuard)).ShouldBeTrue("no mail came, and nobody was woken");
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
