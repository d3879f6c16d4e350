using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Health;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Health;

public sealed class ScoreShelfTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;
    static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_live_score_comes_back_with_its_explanation_and_the_state_of_its_colour(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var shelf = new ScoreShelf(test.Database, settings);
        var live = Live(Guid.CreateVersion7(), 62.5, new BandState(Band.Yellow, Band.Red, 1, Today.AddDays(-1)));
        await shelf.Save(live.AccountId, [live], []);
        (await shelf.Find(live.AccountId, "adoption")).ShouldBe(live);
        (await shelf.Of(live.AccountId)).ShouldBe([live]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_older_computation_that_comes_late_does_not_replace_a_newer_one(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var shelf = new ScoreShelf(test.Database, settings);
        var newer = Live(Guid.CreateVersion7(), 70, new BandState(Band.Green));
        await shelf.Save(newer.AccountId, [newer], []);
        await shelf.Save(newer.AccountId, [newer with { At = Now.AddMinutes(-5), Score = 10 }], []);
        (await shelf.Find(newer.AccountId, "adoption"))!.Score.ShouldBe(70);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_closed_day_stays_as_it_was_closed_and_its_signals_count_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var shelf = new ScoreShelf(test.Database, settings);
        var (account, _, _) = await Sample.Put(test.Database);
        var live = Live(account.Id, 40, new BandState(Band.Red, ClosedOn: Today));
        var changed = DerivedSignal.Of(Cause.Of("scorecard", "adoption/2026-11-21"), "health.band-changed", Now, Now, account.Id, subject: "scorecard:adoption");
        await shelf.Close([(live, Today)], [changed]);
        await shelf.Close([(live with { Score = 90, At = Now.AddMinutes(1) }, Today)], [changed]);

        (await shelf.Days(account.Id, "adoption", Today, Today)).ShouldBe([new DayScore(account.Id, Today, 40, Band.Red)]);
        (await shelf.Snapshot(account.Id, "adoption", Today)).ShouldBe(live.Snapshot);
        (await shelf.Before(account.Id, "adoption", Today.AddDays(1)))!.Value.Day.ShouldBe(Today);
        (await log.Recent(account.Id, 10)).Length.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_override_runs_from_its_start_to_its_end_and_can_be_ended_early(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var shelf = new ScoreShelf(test.Database, settings);
        var account = Guid.CreateVersion7();
        var cap = HealthOverride.Begin(Guid.CreateVersion7(), OverrideKind.Cap, 40, "champion left", Guid.CreateVersion7(), Now);
        await shelf.Add(account, "adoption", cap, Now);
        (await shelf.Overrides(account, "adoption", Now.AddDays(1))).ShouldBe([cap]);
        (await shelf.Overrides(account, "adoption", Now.AddDays(31))).ShouldBeEmpty();
        await shelf.End(account, cap.Id, Now.AddHours(1));
        (await shelf.Overrides(account, "adoption", Now.AddDays(1))).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_can_change_by_itself_is_due_in_order(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var shelf = new ScoreShelf(test.Database, settings);
        var (soon, later) = (Live(Guid.CreateVersion7(), 50, BandState.Start) with { ChangesAt = Now.AddHours(1) }, Live(Guid.CreateVersion7(), 50, BandState.Start) with { ChangesAt = Now.AddHours(2) });
        await shelf.Save(later.AccountId, [later], []);
        await shelf.Save(soon.AccountId, [soon], []);
        (await shelf.NextDue()).ShouldBe(Now.AddHours(1));
        (await shelf.Due(Now.AddHours(3), 10)).Select(due => due.AccountId).ShouldBe([soon.AccountId, later.AccountId]);
        (await shelf.Due(Now, 10)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_card_that_no_longer_applies_leaves_the_live_scores(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var shelf = new ScoreShelf(test.Database, settings);
        var live = Live(Guid.CreateVersion7(), 62.5, BandState.Start);
        await shelf.Save(live.AccountId, [live, live with { Card = "relationship", IsPrimary = false }], []);
        await shelf.Save(live.AccountId, [live], []);
        (await shelf.Of(live.AccountId)).Select(one => one.Card).ShouldBe(["adoption"]);
        (await shelf.Unclosed(Today, 10)).ShouldBe([live.AccountId]);
    }

    static LiveScore Live(Guid account, double score, BandState band) => new(
        account, null, "adoption", true, Now, score, band with { ClosedOn = band.ClosedOn ?? Today.AddDays(-1) },
        new HealthSnapshot(3, Now, band.Band, 0.75, [new MeasureSnapshot(0, 12.5m, 2, 8, Availability.Fresh, score, 1, 1, true)], []), Now.AddDays(1));
}
