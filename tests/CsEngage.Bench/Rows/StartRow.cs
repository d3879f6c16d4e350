using System.Net;
using CsEngage.Bench.Hosts;
using CsEngage.Engine.Accounts;
using CsEngage.Tests;

namespace CsEngage.Bench.Rows;

/// <summary>From the start of the process to the first page of a signed-in contact, and the memory held after twenty; the floor is the framework alone.</summary>
sealed class StartRow : Row
{
    readonly Town town = new();
    string cookie = "";

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        new("start", "starts/s", "bare Kestrel", 1 / 6.0),
        new("start/memory", "1/MB", "bare Kestrel", 0.25),
    ];

    internal override void Prepare(Effort effort)
    {
        town.Fill(new CrowdSize(effort.IsShort ? 300 : 10_000, 3, 0, 7), 0).GetAwaiter().GetResult();
        cookie = $"contact={town.SignIn(1).GetAwaiter().GetResult()[0]}";
    }

    internal override void Check()
    {
        if (Measure(() => town.Serve(), "/p/crowd-1").GetAwaiter().GetResult().Text.Contains("Crowd &amp; Sons 1", StringComparison.Ordinal)) return;
        throw new InvalidOperationException("The first page does not say whose it is.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        var (mine, least) = (Measure(() => town.Serve(), "/p/crowd-1").GetAwaiter().GetResult(), Measure(() => FloorProcess.Start("start", "http://127.0.0.1:0"), "/").GetAwaiter().GetResult());
        if (figures.Contains("start")) yield return new("start", 1 / mine.Took.TotalSeconds, 1 / least.Took.TotalSeconds);
        if (figures.Contains("start/memory")) yield return new("start/memory", 1e6 / mine.Memory, 1e6 / least.Memory);
    }

    async Task<(TimeSpan Took, long Memory, string Text)> Measure(Func<Task<HostProcess>> start, string path)
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
        town.Dispose();
        base.Dispose();
    }
}
