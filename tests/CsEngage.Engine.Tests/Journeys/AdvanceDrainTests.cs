using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Store.Journeys;

namespace CsEngage.Engine.Tests.Journeys;

public sealed class AdvanceDrainTests
{
    // A Tuesday, 10:00 in Tokyo.
    static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Told_to_stop_it_gives_back_what_it_has_not_looked_at()
    {
        await using var house = await House.Open(Dialect.Sqlite, Start);
        var accounts = new List<Core.Account>();
        for (var n = 0; n < 60; n++) accounts.Add((await house.Customer($"c{n}")).Account);
        using var stop = new CancellationTokenSource();
        using (house.Get<WakeUp>().On("touches", stop.Cancel)) await house.Get<DrainTable>().Drains.Single(drain => drain.Name == "advance").Run(house.Now, stop.Token);

        // The clock stands still, so no lease runs out: whoever comes next finds them all the same.
        await house.Settle();
        foreach (var account in accounts) (await house.Get<EnrollmentBook>().Of(account.Id)).ShouldHaveSingleItem();
        (await house.Mails()).Length.ShouldBe(accounts.Count);
    }
}
