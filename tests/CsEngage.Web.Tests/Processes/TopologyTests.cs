using System.Net.Http.Headers;
using System.Net.Http.Json;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Store.Touches;
using CsEngage.Tests;
using CsEngage.Web.Api;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Processes;

/// <summary>
/// What docker-compose.yml describes, without containers: its services as processes with the environment that it gives them, a PostgreSQL, and
/// a server that catches mail. Only names of hosts are others. `./dev topology` shows it.
/// </summary>
public sealed class TopologyTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task The_services_of_the_compose_file_work_together_as_processes()
    {
        await using var test = await TestDatabase.New(Store.Dialect.Postgres);
        await using var catcher = new SmtpSink();
        var media = Directory.CreateTempSubdirectory("topology").FullName;
        var (key, now) = ("cse_" + Secret.New().Text, DateTimeOffset.UtcNow);
        await new ApiKeys(test.Database).Add(new ApiKey(Guid.CreateVersion7(now), "topology", key[..8], [ApiScope.AccountsWrite, ApiScope.ContactsWrite], now, null, null, null, null), Secret.HashOf(key));

        // As the file says: web is asked from outside, the worker is not, and both are ready when their database is.
        await using var web = await Service("web");
        await using var worker = await Service("worker");
        foreach (var service in (HostProcess[])[web, worker])
        {
            using var probe = new HttpClient { BaseAddress = service.Address };
            (await probe.GetStringAsync("/healthz/ready")).ShouldBe("ready");
        }

        using var client = new HttpClient { BaseAddress = web.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        (await client.PutAsJsonAsync("/api/v1/accounts/aoba", new { name = "Aoba", country = "JP", zone = "Asia/Tokyo" })).IsSuccessStatusCode.ShouldBeTrue();
        (await client.PutAsJsonAsync("/api/v1/accounts/aoba/contacts/hana", new { address = "hana@aoba.example", given_name = "Hana", roles = new[] { "organizer" } })).IsSuccessStatusCode.ShouldBeTrue();

        // The worker enrolls the account and decides about the welcome: in office hours it is in the catcher, else it is held until then.
        using var settings = new SettingsBook(test.Database);
        var book = new TouchBook(test.Database, settings);
        using var moments = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        IReadOnlyDictionary<Core.TouchState, long> touches;
        while ((touches = await book.Counts()).Keys.All(state => state is Core.TouchState.Pending or Core.TouchState.Claimed))
        {
            (DateTimeOffset.UtcNow - now < TimeSpan.FromMinutes(10)).ShouldBeTrue($"It hangs:\n{web.Said}\n---\n{worker.Said}");
            await moments.WaitForNextTickAsync();
        }
        touches.Keys.ShouldBeSubsetOf([Core.TouchState.Sent, Core.TouchState.Held]);
        catcher.Taken.Count.ShouldBe((int)touches.GetValueOrDefault(Core.TouchState.Sent));
        output.WriteLine($"web at {web.Address} took an account and a contact; the worker at {worker.Address} enrolled it and decided about its welcome: {string.Join(", ", touches.Select(state => $"{state.Value} {state.Key}"))}");
        (await worker.Stop()).ShouldBe(0, worker.Said);
        (await web.Stop()).ShouldBe(0, web.Said);
        output.WriteLine("both stopped when they were told to, with exit code 0");

        async Task<HostProcess> Service(string name)
        {
            var environment = Compose.EnvironmentOf(name);
            environment["ConnectionStrings__Engage"] = test.ConnectionString;
            (environment["Smtp__Host"], environment["Smtp__Port"]) = ("127.0.0.1", $"{catcher.Port}");
            return await EngageProgram.Start(environment["ConnectionStrings__Engage"], media, environment["Engage__Roles"], environment);
        }
    }
}
