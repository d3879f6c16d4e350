using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using CsEngage.Tests;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Bench.Hosts;

/// <summary>
/// A database of its own with the shipped programme and invented customers: opened here to fill it and to look into it, and served by the
/// program as a process.
/// </summary>
sealed class Town : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("bench").FullName;

    internal string Folder => folder;

    internal string Connection => $"Data Source={Path.Combine(folder, "engage.db")}";

    /// <summary>The program's services over this database, as a worker that has not been started.</summary>
    internal WebApplication Open(params string[] more) => EngageHost.Build([$"--ConnectionStrings:Engage={Connection}", $"--Engage:Data={folder}", "--Engage:Roles=worker", .. more]);

    static readonly Dictionary<(CrowdSize Size, int Guides), string> filled = [];

    /// <summary>The same town twice is made once and copied: making a large one takes longer than measuring it.</summary>
    internal async Task Fill(CrowdSize size, int guides)
    {
        var file = Path.Combine(folder, "engage.db");
        if (!filled.TryGetValue((size, guides), out var made))
        {
            await Make(size, guides);
            if (filled.Count == 0) AppDomain.CurrentDomain.ProcessExit += (_, _) => { foreach (var one in filled.Values) File.Delete(one); };
            File.Copy(file, made = filled[(size, guides)] = Path.GetTempFileName(), overwrite: true);
            return;
        }
        File.Copy(made, file);
    }

    async Task Make(CrowdSize size, int guides)
    {
        await using var app = Open();
        await app.Services.GetRequiredService<Database>().Upgrade();
        var now = DateTimeOffset.UtcNow;
        await app.Services.GetRequiredService<RecipeBook>().Apply("saas-onboarding", "bench", now);
        await Write(app.Services.GetRequiredService<ContentShelf>(), guides, now);
        await Furnish(app.Services.GetRequiredService<DefinitionShelf>(), Math.Min(guides, Listed), now);
        await app.Services.GetRequiredService<Crowd>().Make(size, now);
        // Everybody is enrolled and welcomed before anything is measured.
        var advance = app.Services.GetRequiredService<DrainTable>().Drains.Single(drain => drain.Name == "advance");
        while ((await advance.Run(now, CancellationToken.None)).Done > 0) { }
        // What stands beside the file goes into it, so that the file alone is the town.
        using var connection = new SqliteConnection(Connection + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    /// <summary>Portals that list some of the library on their home page, as those of customers who are at it for a while do.</summary>
    static async Task Furnish(DefinitionShelf shelf, int listed, DateTimeOffset now)
    {
        if (listed == 0) return;
        var blueprint = await shelf.Find("blueprint", "tech-touch") ?? throw new InvalidOperationException("There is no blueprint tech-touch.");
        var document = JsonNode.Parse(blueprint.Draft)!;
        var keys = Enumerable.Range(1, listed).Select(KeyOf).ToList();
        foreach (var key in keys) document["guides"]!.AsArray().Add(key);
        document["pages"]![0]!["blocks"]!.AsArray().Add(new JsonObject
        {
            ["id"] = "library", ["kind"] = "guide-list", ["source"] = "manual", ["guides"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]),
        });
        await shelf.Put("blueprint", "tech-touch", blueprint.Title, document.ToJsonString(), "bench", now);
    }

    // With so many a home has some 16 KB.
    const int Listed = 80;

    static string KeyOf(int guide) => string.Create(CultureInfo.InvariantCulture, $"bench-guide-{guide}");

    /// <summary>A library as large as a busy operator's; no portal shows all of it.</summary>
    static async Task Write(ContentShelf shelf, int guides, DateTimeOffset now)
    {
        for (var n = 1; n <= guides; n++)
        {
            var key = KeyOf(n);
            var item = await shelf.Put(new Item(Guid.CreateVersion7(now), "guide", key, [], null, null, null, null, null, now));
            var draft = await shelf.SaveDraft(new Draft(item!.Id, "en", $"Tips & tricks {n}", key, $"# Tips & tricks {n}\n\nHello {{{{ contact.greeting_name }}}}, this is one of many.", "{}", "draft", 0, now, "bench"));
            await shelf.Publish(item.Id, "en", draft!.Version, new PublishedText("This is one of many.", []), "bench", now);
        }
    }

    /// <summary>Signs in the first contact of each account. The answer holds the secrets of their cookies, by account from 1.</summary>
    internal async Task<ImmutableArray<string>> SignIn(int accounts)
    {
        await using var app = Open();
        var (contacts, sessions, now) = (app.Services.GetRequiredService<ContactBook>(), app.Services.GetRequiredService<ContactSessions>(), DateTimeOffset.UtcNow);
        var secrets = ImmutableArray.CreateBuilder<string>(accounts);
        foreach (var numbers in Enumerable.Range(1, accounts).Chunk(250))
        {
            var started = numbers.Select(async n =>
            {
                var contact = await contacts.FindByAddress(string.Create(CultureInfo.InvariantCulture, $"c{n}-1@crowd.example")) ?? throw new InvalidOperationException($"Nobody lives at c{n}-1@crowd.example.");
                var secret = Secret.New();
                await sessions.Start(new ContactSession(Guid.CreateVersion7(now), contact.Id, null, "verified", now, now, now.AddDays(30), null, null), secret.Hash);
                return secret.Text;
            });
            secrets.AddRange(await Task.WhenAll(started));
        }
        return secrets.MoveToImmutable();
    }

    /// <summary>A key of the API with these scopes.</summary>
    internal async Task<string> Key(params ImmutableArray<string> scopes)
    {
        await using var app = Open();
        await app.Services.GetRequiredService<Database>().Upgrade();
        var (text, now) = ("cse_" + Secret.New().Text, DateTimeOffset.UtcNow);
        await app.Services.GetRequiredService<ApiKeys>().Add(new ApiKey(Guid.CreateVersion7(now), "bench", text[..8], scopes, now, null, null, null, null), Secret.HashOf(text));
        return text;
    }

    internal Task<HostProcess> Serve(string roles = "web,worker", IReadOnlyDictionary<string, string>? more = null) => EngageProgram.Start(Connection, folder, roles, more);

    /// <summary>A number read from the database while others use it.</summary>
    internal long Number(string sql)
    {
        using var connection = new SqliteConnection(Connection + ";Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>A floor as a process of its own.</summary>
static class FloorProcess
{
    internal static Task<HostProcess> Start(params string[] arguments) =>
        HostProcess.Start("dotnet", [typeof(FloorProcess).Assembly.Location, "floor", .. arguments], new Dictionary<string, string>(StringComparer.Ordinal));
}
