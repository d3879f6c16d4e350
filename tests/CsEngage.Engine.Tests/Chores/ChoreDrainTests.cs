using CsEngage.Engine.Chores;
using CsEngage.Store;
using CsEngage.Store.Chores;
using CsEngage.Store.Settings;
using CsEngage.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace CsEngage.Engine.Tests.Chores;

public sealed class ChoreDrainTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Late_and_doubled_knocks_do_the_work_once_a_day(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var done = new List<DateTimeOffset>();
        using var drain = new ChoreDrain(new ChoreBook(test.Database), settings, [new NightlyChore("sweep", new(2, 15), now => { done.Add(now); return Task.FromResult("swept"); })], NullLogger<ChoreDrain>.Instance);
        await drain.Run(Noon, CancellationToken.None);
        await drain.Run(Noon.AddHours(1), CancellationToken.None);
        (await drain.Run(Noon.AddHours(14), CancellationToken.None)).NextAt.ShouldBe(Noon.AddHours(14.25));
        done.ShouldBe([Noon]);
        // Three nights were missed: the work is done once, and then waits for the next night.
        await drain.Run(Noon.AddDays(3), CancellationToken.None);
        await drain.Run(Noon.AddDays(3), CancellationToken.None);
        done.ShouldBe([Noon, Noon.AddDays(3)]);
        (await new ChoreBook(test.Database).Find("sweep")).LastResult.ShouldBe("swept");
    }

    [Fact]
    public async Task Work_that_failed_is_tried_again_at_the_next_knock()
    {
        await using var test = await TestDatabase.New(Dialect.Sqlite);
        using var settings = new SettingsBook(test.Database);
        var isBroken = true;
        using var drain = new ChoreDrain(new ChoreBook(test.Database), settings, [new NightlyChore("sweep", new(2, 15), _ => isBroken ? throw new InvalidOperationException("no") : Task.FromResult("yes"))], NullLogger<ChoreDrain>.Instance);
        await Should.ThrowAsync<InvalidOperationException>(() => drain.Run(Noon, CancellationToken.None));
        isBroken = false;
        (await drain.Run(Noon, CancellationToken.None)).Done.ShouldBe(1);
    }
}
