using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CsEngage.Bench.Floors;
using CsEngage.Bench.Hosts;
using CsEngage.Engine.Accounts;
using CsEngage.Tests;
using CsEngage.Web.Api;

namespace CsEngage.Bench.Rows;

/// <summary>
/// Signals by the API, one a request over 32 connections and 1,000 a request over four, beside hand-written programs that do the same
/// writes without JSON, keys and look-ups. Acknowledged means committed on both sides.
/// </summary>
sealed class SignalRow : Row
{
    const int BatchSize = 1000, Senders = 4;
    readonly Town town = new();
    readonly HttpClient client = new();
    HostProcess? ours, floor;
    string key = "";
    int accounts;
    long sent, acknowledged;

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        new("signal-one/sqlite", "signals/s", "hand-written group commit", 0.5),
        new("signal-one/p99", "1/s (of the slowest in 100)", "hand-written group commit", 0.25),
        new("signal-batch/sqlite", "signals/s", "hand-written writes from memory", 0.6),
    ];

    internal override void Prepare(Effort effort) => Prepare(effort.IsShort ? 300 : 10_000).GetAwaiter().GetResult();

    async Task Prepare(int size)
    {
        accounts = size;
        await town.Fill(new CrowdSize(size, 10, 0, 7), size == 10_000 ? 2000 : 100);
        key = await town.Key(ApiScope.SignalsWrite);
        // How much one key may send is a setting; what the program can take is measured.
        ours = await town.Serve("web", new Dictionary<string, string>(StringComparer.Ordinal) { ["Engage__RequestsPerMinute"] = "0", ["Engage__SignalsPerMinute"] = "0" });
        client.BaseAddress = ours.Address;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        floor = await FloorProcess.Start("signal", "http://127.0.0.1:0", Path.Combine(town.Folder, "floor.db"));
    }

    /// <summary>Everything acknowledged is there once; what was under way when the load stopped may be there as well.</summary>
    internal override void Check()
    {
        var twice = new Batch(accounts, -1);
        Post(twice).GetAwaiter().GetResult();
        if (Post(twice).GetAwaiter().GetResult() is not (0, BatchSize)) throw new InvalidOperationException("A batch that was sent again was not found to be there.");
        var rows = town.Number("SELECT count(*) FROM signals WHERE kind = 'report.exported'") - BatchSize;
        if (rows < acknowledged || rows > sent) throw new InvalidOperationException($"{acknowledged} of {sent} signals were acknowledged, and {rows} are there.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        if (figures.Any(figure => figure.StartsWith("signal-one", StringComparison.Ordinal)))
        {
            var mine = One(slice);
            var least = Wrk.Run(floor!.Address, $$"""
                local n = {{sent}}
                function request()
                  n = n + 1
                  return wrk.format("GET", "/?i=" .. string.format("%d", n))
                end
                """, slice);
            if (figures.Contains("signal-one/sqlite")) yield return new("signal-one/sqlite", mine.PerSecond, least.PerSecond);
            if (figures.Contains("signal-one/p99")) yield return new("signal-one/p99", 1 / mine.P99.TotalSeconds, 1 / least.P99.TotalSeconds);
        }
        if (figures.Contains("signal-batch/sqlite"))
            yield return new("signal-batch/sqlite", Batches(slice).GetAwaiter().GetResult(), BatchFloor.RowsPerSecond(Path.Combine(town.Folder, "batch.db"), slice));
    }

    Load One(TimeSpan slice)
    {
        var load = Wrk.Run(ours!.Address, $$"""
            local n, head = {{sent}}, { ["Authorization"] = "Bearer {{key}}", ["Content-Type"] = "application/json" }
            local body = '{"signals":[{"id":"one-%d","kind":"report.exported","occurred_at":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}}","account":"crowd-%d","contact":"c%d-%d","subject":"report:r%d"}]}'
            function request()
              n = n + 1
              local a = n % {{accounts}} + 1
              return wrk.format("POST", "/api/v1/signals", head, string.format(body, n, a, a, n % 10 + 1, n % 50))
            end
            """, slice);
        acknowledged += load.Answered;
        sent += load.Answered + Wrk.Connections;
        return load;
    }

    async Task<double> Batches(TimeSpan slice)
    {
        var first = sent;
        var started = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var batch = new Batch(accounts, sender);
            long count = 0;
            for (var n = 0; TimeProvider.System.GetElapsedTime(started) < slice; n++)
            {
                batch.Number(first + ((long)n * Senders + sender) * BatchSize);
                count += (await Post(batch)).Accepted;
            }
            return count;
        })));
        var took = TimeProvider.System.GetElapsedTime(started);
        acknowledged += counts.Sum();
        // Numbers were given in turns; the next load begins beyond all of them.
        sent = first + counts.Max() * Senders + BatchSize;
        return counts.Sum() / took.TotalSeconds;
    }

    async Task<(long Accepted, long Duplicates)> Post(Batch batch)
    {
        using var content = new ByteArrayContent(batch.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await client.PostAsync("/api/v1/signals", content);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"A batch was answered with {(int)answer.StatusCode}: {text}");
        using var document = System.Text.Json.JsonDocument.Parse(text);
        var (accepted, duplicates) = (document.RootElement.GetProperty("accepted").GetInt64(), document.RootElement.GetProperty("duplicates").GetInt64());
        return accepted + duplicates == BatchSize ? (accepted, duplicates) : throw new InvalidOperationException($"Of {BatchSize} signals not all were taken: {text[..Math.Min(500, text.Length)]}");
    }

    public override void Dispose()
    {
        client.Dispose();
        foreach (var process in (HostProcess?[])[ours, floor]) process?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        town.Dispose();
        base.Dispose();
    }

    /// <summary>The bytes of a batch, written once; only the digits of the ids change, so that the client costs next to nothing.</summary>
    sealed class Batch
    {
        const int Digits = 12;
        readonly List<int> places = [];

        public Batch(int accounts, int sender)
        {
            var text = new StringBuilder("{\"signals\":[");
            for (var i = 0; i < BatchSize; i++)
            {
                var (account, contact) = ((i * 7 + sender + 1) % accounts + 1, i % 10 + 1);
                text.Append(i == 0 ? "" : ",").Append("{\"id\":\"many-");
                places.Add(text.Length);
                text.Append(CultureInfo.InvariantCulture, $"{(sender < 0 ? i : 0):D12}\",\"kind\":\"report.exported\",\"occurred_at\":\"{DateTimeOffset.UtcNow.AddSeconds(-i % 600):yyyy-MM-ddTHH:mm:ss.fffZ}\",\"account\":\"crowd-{account}\",\"contact\":\"c{account}-{contact}\",\"subject\":\"report:r{i % 50}\"}}");
            }
            Bytes = Encoding.UTF8.GetBytes(text.Append("]}").ToString());
        }

        public byte[] Bytes { get; }

        public void Number(long first)
        {
            foreach (var place in places)
            {
                var rest = ++first;
                for (var digit = Digits - 1; digit >= 0; digit--, rest /= 10) Bytes[place + digit] = (byte)('0' + rest % 10);
            }
        }
    }
}
