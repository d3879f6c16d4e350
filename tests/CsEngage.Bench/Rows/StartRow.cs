using System.Net;
using CsEngage.Bench.Hosts;
using CsEngage.Engine.Accounts;
using CsEngage.Tests;

namespace CsEngage.Bench.Rows;

/// <summary>From the start of the process to the first page of a signed-in contact, and the memory held after twenty; the floor is the framework alone.</summary>
sealed class StartRow : Row
{
    readonly Town town = new(), one = new(), hundred = new();
    readonly Dictionary<Town, string> cookies = [];

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        new("start", "starts/s", "bare Kestrel", 1 / 6.0),
        new("start/memory", "1/MB", "bare Kestrel", 0.25),
        new("start/portals", "starts/s with 100 portals", "with one", 1 / 1.3),
    ];

    internal override void Prepare(Effort effort)
    {
        foreach (var (filled, accounts) in ((Town, int)[])[(town, effort.IsShort ? 300 : 10_000), (one, 1), (hundred, 100)])
        {
            filled.Fill(new CrowdSize(accounts, 10, 0, 7), accounts == 10_000 ? 2000 : 0).GetAwaiter().GetResult();
            cookies[filled] = $"contact={filled.SignIn(1).GetAwaiter().GetResult()[0]}";
        }
    }

    internal override void Check()
    {
        if (Ours(town).GetAwaiter().GetResult().Text.Contains("Crowd &amp; Sons 1", StringComparison.Ordinal)) return;
        throw new InvalidOperationException("The first page does not say whose it is.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        if (figures.Contains("start/portals")) yield return new("start/portals", 1 / Ours(hundred).GetAwaiter().GetResult().Took.TotalSeconds, 1 / Ours(one).GetAwaiter().GetResult().Took.TotalSeconds);
        if (!figures.Contains("start") && !figures.Contains("start/memory")) yield break;
        var (mine, least) = (Ours(town).GetAwaiter().GetResult(), Measure(() => FloorProcess.Start("start", "http://127.0.0.1:0"), "/", "nobody=yet").GetAwaiter().GetResult());
        if (figures.Contains("start")) yield return new("start", 1 / mine.Took.TotalSeconds, 1 / least.Took.TotalSeconds);
        if (figures.Contains("start/memory")) yield return new("start/memory", 1e6 / mine.Memory, 1e6 / least.Memory);
    }

    Task<(TimeSpan Took, long Memory, string Text)> Ours(Town of) => Measure(() => of.Serve(), "/p/crowd-1", cookies[of]);

    static async Task<(TimeSpan Took, long Memory, string Text)> Measure(Func<Task<HostProcess>> start, string path, string cookie)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var process = await start();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = process.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        var text = await Page(client, path);
        var took = TimeProvider.System.GetElapsedTime(started);
        for (var more = 0; more < 20; more++) await Page(client, path);
        return (took, process.ResidentBytes(), text);
    }

    static async Task<string> Page(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : throw new InvalidOperationException($"{path} answers {(int)answer.StatusCode}.");
    }

    public override void Dispose()
    {
        foreach (var filled in (Town[])[town, one, hundred]) filled.Dispose();
        base.Dispose();
    }
}
