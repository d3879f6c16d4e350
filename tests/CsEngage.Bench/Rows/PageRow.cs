using System.Globalization;
using System.Net;
using CsEngage.Bench.Hosts;
using CsEngage.Engine.Accounts;
using CsEngage.Tests;

namespace CsEngage.Bench.Rows;

/// <summary>The home of signed-in contacts, each of another account, beside a hand-written server that writes as many bytes of escaped HTML.</summary>
sealed class PageRow : Row
{
    const int LeastBytes = 15_000;
    readonly Town town = new();
    HostProcess? ours, floor;
    (string Ours, string Floor) scripts;
    string cookie = "", form = "";
    long fewestBytes;

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        new("page", "pages/s", "hand-written Kestrel", 0.35),
        new("page/p99", "1/s (of the slowest in 100)", "hand-written Kestrel", 0.25),
    ];

    // A page has much code to be compiled well and each visitor's first page writes; both sides run in turns, and each gets half of this.
    internal override TimeSpan WarmUp(Effort effort) => effort.WarmUp * 3;

    internal override void Prepare(Effort effort) => Prepare(effort.IsShort ? 300 : 10_000, effort.IsShort ? 100 : 2000).GetAwaiter().GetResult();

    async Task Prepare(int accounts, int guides)
    {
        await town.Fill(new CrowdSize(accounts, 10, 0, 7), guides);
        var secrets = await town.SignIn(Math.Min(accounts, 5000));
        ours = await town.Serve("web");
        cookie = secrets[0];
        var bytes = (await Home()).Length;
        if (bytes < LeastBytes) throw new InvalidOperationException($"The home has {bytes} bytes; at least {LeastBytes} are measured.");
        fewestBytes = bytes * 9L / 10;
        floor = await FloorProcess.Start("page", "http://127.0.0.1:0", Path.Combine(town.Folder, "floor.db"), bytes.ToString(CultureInfo.InvariantCulture));
        scripts = (Script(secrets.Select((secret, at) => ($"/p/crowd-{at + 1}", $"contact={secret}{form}"))), Script(Enumerable.Range(1, secrets.Length).Select(n => ("/", $"s={n}"))));
    }

    async Task<string> Home()
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = ours!.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/p/crowd-1") { Headers = { { "Cookie", $"contact={cookie}" } } };
        using var answer = await client.SendAsync(request);
        // From the second page on a browser brings the cookie of its forms.
        if (answer.Headers.TryGetValues("Set-Cookie", out var set)) form = string.Concat(set.Where(one => one.StartsWith("form=", StringComparison.Ordinal)).Select(one => "; " + one.Split(';')[0]));
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : throw new InvalidOperationException($"The home answers {(int)answer.StatusCode}.");
    }

    internal override void Check()
    {
        var html = Home().GetAwaiter().GetResult();
        foreach (var wanted in (string[])["Crowd &amp; Sons 1", "Hakaria", "/p/crowd-1/guides/", "Tips &amp; tricks 80", "</html>"])
            if (!html.Contains(wanted, StringComparison.Ordinal)) throw new InvalidOperationException($"The home does not say {wanted}.");
        if (town.Number("SELECT count(*) FROM signals WHERE kind = 'portal.visited'") == 0) throw new InvalidOperationException("No visit was recorded.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        var (mine, least) = (Wrk.Run(ours!.Address, scripts.Ours, slice), Wrk.Run(floor!.Address, scripts.Floor, slice));
        if (mine.BytesEach < fewestBytes) throw new InvalidOperationException($"The homes have {mine.BytesEach:N0} bytes each; {fewestBytes} are the least.");
        if (figures.Contains("page")) yield return new("page", mine.PerSecond, least.PerSecond);
        if (figures.Contains("page/p99")) yield return new("page/p99", 1 / mine.P99.TotalSeconds, 1 / least.P99.TotalSeconds);
    }

    // All requests are written before the first is sent.
    static string Script(IEnumerable<(string Path, string Cookie)> visitors) => $$"""
        local ready, at = {}, 0
        function init()
          for _, one in ipairs({ {{string.Join(", ", visitors.Select(one => $"{{\"{one.Path}\", \"{one.Cookie}\"}}"))}} }) do
            ready[#ready + 1] = wrk.format("GET", one[1], { Cookie = one[2], ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" })
          end
        end
        function request()
          at = at % #ready + 1
          return ready[at]
        end
        """;

    public override void Dispose()
    {
        foreach (var process in (HostProcess?[])[ours, floor]) process?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        town.Dispose();
        base.Dispose();
    }
}
