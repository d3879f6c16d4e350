using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Health;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.Health;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Health;

public sealed class ScoreBoardTests
{
    const string Card = """
        {"key":"use","title":{"en":"Use"},"scope":"account","coverage_minimum":0.5,"bands":{"yellow":40,"green":70},"hysteresis":{"points":2,"closings":2},
         "groups":[{"key":"use","title":{"en":"Use"},"weight":1,"measures":[
           {"key":"visits","title":{"en":"Visits in 7 days"},"figure":"count \"portal.visited\" in 7 days","unit":"count","weight":1,"direction":"higher-is-better","map":{"linear":{"zero_at":0,"full_at":10}}}]}]}
        """;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Monday = new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Visits_make_an_account_green_and_silence_makes_it_red_without_any_signal(Dialect dialect)
    {
        await using var desk = await ScoreRoom.New(dialect);
        await desk.Visits(8, Monday);
        await desk.Board.Score(desk.Account.Id, Monday);
        (await desk.Live()).Score.ShouldBe(80);
        (await desk.Live()).Band.Band.ShouldBe(Band.Green);

        var clock = new TestClock(Monday);
        await new DrainTable([desk.Drain]).LetPass(clock, Monday.AddDays(9));

        (await desk.Live()).Score.ShouldBe(0);
        (await desk.Live()).Band.Band.ShouldBe(Band.Red);
        (await desk.Bands()).ShouldBe(["NotEnoughData>Green", "Green>Red"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Each_day_is_closed_once_as_of_its_own_end_however_late(Dialect dialect)
    {
        await using var prompt = await ScoreRoom.New(dialect);
        await using var late = await ScoreRoom.New(dialect);
        foreach (var room in new[] { prompt, late })
        {
            await room.Visits(8, Monday);
            await room.Board.Score(room.Account.Id, Monday);
        }
        var clock = new TestClock(Monday);
        for (var hour = 1; hour <= 24 * 9; hour += 5) await new DrainTable([prompt.Drain]).LetPass(clock, Monday.AddHours(hour));
        await new DrainTable([late.Drain]).RunUntilIdle(Monday.AddDays(9));

        var days = await late.Days();
        days.Count.ShouldBe(9);
        days.Select(day => (day.Day, day.Score, day.Band)).ShouldBe((await prompt.Days()).Select(day => (day.Day, day.Score, day.Band)));
        (await late.Bands()).Last().ShouldBe("Green>Red");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_changed_since_yesterday_sums_to_the_change(Dialect dialect)
    {
        await using var desk = await ScoreRoom.New(dialect);
        await desk.Visits(4, Monday);
        await desk.Board.Score(desk.Account.Id, Monday);
        await desk.Visits(3, Monday.AddDays(1));
        await desk.Board.Score(desk.Account.Id, Monday.AddDays(1).AddHours(1));

        var card = Scorecard.Parse(Card);
        var before = await desk.Scores.Before(desk.Account.Id, "use", new DateOnly(2026, 11, 17));
        var change = ScoreChange.Between(before!.Value.Snapshot.Reopen(card), (await desk.Live()).Snapshot.Reopen(card))!;
        change.Points.ShouldBe(30, 1e-9);
        change.Movers().ShouldBe([("visits", 30)]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_cap_by_a_person_holds_until_its_end(Dialect dialect)
    {
        await using var desk = await ScoreRoom.New(dialect);
        await desk.Visits(9, Monday);
        var cap = HealthOverride.Begin(Guid.CreateVersion7(), OverrideKind.Cap, 30, "champion left", Guid.CreateVersion7(), Monday, Monday.AddDays(1));
        await desk.Scores.Add(desk.Account.Id, "use", cap, Monday);
        await desk.Board.Score(desk.Account.Id, Monday);
        (await desk.Live()).Score.ShouldBe(30);
        await desk.Board.Score(desk.Account.Id, Monday.AddDays(1).AddHours(1));
        (await desk.Live()).Score.ShouldBe(90);
    }

    sealed class ScoreRoom : IAsyncDisposable
    {
        readonly TestDatabase test;
        readonly SettingsBook settings;
        readonly CardBook cards;
        readonly SignalLog log;
        int visits;

        ScoreRoom(TestDatabase test)
        {
            this.test = test;
            settings = new SettingsBook(test.Database);
            cards = new CardBook(new DefinitionShelf(test.Database), test.Database.WakeUp);
            log = new SignalLog(test.Database, settings);
            Scores = new ScoreShelf(test.Database, settings);
            Board = new ScoreBoard(cards, new FactShelf(test.Database, settings), Scores, settings);
            Drain = new ScoreDrain(Board, Scores, settings);
        }

        public ScoreShelf Scores { get; }
        public ScoreBoard Board { get; }
        public ScoreDrain Drain { get; }
        public Account Account { get; } = new(Guid.CreateVersion7(), "north", "North", null, null, "adopting", "tech", null, null, null, null, null, Monday.AddDays(-30), ImmutableSortedDictionary<string, AttributeValue>.Empty);

        public static async Task<ScoreRoom> New(Dialect dialect)
        {
            var room = new ScoreRoom(await TestDatabase.New(dialect));
            await new DefinitionShelf(room.test.Database).Put("scorecard", "use", LocalizedText.Of("Use"), Card, "test", Monday);
            await new AccountBook(room.test.Database).Put(room.Account, Edit.Now(Monday.AddDays(-30), "test"));
            return room;
        }

        public Task<Appended> Visits(int count, DateTimeOffset at) => log.Append([.. Enumerable.Range(0, count).Select(n =>
        {
            var (id, when) = ($"visit-{visits++}", at.AddMinutes(-n));
            return new Signal(SignalKey.Of(when, id), id, "portal.visited", when, when, at, Account.Id, Source: "portal");
        })]);

        public async Task<LiveScore> Live() => (await Scores.Find(Account.Id, "use"))!;

        public Task<List<DayScore>> Days() => Scores.Days(Account.Id, "use", DateOnly.MinValue, DateOnly.MaxValue);

        public async Task<List<string>> Bands() =>
            [.. (await log.Since(Account.Id, Monday.AddDays(-1))).Where(signal => signal.Kind == "health.band-changed").Select(signal => $"{signal.Properties!["from"]}>{signal.Properties["to"]}")];

        public async ValueTask DisposeAsync()
        {
            Drain.Dispose();
            log.Dispose();
            cards.Dispose();
            settings.Dispose();
            await test.DisposeAsync();
        }
    }
}
