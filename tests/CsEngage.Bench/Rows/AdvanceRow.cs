using CsEngage.Bench.Floors;
using CsEngage.Bench.Hosts;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Journeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Bench.Rows;

/// <summary>
/// Due enrollments of the shipped journey: claimed, decided over everything known of the account, saved with touches, plays, signals,
/// score and next timer. The floor claims, writes and inserts, and decides nothing.
/// </summary>
sealed class AdvanceRow : Row
{
    readonly Town town = new();
    WebApplication? app;
    int people, due, participants;

    internal override IReadOnlyList<Figure> Figures { get; } = [new("advance/sqlite", "steps/s", "hand-written claim, update, insert", 0.3)];

    internal override void Prepare(Effort effort)
    {
        (due, participants) = effort.IsShort ? (100, 20_000) : (500, 200_000);
        app = town.Open("--environment=Testing", "--Engage:TestClock=true");
        Begin().GetAwaiter().GetResult();
    }

    async Task Begin()
    {
        await Get<Database>().Upgrade();
        await Get<RecipeBook>().Apply("saas-onboarding", "bench", Get<TestClock>().GetUtcNow());
    }

    T Get<T>() where T : notnull => app!.Services.GetRequiredService<T>();

    /// <summary>Nothing that is due was left, and nobody is set aside.</summary>
    internal override void Check()
    {
        if (town.Number("SELECT count(*) FROM enrollments") != people) throw new InvalidOperationException($"Of {people} accounts not all are enrolled.");
        if (town.Number("SELECT count(*) FROM enrollments WHERE state = 'SetAside'") is var stuck and > 0) throw new InvalidOperationException($"{stuck} enrollments were set aside.");
        var (left, _) = Get<TimerBook>().Backlog(TimerBook.Enrollment, Get<TestClock>().GetUtcNow()).GetAwaiter().GetResult();
        if (left > 0) throw new InvalidOperationException($"{left} enrollments that are due were left.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice) =>
        [new("advance/sqlite", Steps().GetAwaiter().GetResult(), AdvanceFloor.StepsPerSecond(Path.Combine(town.Folder, "floor.db"), participants, participants / 5))];

    /// <summary>
    /// New customers enter, not measured; a week later their checkpoints are overdue, measured. A step is one enrollment that was due; looks that
    /// follow from what was written are part of its cost and count for nothing.
    /// </summary>
    async Task<double> Steps()
    {
        var (clock, advance) = (Get<TestClock>(), Get<DrainTable>().Drains.Single(drain => drain.Name == "advance"));
        people += due;
        await Get<Crowd>().Make(new CrowdSize(people, 3, 0, 7), clock.GetUtcNow());
        while ((await advance.Run(clock.GetUtcNow(), CancellationToken.None)).Done > 0) { }
        clock.MoveTo(clock.GetUtcNow().AddDays(7));
        var (steps, _) = await Get<TimerBook>().Backlog(TimerBook.Enrollment, clock.GetUtcNow());
        if (steps < due) throw new InvalidOperationException($"Of {due} customers only {steps} are due.");
        var started = TimeProvider.System.GetTimestamp();
        while ((await advance.Run(clock.GetUtcNow(), CancellationToken.None)).Done > 0) { }
        return steps / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    public override void Dispose()
    {
        app?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        town.Dispose();
        base.Dispose();
    }
}
