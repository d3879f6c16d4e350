using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Signals;
using CsEngage.Store;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Recipes;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Signals;

public sealed class PortalReadingTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Opened_read_and_marked_is_viewed_read_and_completed_each_once(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        var edition = (await room.Editions.Find("invite-your-team", 1, "en"))!;
        var visit = await room.Reading.Open(room.Reader, edition);
        (await room.Kinds()).ShouldBe(["guide.viewed"]);

        room.Clock.MoveTo(Now + edition.Estimated * 0.3);
        await room.Report(visit, 1, edition.Estimated * 0.3, 0.9);
        (await room.Kinds()).ShouldBe(["guide.viewed"]);

        room.Clock.MoveTo(Now + edition.Estimated * 0.5);
        await room.Report(visit, 2, edition.Estimated * 0.5, 0.9);
        await room.Report(visit, 2, edition.Estimated * 0.5, 0.9);
        await room.Report(visit, 1, edition.Estimated * 0.3, 0.9);
        (await room.Kinds()).ShouldBe(["guide.viewed", "guide.read"]);

        (await room.Reading.Mark(room.Reader, edition))!.CompletedAt.ShouldNotBeNull();
        await room.Reading.Mark(room.Reader, edition);
        (await room.Kinds()).ShouldBe(["guide.viewed", "guide.read", "guide.completed"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Marked_before_it_is_read_it_is_completed_when_it_has_been_read(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        var edition = (await room.Editions.Find("invite-your-team", 1, "ja"))!;
        var visit = await room.Reading.Open(room.Reader, edition);
        (await room.Reading.Mark(room.Reader, edition))!.CompletedAt.ShouldBeNull();
        room.Clock.MoveTo(Now + edition.Estimated);
        await room.Report(visit, 1, edition.Estimated, 1);
        (await room.Kinds()).ShouldBe(["guide.viewed", "guide.read", "guide.completed"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task More_time_than_has_passed_is_not_believed(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        var edition = (await room.Editions.Find("invite-your-team", 1, "en"))!;
        var visit = await room.Reading.Open(room.Reader, edition);
        await room.Report(visit, 1, TimeSpan.FromHours(3), 1);
        (await room.Kinds()).ShouldBe(["guide.viewed"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_somebody_else_reports_is_added_to_nothing(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        var edition = (await room.Editions.Find("invite-your-team", 1, "en"))!;
        var visit = await room.Reading.Open(room.Reader, edition);
        room.Clock.MoveTo(Now + edition.Estimated);
        (await room.Reading.Report(visit, [Guid.CreateVersion7()], new Beacon(1, edition.Estimated, edition.Estimated, 1, []))).ShouldBeFalse();
        await room.Report(visit, 1, edition.Estimated * 0.1, 1);
        (await room.Kinds()).ShouldBe(["guide.viewed"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_is_read_in_one_language_is_done_in_the_other(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        var (english, japanese) = ((await room.Editions.Find("invite-your-team", 1, "en"))!, (await room.Editions.Find("invite-your-team", 1, "ja"))!);
        var visit = await room.Reading.Open(room.Reader, english);
        room.Clock.MoveTo(Now + english.Estimated);
        await room.Report(visit, 1, english.Estimated, 1);
        await room.Reading.Mark(room.Reader, english);
        await room.Reading.Open(room.Reader, japanese);
        (await room.Reading.Standing(room.Reader, japanese)).CompletedAt.ShouldNotBeNull();
        (await room.Reading.Mark(room.Reader, japanese))!.CompletedAt.ShouldNotBeNull();
        (await room.Kinds()).Count(kind => kind == "guide.completed").ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_search_is_told_with_its_words_and_whether_it_found_anything(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        await room.Reading.Searched(room.Reader, "契約", 3);
        await room.Reading.Searched(room.Reader, "invoice", 0);
        await room.Reading.Searched(room.Reader with { IsPreview = true }, "looked at by staff", 0);
        (await room.Signals()).Select(signal => (signal.Kind, signal.Value, signal.Properties!["query"])).ShouldBe([("search.made", 3m, "契約"), ("search.failed", null, "invoice")], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_session_is_one_visit_in_half_an_hour(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        await room.Reading.Came(room.Reader, "north");
        await room.Reading.Came(room.Reader, "north");
        room.Clock.MoveTo(Now.AddMinutes(31));
        await room.Reading.Came(room.Reader, "north");
        (await room.Kinds()).ShouldBe(["portal.visited", "portal.visited"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Machines_and_previews_are_kept_and_never_counted(Dialect dialect)
    {
        await using var room = await Room.New(dialect);
        var edition = (await room.Editions.Find("invite-your-team", 1, "en"))!;
        await room.Reading.Open(room.Reader with { Actor = Actor.Machine }, edition);
        await room.Reading.Open(room.Reader with { IsPreview = true }, edition);
        (await room.Signals()).ShouldAllBe(signal => !signal.Counts);
        (await room.Reading.Standing(room.Reader, edition)).IsOpened.ShouldBeFalse();
    }

    sealed class Room : IAsyncDisposable
    {
        readonly TestDatabase test;
        readonly SettingsBook settings;
        readonly SignalLog log;

        Room(TestDatabase test)
        {
            this.test = test;
            settings = new SettingsBook(test.Database);
            log = new SignalLog(test.Database, settings);
            Editions = new Editions(new ContentShelf(test.Database), new Bodies());
            Reading = new PortalReading(new ViewLedger(test.Database, settings), log, Editions, Clock);
        }

        public TestClock Clock { get; } = new(Now);
        public Editions Editions { get; }
        public PortalReading Reading { get; }
        public Reader Reader { get; } = new(Guid.CreateVersion7(), Guid.CreateVersion7(), "session-1", Identity.Verified, Actor.Human, "en");

        public static async Task<Room> New(Dialect dialect)
        {
            var room = new Room(await TestDatabase.New(dialect));
            var database = room.test.Database;
            var folders = new RecipeFolders(Shipped.Folder("recipes"), Directory.CreateTempSubdirectory("media").FullName);
            await new RecipeBook(folders, new RecipeShelf(database), new DefinitionShelf(database), new ContentShelf(database), new MediaShelf(database)).Apply("saas-onboarding", "test", Now);
            return room;
        }

        public Task<bool> Report(Guid visit, int sequence, TimeSpan active, double scroll) => Reading.Report(visit, [Reader.MembershipId], new Beacon(sequence, active, active, scroll, []));

        public async Task<List<Signal>> Signals() => [.. await log.Since(Reader.AccountId, Now.AddDays(-1))];

        public async Task<List<string>> Kinds() => [.. (await Signals()).Select(signal => signal.Kind)];

        public async ValueTask DisposeAsync()
        {
            log.Dispose();
            settings.Dispose();
            await test.DisposeAsync();
        }
    }
}
