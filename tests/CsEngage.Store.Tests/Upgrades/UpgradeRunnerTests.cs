using CsEngage.Store.Upgrades;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Upgrades;

public sealed class UpgradeRunnerTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly UpgradeStep[] More = [new("0900_more", "CREATE TABLE more (id integer PRIMARY KEY)")];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_newer_database_is_refused_in_one_sentence(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        await UpgradeRunner.Run(test.Database, [.. UpgradeStep.Of(dialect), .. More]);
        (await Should.ThrowAsync<UpgradeException>(test.Database.Upgrade)).Message.ShouldBe("The database is newer than this program: it has step '0900_more'.");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_changed_step_is_refused_in_one_sentence(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var changed = UpgradeStep.Of(dialect).Select(step => new UpgradeStep(step.Name, step.Sql + "\n-- changed")).ToList();
        (await Should.ThrowAsync<UpgradeException>(() => UpgradeRunner.Run(test.Database, changed))).Message.ShouldBe("Step '0001_start' was changed after it was applied to this database.");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_step_that_fails_leaves_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        UpgradeStep[] broken = [.. UpgradeStep.Of(dialect), .. More, new("0901_broken", "CREATE TABLE other (id integer PRIMARY KEY); INSERT INTO nowhere VALUES (1)")];
        await Should.ThrowAsync<System.Data.Common.DbException>(() => UpgradeRunner.Run(test.Database, broken));
        await test.Database.Upgrade();
        await UpgradeRunner.Run(test.Database, [.. UpgradeStep.Of(dialect), .. More]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_many_that_start_together_one_applies(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var steps = UpgradeStep.Of(dialect).Concat(More).ToList();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => UpgradeRunner.Run(test.Database, steps))));
        (await test.Database.First("SELECT count(*) FROM upgrades WHERE name = '0900_more'", row => row.Long(0))).ShouldBe(1);
    }
}
