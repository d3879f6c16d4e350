using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.Health;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Health;

public sealed class CadenceShelfTests
{
    static readonly DateOnly Today = DateOnly.FromDateTime(Sample.Now.UtcDateTime);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_habit_of_each_account_and_of_its_peers_is_read_from_the_days_that_count(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        await new DefinitionShelf(test.Database).Put("settings", "settings", LocalizedText.Empty, """{"signals":[{"kind":"data.refreshed","engagement":false}]}""", "test", Sample.Now);
        var (often, seldom, young) = (Sample.Account("Often"), Sample.Account("Seldom"), Sample.Account("Young") with { TouchModel = "high" });
        foreach (var account in new[] { often, seldom, young }) await new AccountBook(test.Database).Put(account, Edit.Now(Sample.Now, "system"));
        await new SignalLog(test.Database, settings).Append(
        [
            .. Enumerable.Range(0, 10).Select(n => Made(often.Id, "portal.visited", -2 * n)), .. Enumerable.Range(0, 7).Select(n => Made(seldom.Id, "report.viewed", -20 * n - 3)),
            // A machine's daily work is no visit, and two visits are no habit.
            .. Enumerable.Range(0, 60).Select(n => Made(seldom.Id, "data.refreshed", -n)), Made(young.Id, "portal.visited", -1), Made(young.Id, "portal.visited", -3),
        ]);

        var shelf = new CadenceShelf(test.Database, settings);
        (await shelf.Refresh(Today)).ShouldBe(2);
        (await shelf.Refresh(Today)).ShouldBe(2);
        var lines = (await new Portfolio(test.Database, settings).All(new PortfolioFilter(), new PortfolioFrame(Today, []))).ToDictionary(line => line.Name, line => line.Usual);
        lines.ShouldBe(new Dictionary<string, int?> { ["Often"] = 2, ["Seldom"] = 20, ["Young"] = null });
        (await shelf.Of(seldom.Id)).ShouldBe(20);
        (await shelf.Peers()).ShouldBe(new Dictionary<string, int> { ["tech"] = 2 });
    }

    static Signal Made(Guid account, string kind, int day)
    {
        var at = Sample.Now.AddDays(day);
        var id = $"{account}/{kind}/{at:O}";
        return new Signal(SignalKey.Of(at, id), id, kind, at, at, at, account, null, Source: "test");
    }
}
