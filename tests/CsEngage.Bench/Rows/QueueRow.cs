using System.Collections.Immutable;
using CsEngage.Bench.Hosts;
using CsEngage.Core;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Touches;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Bench.Rows;

/// <summary>What a worker holds alive after a batch, however much waits: with a hundred thousand mails due, and before that with a thousand.</summary>
sealed class QueueRow : Row
{
    const int Customers = 1_000, Batches = 10;
    readonly Town town = new();
    WebApplication? app;
    ImmutableArray<(Guid Account, Guid Membership)> people = [];
    int many, planned;

    internal override IReadOnlyList<Figure> Figures { get; } = [new("mail/queue/memory", "MB more than with 1,000 waiting", null, 8) { IsLimit = true }];

    internal override void Prepare(Effort effort)
    {
        many = effort.IsShort ? 10_000 : 100_000;
        // A Tuesday, 10:00 in Tokyo: no quiet hours.
        app = town.Open("--environment=Testing", "--Engage:TestClock=2026-11-24T01:00:00Z");
        Begin().GetAwaiter().GetResult();
    }

    async Task Begin()
    {
        await Get<Database>().Upgrade();
        var now = Get<TimeProvider>().GetUtcNow();
        await Get<RecipeBook>().Apply("saas-onboarding", "bench", now);
        await Get<Crowd>().Make(new CrowdSize(Customers, 1, 0, 7), now);
        var found = ImmutableArray.CreateBuilder<(Guid, Guid)>();
        for (var n = 1; n <= Customers; n++)
        {
            var account = (await Get<AccountBook>().FindByExternalId($"crowd-{n}"))!.Value;
            found.AddRange((await Get<ContactBook>().At(account.Id)).Select(person => (account.Id, person.Membership.Id)));
        }
        people = found.ToImmutable();
    }

    T Get<T>() where T : notnull => app!.Services.GetRequiredService<T>();

    /// <summary>Mail was sent, and everything else still waits.</summary>
    internal override void Check()
    {
        if (planned > 0 && town.Number("SELECT count(*) FROM captured_mails") == 0) throw new InvalidOperationException("Nothing was sent.");
        if (town.Number("SELECT count(*) FROM touches") != planned) throw new InvalidOperationException($"{planned} touches were planned and not all are there.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice) => [new("mail/queue/memory", More().GetAwaiter().GetResult(), null)];

    async Task<double> More()
    {
        await Plan(1_000);
        var few = await Held();
        await Plan(many);
        return (await Held() - few) / 1e6;
    }

    // What is alive after each of some batches, at most.
    async Task<long> Held()
    {
        var (deliver, most) = (Get<DrainTable>().Drains.Single(drain => drain.Name == "deliver"), 0L);
        for (var batch = 0; batch < Batches; batch++)
        {
            await deliver.Run(Get<TimeProvider>().GetUtcNow(), CancellationToken.None);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        return most;
    }

    async Task Plan(int count)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        foreach (var some in Enumerable.Range(planned, count).Chunk(2_000))
            await Get<TouchBook>().Plan(
                [.. some.Select(n => new Touch($"queue/{n}", people[n % people.Length].Account, people[n % people.Length].Membership, "mail", "welcome", null, now, false, null, LateSending.Default, null, false, null, false, Cause.Of("bench", "queue")))], now);
        planned += count;
    }

    public override void Dispose()
    {
        app?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        town.Dispose();
        base.Dispose();
    }
}
