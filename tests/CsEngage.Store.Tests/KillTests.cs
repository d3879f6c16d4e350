using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Upgrades;
using CsEngage.Tests;

namespace CsEngage.Store.Tests;

/// <summary>`kill -9` of a process that writes. `KILLS` multiplies the number of kills (the full tier sets 6).</summary>
public sealed class KillTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static int Kills => 10 * (int.TryParse(Environment.GetEnvironmentVariable("KILLS"), out var factor) ? factor : 1);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task No_acknowledged_signal_is_lost_and_none_is_counted_twice(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var acknowledged = new List<(Guid Account, Guid Key)>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Child.Start("append", test.ConnectionString);
            // Each time at another place in the stream.
            for (var lines = 0; lines < 40 + (kill * 37) && await child.StandardOutput.ReadLineAsync() is { } line; lines++) acknowledged.Add(Parse(line));
            child.Kill();
            var rest = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            // The last line may have been cut in the middle; what came before it was acknowledged.
            acknowledged.AddRange(rest.Split('\n')[..^1].Select(Parse));
        }
        var kept = (await test.Database.Query("SELECT account_id, key FROM signals", row => (row.Guid(0), row.Guid(1)))).ToHashSet();
        acknowledged.Where(one => !kept.Contains(one)).ShouldBeEmpty();
        acknowledged.Distinct().Count().ShouldBe(acknowledged.Count);
        (await test.Database.First("SELECT cast(sum(n) AS bigint) FROM fact_days", row => row.Long(0))).ShouldBe(kept.Count);
        (await test.Database.First("SELECT cast(sum(n) AS bigint) FROM account_days", row => row.Long(0))).ShouldBe(kept.Count);
        (await test.Database.First("SELECT cast(sum(n) AS bigint) FROM content_days", row => row.Long(0))).ShouldBe(kept.Count);
        if (dialect == Dialect.Sqlite) (await test.Database.First("SELECT integrity_check FROM pragma_integrity_check", row => row.Text(0))).ShouldBe("ok");

        // What was in flight may be sent again by whoever got no answer: it is found to be there.
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var again = acknowledged.Take(50).Select(one => new Signal(one.Key, "again", "guide.viewed", Sample.Now, Sample.Now, Sample.Now, one.Account, Subject: "guide:g")).ToList();
        (await log.Append(again)).Duplicates.ShouldBe(again.Count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_upgrade_killed_in_the_middle_leaves_the_database_as_it_was(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        for (var kill = 0; kill < 2; kill++)
        {
            using var child = Child.Start("upgrade", test.ConnectionString);
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!await IsAtWork(test)) await moment.WaitForNextTickAsync();
            child.Kill();
            await child.WaitForExitAsync();
        }
        (await test.Database.Query("SELECT name FROM upgrades ORDER BY name", row => row.Text(0))).ShouldBe(UpgradeStep.Of(dialect).Select(step => step.Name));
        await UpgradeRunner.Run(test.Database, [.. UpgradeStep.Of(dialect), new("0900_long", "CREATE TABLE long_table (n bigint NOT NULL)")]);
        (await test.Database.First("SELECT count(*) FROM long_table", row => row.Long(0))).ShouldBe(0);
    }

    static async Task<bool> IsAtWork(TestDatabase test)
    {
        if (test.Database.Dialect == Dialect.Postgres)
            return await test.Database.First("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%INSERT INTO long_table%' AND state = 'active' AND pid <> pg_backend_pid()", row => row.Long(0)) > 0;
        var log = new FileInfo(test.ConnectionString["Data Source=".Length..] + "-wal");
        return log.Exists && log.Length > 100_000;
    }

    static (Guid Account, Guid Key) Parse(string line) => line.Split(' ') is [var account, var key] ? (Guid.Parse(account), Guid.Parse(key)) : throw new FormatException(line);
}
