using System.Net.Http.Headers;
using System.Net.Http.Json;
using CsEngage.Core;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;
using CsEngage.Web.Api;

namespace CsEngage.Web.Tests.Processes;

/// <summary>
/// The program as it is run where one machine is not enough: one database, a mail server, and a process for each role that is asked for.
/// What came of it is read from the database itself.
/// </summary>
sealed class Fleet : IAsyncDisposable
{
    static readonly TimeSpan Hung = TimeSpan.FromMinutes(5);
    readonly TestDatabase test;
    readonly string key, data = Directory.CreateTempSubdirectory("fleet").FullName;
    readonly List<HostProcess> processes = [];
    HttpClient? client;

    Fleet(TestDatabase test, string key) => (this.test, this.key) = (test, key);

    public SmtpSink Mail { get; } = new();

    public static async Task<Fleet> Over(Dialect dialect)
    {
        var fresh = await TestDatabase.New(dialect);
        var (text, now) = ("cse_" + Secret.New().Text, DateTimeOffset.UtcNow);
        await new ApiKeys(fresh.Database).Add(new ApiKey(Guid.CreateVersion7(now), "fleet", text[..8], [ApiScope.AccountsWrite, ApiScope.ContactsWrite, ApiScope.SignalsWrite], now, null, null, null, null), Secret.HashOf(text));
        // On SQLite the one writer belongs to the process under test.
        if (dialect == Dialect.Sqlite) await fresh.Database.DisposeAsync();
        return new(fresh, text);
    }

    public async Task<HostProcess> Start(string roles)
    {
        var process = await EngageProgram.Start(test.ConnectionString, data, roles, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Logging__LogLevel__CsEngage.Engine.Chores"] = "Information", ["Engage__Recipes"] = EngageProgram.Recipes, ["Engage__Recipe"] = "errand", ["Smtp__Host"] = "127.0.0.1", ["Smtp__Port"] = $"{Mail.Port}", ["Smtp__Security"] = "off",
        });
        processes.Add(process);
        if (!roles.Contains("web", StringComparison.Ordinal)) return process;
        client?.Dispose();
        client = new HttpClient { BaseAddress = process.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return process;
    }

    public Task Customer(string name) => Together(
        () => client!.PutAsJsonAsync($"/api/v1/accounts/{name}", new { name }),
        () => client!.PutAsJsonAsync($"/api/v1/accounts/{name}/contacts/hana", new { address = $"hana@{name}.example", given_name = "Hana", locale = "en", roles = new[] { "organizer" } }));

    /// <summary>The signal after which a customer is written to.</summary>
    public Task Ask(string name) => Together(() => Post(name, $"asked-{name}", "errand.asked"));

    /// <summary>True when it was acknowledged; false when nobody was there any more to say so.</summary>
    public async Task<bool> Say(string name, string id)
    {
        try
        {
            using var answer = await Post(name, id, "guide.viewed");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    Task<HttpResponseMessage> Post(string name, string id, string kind) =>
        client!.PostAsJsonAsync("/api/v1/signals", new { signals = new[] { new { id, kind, occurred_at = DateTimeOffset.UtcNow, account = name, contact = "hana" } } });

    static async Task Together(params Func<Task<HttpResponseMessage>>[] calls)
    {
        foreach (var call in calls)
        {
            using var answer = await call();
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Looks until it is so; how long that takes is the machine's affair.</summary>
    public async Task Until(Func<Task<bool>> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var moments = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await isSo())
        {
            (TimeProvider.System.GetElapsedTime(started) < Hung).ShouldBeTrue($"It hangs:\n{string.Join("\n---\n", processes.Select(process => process.Said))}");
            await moments.WaitForNextTickAsync();
        }
    }

    public Task Until(Func<bool> isSo) => Until(() => Task.FromResult(isSo()));

    public async Task<T> Read<T>(Func<Database, SettingsBook, Task<T>> read)
    {
        await using var database = Database.Open(test.ConnectionString);
        using var settings = new SettingsBook(database);
        return await read(database, settings);
    }

    public Task<IReadOnlyDictionary<TouchState, long>> Touches() => Read((database, settings) => new TouchBook(database, settings).Counts());

    public Task<HashSet<string>> SignalsOf(string name) => Read(async (database, settings) =>
    {
        using var log = new SignalLog(database, settings);
        var account = (await new AccountBook(database).FindByExternalId(name))!.Value;
        return (await log.Recent(account.Id, 100_000)).Select(signal => signal.Id).ToHashSet(StringComparer.Ordinal);
    });

    public async ValueTask DisposeAsync()
    {
        Mail.Release();
        foreach (var process in processes) await process.DisposeAsync();
        client?.Dispose();
        await Mail.DisposeAsync();
        await test.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
