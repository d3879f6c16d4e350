using System.Collections.Concurrent;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Tests;

namespace CsEngage.Web.Tests.Processes;

/// <summary>SIGTERM in the middle of everything.</summary>
public sealed class ShutdownTests
{
    const int Customers = 12;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Told_to_stop_it_finishes_what_is_on_the_wire_keeps_what_it_acknowledged_and_leaves_nothing_claimed(Dialect dialect)
    {
        await using var fleet = await Fleet.Over(dialect);
        var process = await fleet.Start("web,worker");
        for (var n = 0; n < Customers; n++) await fleet.Customer($"c{n}");
        fleet.Mail.Hold();
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(n => fleet.Ask($"c{n}")));
        await fleet.Until(() => !fleet.Mail.Taken.IsEmpty);
        var acknowledged = new ConcurrentQueue<string>();
        var talking = Enumerable.Range(0, 4).Select(speaker => Task.Run(async () =>
        {
            for (var n = 0; await fleet.Say($"c{speaker}", $"{speaker}-{n}"); n++) acknowledged.Enqueue($"{speaker}-{n}");
        })).ToList();
        await fleet.Until(() => acknowledged.Count > 20);

        var stopping = process.Stop();
        // The answers to what is on the wire come only after it was told to stop.
        await fleet.Until(() => process.Said.Contains("Application is shutting down", StringComparison.Ordinal));
        fleet.Mail.Release();
        (await stopping).ShouldBe(0, process.Said);
        await Task.WhenAll(talking);

        var touches = await fleet.Touches();
        touches.Keys.ShouldBeSubsetOf([TouchState.Sent, TouchState.Pending]);
        touches.GetValueOrDefault(TouchState.Sent).ShouldBe(fleet.Mail.Taken.Count);
        for (var speaker = 0; speaker < 4; speaker++)
            acknowledged.Where(id => id.StartsWith($"{speaker}-", StringComparison.Ordinal)).Except(await fleet.SignalsOf($"c{speaker}")).ShouldBeEmpty();

        // The next process takes up what was left, at once and without a double.
        await fleet.Start("web,worker");
        await fleet.Until(async () => (await fleet.Touches()).GetValueOrDefault(TouchState.Sent) == Customers);
        fleet.Mail.Taken.Count.ShouldBe(Customers);
        fleet.Mail.Taken.Distinct().Count().ShouldBe(Customers);
    }
}
