using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Plays;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Accounts;

public sealed class TimelineBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Read_page_by_page_nothing_is_missed_or_told_twice_though_all_happened_at_one_instant(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, _, membership) = await Sample.Put(test.Database);
        await Fill(test.Database, account, membership, Now);
        var timeline = new TimelineBook(test.Database);
        var all = await timeline.Page(account.Id, [], null, 1000);

        foreach (var size in new[] { 1, 2, 3, 7 })
        {
            var (told, place) = (new List<(int, string)>(), default(Place));
            while (await timeline.Page(account.Id, [], place, size) is { IsEmpty: false } page)
            {
                told.AddRange(page.Select(one => (one.Rank, one.Id)));
                place = page[^1].Here;
            }
            told.ShouldBe(all.Select(one => (one.Rank, one.Id)), $"pages of {size}");
        }
        all.Select(one => one.Rank).Distinct().Order().ShouldBe([0, 1, 2, 3, 4, 5]);
        all.OfType<Happening.Signalled>().Count().ShouldBe(12);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Newest_comes_first_and_only_what_was_asked_for(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, _, membership) = await Sample.Put(test.Database);
        var log = new SignalLog(test.Database, new SettingsBook(test.Database));
        foreach (var hours in new[] { 3, 1, 2 }) await log.Append(Signal(account, membership, "guide.viewed", Now.AddHours(hours), $"{hours}"));
        // The ledger says it better.
        await log.Append(Signal(account, membership, "touch.sent", Now.AddHours(4), "t"));
        await new NoteBook(test.Database).Put(Note(account, Now.AddHours(2)));

        var timeline = new TimelineBook(test.Database);
        (await timeline.Page(account.Id, [0], null, 10)).Select(one => one.At).ShouldBe([Now.AddHours(3), Now.AddHours(2), Now.AddHours(1)]);
        (await timeline.Page(account.Id, [4], null, 10)).ShouldHaveSingleItem().ShouldBeOfType<Happening.Noted>();
        (await timeline.Page(Guid.CreateVersion7(), [], null, 10)).ShouldBeEmpty();
    }

    static async Task Fill(Database database, Account account, Membership membership, DateTimeOffset at)
    {
        var settings = new SettingsBook(database);
        var log = new SignalLog(database, settings);
        await log.Append([.. Enumerable.Range(0, 12).Select(n => Signal(account, membership, "guide.viewed", at, $"v{n}"))]);
        var touches = new TouchBook(database, settings);
        for (var n = 0; n < 4; n++)
        {
            var touch = new Touch($"desk/{n}/{membership.Id}", account.Id, membership.Id, "mail", "hello", null, at, false, null, new LateSending(60), null, IsGhost: n % 2 == 0, null, false, Cause.Of("staff", "x"));
            await touches.Plan(touch, at);
            if (n % 2 == 1) await touches.Stop(account.Id, touch.Id, "staff:x", SkipReason.Cancelled, at);
        }
        var plays = new PlayBook(database);
        for (var n = 0; n < 3; n++)
        {
            await plays.Open(new NewPlay($"p{n}", $"call-{n}", account.Id, null, at, null, null, null, ByRule: false));
            await plays.Close(account.Id, $"p{n}", new PlayClosing("done", null, null, null, at));
        }
        for (var n = 0; n < 3; n++) await new NoteBook(database).Put(Note(account, at));
        await new AccountBook(database).Put(account with { Tier = "business", Lifecycle = "adopting" }, Edit.Now(at, "staff:x"));
    }

    static Note Note(Account account, DateTimeOffset at) => new(Guid.CreateVersion7(), account.Id, null, "note", null, null, "They like it.", null, null, at, null, []);

    static Signal Signal(Account account, Membership membership, string kind, DateTimeOffset at, string id) =>
        new(SignalKey.Of(at, id), id, kind, at, at, at, account.Id, membership.Id, Subject: "guide:start", Properties: ImmutableSortedDictionary<string, string>.Empty, Source: "api");
}
