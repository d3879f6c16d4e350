using System.Net.Http.Headers;
using System.Net.Http.Json;
using CsEngage.Bench.Hosts;
using CsEngage.Tests;
using CsEngage.Web.Api;

namespace CsEngage.Bench.Rows;

/// <summary>
/// Times and sizes that people were promised, of one process at rest: a signal's way through its checkpoint to the mail in the mailbox,
/// the memory held after that, and how soon the first page is there when the program is started again.
/// </summary>
sealed class AimsRow : Row
{
    const int Errands = 20;
    readonly Town town = new();
    readonly Dictionary<string, string> errand = new(StringComparer.Ordinal) { ["Engage__Recipes"] = EngageProgram.Recipes, ["Engage__Recipe"] = "errand" };
    HostProcess? ours;
    HttpClient? client;
    int customers;

    internal override IReadOnlyList<Figure> Figures { get; } =
    [
        new("latency/signal-to-mail", "ms", null, 2000) { IsLimit = true },
        new("start/memory-after-use", "MB", null, 350) { IsLimit = true },
        new("start/again", "ms", null, 5000) { IsLimit = true },
    ];

    internal override void Prepare(Effort effort) => Begin().GetAwaiter().GetResult();

    async Task Begin()
    {
        var key = await town.Key(ApiScope.SignalsWrite, ApiScope.AccountsWrite, ApiScope.ContactsWrite);
        ours = await town.Serve("web,worker", errand);
        client = new HttpClient { BaseAddress = ours.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Each errand was answered by one mail.</summary>
    internal override void Check()
    {
        Errand().GetAwaiter().GetResult();
        if (Mails() != customers) throw new InvalidOperationException($"{customers} errands were answered by {Mails()} mails.");
    }

    internal override IEnumerable<Sample> Pair(IReadOnlyCollection<string> figures, TimeSpan slice)
    {
        if (figures.Contains("latency/signal-to-mail")) yield return new("latency/signal-to-mail", Errand().GetAwaiter().GetResult().TotalMilliseconds, null);
        if (figures.Contains("start/memory-after-use")) yield return new("start/memory-after-use", Used().GetAwaiter().GetResult() / 1e6, null);
        if (figures.Contains("start/again")) yield return new("start/again", Again().GetAwaiter().GetResult().TotalMilliseconds, null);
    }

    long Mails() => town.Number("SELECT count(*) FROM captured_mails");

    /// <summary>A customer is made, everything comes to rest, the customer asks: how long until the answer lies in the mailbox?</summary>
    async Task<TimeSpan> Errand()
    {
        var name = $"errand-{++customers}";
        await Put($"/api/v1/accounts/{name}", new { name });
        await Put($"/api/v1/accounts/{name}/contacts/hana", new { address = $"hana@{name}.example", given_name = "Hana", roles = new[] { "organizer" } });
        await Until(() => town.Number($"SELECT count(*) FROM enrollments e JOIN accounts a ON a.id = e.account_id WHERE a.external_id = '{name}'") == 1 && town.Number("SELECT count(*) FROM dirty_accounts") == 0);
        var (before, started) = (Mails(), TimeProvider.System.GetTimestamp());
        using var answer = await client!.PostAsJsonAsync("/api/v1/signals", new { signals = new[] { new { id = name, kind = "errand.asked", occurred_at = DateTimeOffset.UtcNow, account = name, contact = "hana" } } });
        answer.EnsureSuccessStatusCode();
        await Until(() => Mails() == before + 1);
        return TimeProvider.System.GetElapsedTime(started);
    }

    async Task Put(string path, object body)
    {
        using var answer = await client!.PutAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    async Task Until(Func<bool> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var moments = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(2)) throw new InvalidOperationException($"It did not come about within two minutes:\n{ours!.Said}");
            await moments.WaitForNextTickAsync();
        }
    }

    async Task<long> Used()
    {
        for (var n = 0; n < Errands; n++)
        {
            await Errand();
            foreach (var path in (string[])["/", "/account/sign-in", "/openapi/v1.json", "/healthz/ready"]) (await client!.GetAsync(path)).Dispose();
        }
        return ours!.ResidentBytes();
    }

    /// <summary>The same database is opened by a new process; the first page is the start page.</summary>
    async Task<TimeSpan> Again()
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var second = await town.Serve("web,worker", errand);
        using var visitor = new HttpClient { BaseAddress = second.Address };
        (await visitor.GetAsync("/")).Dispose();
        return TimeProvider.System.GetElapsedTime(started);
    }

    public override void Dispose()
    {
        client?.Dispose();
        ours?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        town.Dispose();
        base.Dispose();
    }
}
