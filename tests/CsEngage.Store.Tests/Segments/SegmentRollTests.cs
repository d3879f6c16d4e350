using CsEngage.Core;
using CsEngage.Store.Journeys;
using CsEngage.Store.Segments;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Segments;

public sealed class SegmentRollTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Entering_and_leaving_are_remembered_with_their_signals_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var roll = new SegmentRoll(test.Database, settings);
        var (account, _, _) = await Sample.Put(test.Database);
        var segment = new Segment("pro", LocalizedText.Of("Pro"), Rule.Parse("account.plan = \"pro\"", RuleScope.Account));
        var shelf = new FactShelf(test.Database, settings);

        async Task Look(DateTimeOffset now)
        {
            var facts = Facts.Of((await shelf.Load(account.Id, null, now))!);
            var running = (await roll.Running(account.Id)).FirstOrDefault();
            await roll.Save(account.Id, [("pro", null, SegmentMembership.Step(segment, facts, running, now, Cause.Of("signal", "s")))], now);
        }
        await Look(Now);
        await Look(Now);
        (await roll.In("pro")).ShouldHaveSingleItem().EnteredAt.ShouldBe(Now);
        await new CsEngage.Store.Accounts.AccountBook(test.Database).Set(account.Id, "plan", new AttributeValue.Text("team"), CsEngage.Store.Accounts.Edit.Now(Now.AddDays(1), "system"));
        await Look(Now.AddDays(1));
        (await roll.In("pro")).ShouldBeEmpty();
        (await log.Recent(account.Id, 10)).Select(signal => signal.Kind).ShouldBe(["segment.left", "segment.entered"]);
        (await roll.Counts()).ShouldBeEmpty();
        (await new TimerBook(test.Database).Next(SegmentRoll.Timer)).ShouldBeNull();
    }
}
