using System.Diagnostics;
using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Upgrades;

namespace CsEngage.Store.Tests;

/// <summary>This test project as a process of its own: `schema DIALECT` prints the model, the others work until they are killed.</summary>
public static class Child
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["schema", var dialect]:
                await using (var database = Database.Open(dialect == "postgres" ? "Host=nowhere" : "Data Source=nowhere.db"))
                    Console.WriteLine(database.SchemaScript());
                return 0;
            case ["append", var connectionString]:
                await using (var database = Database.Open(connectionString)) await Append(database);
                return 0;
            case ["upgrade", var connectionString]:
                await using (var database = Database.Open(connectionString))
                    await UpgradeRunner.Run(database, [.. UpgradeStep.Of(database.Dialect), LongStep(database.Dialect)]);
                return 0;
            default:
                Console.Error.WriteLine("schema sqlite|postgres");
                return 2;
        }
    }

    /// <summary>Eight callers append for ever; each key is printed once it is acknowledged.</summary>
    static async Task Append(Database database)
    {
        using var settings = new SettingsBook(database);
        using var log = new SignalLog(database, settings);
        var accounts = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToArray();
        var now = DateTimeOffset.UtcNow;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var n = 0; ; n++)
            {
                Signal[] batch = [.. Enumerable.Range(0, 1 + (n % 3)).Select(at => new Signal(Guid.CreateVersion7(), $"{caller}-{n}-{at}", "guide.viewed", now, now, now, accounts[(n + at) % 5], Subject: "guide:g"))];
                await log.Append(batch);
                lock (accounts)
                    foreach (var signal in batch) Console.WriteLine($"{signal.AccountId:D} {signal.Key:D}");
            }
        })));
    }

    /// <summary>A step that takes long enough to be killed in.</summary>
    internal static UpgradeStep LongStep(Dialect dialect) => new("0900_long", "CREATE TABLE long_table (n bigint NOT NULL); " + (dialect == Dialect.Sqlite
        ? "INSERT INTO long_table WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000) SELECT n FROM c"
        : "INSERT INTO long_table SELECT n FROM generate_series(1, 2000000000) AS n"));

    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
}
