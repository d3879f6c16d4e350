using CsEngage.Core;
using CsEngage.Store;

namespace CsEngage.Web.Tests.Processes;

/// <summary>Web and workers as processes of their own over one PostgreSQL.</summary>
public sealed class TwoProcessesTests
{
    [Fact]
    public async Task A_signal_that_web_took_becomes_mail_by_the_worker_and_by_nobody_else()
    {
        await using var fleet = await Fleet.Over(Dialect.Postgres);
        var web = await fleet.Start("web");
        await fleet.Customer("aoba");
        await fleet.Ask("aoba");
        // Web alone takes it and does nothing about it.
        fleet.Mail.Taken.ShouldBeEmpty();
        (await fleet.Touches()).ShouldBeEmpty();

        var worker = await fleet.Start("worker");
        await fleet.Until(() => fleet.Mail.Taken.Count == 1);
        // The second way goes while the worker waits for nothing but a knock through the database.
        await fleet.Customer("kaede");
        await fleet.Ask("kaede");
        await fleet.Until(() => fleet.Mail.Taken.Count == 2);
        await fleet.Until(async () => (await fleet.Touches()).GetValueOrDefault(TouchState.Sent) == 2);

        using var client = new HttpClient { BaseAddress = worker.Address };
        (await client.GetAsync("/healthz/ready")).IsSuccessStatusCode.ShouldBeTrue();
        ((int)(await client.GetAsync("/account/sign-in")).StatusCode).ShouldBe(404);
        (await worker.Stop()).ShouldBe(0, worker.Said);
        (await web.Stop()).ShouldBe(0, web.Said);
    }

    [Fact]
    public async Task Two_workers_at_once_send_nothing_twice_and_do_a_chore_once()
    {
        const int customers = 40;
        await using var fleet = await Fleet.Over(Dialect.Postgres);
        await fleet.Start("web");
        for (var n = 0; n < customers; n++) await fleet.Customer($"c{n}");
        await Task.WhenAll(Enumerable.Range(0, customers).Select(n => fleet.Ask($"c{n}")));
        // Both find all of it waiting, and the night's work undone.
        var workers = await Task.WhenAll(fleet.Start("worker"), fleet.Start("worker"));
        await fleet.Until(async () => (await fleet.Touches()).GetValueOrDefault(TouchState.Sent) == customers);
        await fleet.Until(() => workers.Any(worker => worker.Said.Contains("Chore sweep-sign-ins is done", StringComparison.Ordinal)));

        foreach (var worker in workers) (await worker.Stop()).ShouldBe(0, worker.Said);
        fleet.Mail.Taken.Count.ShouldBe(customers);
        fleet.Mail.Taken.Distinct().Count().ShouldBe(customers);
        (await fleet.Touches()).ShouldBe(new Dictionary<TouchState, long> { [TouchState.Sent] = customers });
        workers.Sum(worker => worker.Said.Split("Chore sweep-sign-ins is done").Length - 1).ShouldBe(1);
    }
}
