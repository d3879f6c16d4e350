using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;
using CsEngage.Store.Health;
using CsEngage.Store.Plays;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Accounts;

public sealed class PortfolioTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;
    static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);
    static readonly PortfolioFrame Frame = new(Today, [new CurrencyRate("USD", 150)]);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_line_knows_revenue_renewal_score_and_the_last_sign_of_life(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var (big, small, left) = (Named("Big"), Named("Small") with { Tier = "starter" }, Named("Gone"));
        foreach (var account in new[] { big, small, left }) await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        await new AccountBook(test.Database).Archive(left.Id, Now);
        await Contract(test.Database, big.Id, "a", 300, 1_000_0000, "month", "USD", "active");
        await Contract(test.Database, big.Id, "b", 40, 12_000_000_0000, "year", "JPY", "active");
        await Contract(test.Database, big.Id, "old", -20, 90_000_000_0000, "year", "JPY", "active");
        await Contract(test.Database, big.Id, "ended", 90, 90_000_000_0000, "year", "JPY", "ended");
        await Scored(test.Database, settings, big.Id, ("adoption", 62.5, Band.Yellow), ("relationship", 20, Band.Red));
        var log = new SignalLog(test.Database, settings);
        await log.Append([Made(big.Id, "portal.visited", Now.AddDays(-3)), Made(big.Id, "touch.sent", Now.AddDays(-1))]);

        var portfolio = new Portfolio(test.Database, new SettingsBook(test.Database));
        var page = await portfolio.Page(new PortfolioFilter(), PortfolioSort.Arr, descending: true, 0, 10, Frame);
        page.Total.ShouldBe(2);
        var line = page.Lines[0];
        (line.Name, line.Arr, line.RenewsOn, line.Card, line.Score, line.Band).ShouldBe(("Big", 12 * 1_000_0000L * 150 + 12_000_000_0000, Today.AddDays(40), "adoption", 62.5, Band.Yellow));
        line.LastSeen.ShouldBe(Today.AddDays(-3));
        var other = page.Lines[1];
        (other.Name, other.Arr, other.RenewsOn, other.Score, other.Band, other.LastSeen).ShouldBe(("Small", null, null, null, Band.NotEnoughData, null));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Notice_and_renewal_are_those_of_the_contract_that_ends_first_and_money_keeps_its_currency(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (dollars, mixed) = (Named("Dollars"), Named("Mixed"));
        foreach (var account in new[] { dollars, mixed }) await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        var contracts = new ContractBook(test.Database);
        async Task Sign(Guid account, string key, int endsIn, int? noticeIn, bool byItself, string currency) => await contracts.Put(
            new Contract(Guid.CreateVersion7(), account, key, null, [], Today.AddDays(endsIn - 364), Today.AddDays(endsIn), noticeIn is { } days ? Today.AddDays(days) : null, byItself, 1_000_0000, "month", currency, "active", null), Edit.Now(Now, "system"));
        await Sign(dollars.Id, "near", 30, -5, byItself: true, "USD");
        await Sign(dollars.Id, "far", 90, 10, byItself: false, "USD");
        await Sign(mixed.Id, "near", 30, null, byItself: false, "USD");
        await Sign(mixed.Id, "far", 90, 60, byItself: true, "JPY");

        var lines = (await new Portfolio(test.Database, new SettingsBook(test.Database)).All(new PortfolioFilter(), Frame)).ToDictionary(line => line.Name);
        (lines["Dollars"].RenewsOn, lines["Dollars"].NoticeBy, lines["Dollars"].RenewsByItself).ShouldBe((Today.AddDays(30), Today.AddDays(-5), true));
        (lines["Dollars"].Arr, lines["Dollars"].Signed).ShouldBe((24_000_0000L * 150, (24_000_0000L, "USD")));
        (lines["Mixed"].NoticeBy, lines["Mixed"].RenewsByItself, lines["Mixed"].Signed).ShouldBe((null, false, null));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_the_settings_do_not_count_as_engagement_is_no_sign_of_life(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var account = Named("Quiet");
        await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        await new SignalLog(test.Database, settings).Append([Made(account.Id, "report.viewed", Now.AddDays(-40)), Made(account.Id, "data.refreshed", Now.AddDays(-1))]);
        var portfolio = new Portfolio(test.Database, new SettingsBook(test.Database));
        (await portfolio.All(new PortfolioFilter(), Frame))[0].LastSeen.ShouldBe(Today.AddDays(-1));
        await new DefinitionShelf(test.Database).Put("settings", "settings", LocalizedText.Empty, """{"signals":[{"kind":"data.refreshed","engagement":false},{"kind":"report.viewed"}]}""", "test", Now);
        // What is remembered is forgotten at a wake-up, which may come late: another book reads anew.
        using var anew = new SettingsBook(test.Database);
        (await new Portfolio(test.Database, anew).All(new PortfolioFilter(), Frame))[0].LastSeen.ShouldBe(Today.AddDays(-40));
        var facts = Facts.Of((await new FactShelf(test.Database, anew).Load(account.Id, null, Now))!);
        facts.LastEngagedAt(Now).ShouldBe(Now.AddDays(-40));
        Figure.Parse("count \"*\" in 28 days", RuleScope.Account).Evaluate(facts, Now).Value.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_list_is_narrowed_sorted_and_paged_with_the_unknown_last(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var csm = Guid.CreateVersion7();
        for (var n = 0; n < 7; n++)
        {
            var account = Named($"Account {n}") with { Tier = n % 2 == 0 ? "business" : null, CsmId = n < 4 ? csm : null, Lifecycle = n == 6 ? "left" : "adopting" };
            await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
            if (n % 3 == 0) await Scored(test.Database, settings, account.Id, ("adoption", 10 * n, n == 0 ? Band.Red : Band.Green));
        }

        var portfolio = new Portfolio(test.Database, new SettingsBook(test.Database));
        async Task<string> Names(PortfolioFilter filter, PortfolioSort sort = PortfolioSort.Name, bool down = false, int skip = 0, int take = 10) =>
            string.Join(' ', (await portfolio.Page(filter, sort, down, skip, take, Frame)).Lines.Select(line => line.Name[^1]));

        (await Names(new())).ShouldBe("0 1 2 3 4 5 6");
        (await Names(new(), down: true, skip: 2, take: 3)).ShouldBe("4 3 2");
        (await portfolio.Page(new(), PortfolioSort.Name, false, 2, 3, Frame)).Total.ShouldBe(7);
        (await Names(new(CsmId: csm))).ShouldBe("0 1 2 3");
        (await Names(new(Tier: "business", Lifecycle: "adopting"))).ShouldBe("0 2 4");
        (await Names(new(Text: "ACCOUNT 5"))).ShouldBe("5");
        (await Names(new(Text: "100%"))).ShouldBe("");
        (await Names(new(Band: Band.Red))).ShouldBe("0");
        (await Names(new(Band: Band.NotEnoughData))).ShouldBe("1 2 4 5");
        (await Names(new(), PortfolioSort.Score, down: true)).ShouldBe("6 3 0 1 2 4 5");
        (await Names(new(), PortfolioSort.Score)).ShouldBe("0 3 6 1 2 4 5");
        foreach (var sort in Enum.GetValues<PortfolioSort>()) (await portfolio.Page(new(), sort, true, 0, 10, Frame)).Lines.Length.ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Breadth_counts_contacts_who_may_come_and_those_who_came(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var account = Named("Big");
        await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        var members = new List<Guid>();
        for (var n = 0; n < 3; n++) members.Add(await Member(test.Database, account.Id, n));
        var log = new SignalLog(test.Database, settings);
        await log.Append([
            Made(account.Id, "guide.viewed", Now.AddDays(-3), members[0], "guide:start"), Made(account.Id, "guide.completed", Now.AddDays(-2), members[0], "guide:start"),
            Made(account.Id, "portal.visited", Now.AddDays(-60), members[1], "portal:x"), Made(account.Id, "touch.sent", Now.AddDays(-1), members[2], "touch:x")]);

        var portfolio = new Portfolio(test.Database, new SettingsBook(test.Database));
        (await portfolio.Breadths([account.Id], Today.AddDays(-27)))[account.Id].ShouldBe(new Breadth(3, 1));
        (await portfolio.Breadths([], Today)).ShouldBeEmpty();
        (await portfolio.LastSeen(account.Id)).Keys.Order().ShouldBe(members.Take(2).Order());
        var marks = await portfolio.GuideMarks(account.Id);
        marks.Select(mark => (mark.MembershipId, mark.Guide, mark.Kind, mark.Count)).Order().ShouldBe(new[] { (members[0], "start", "completed", 1), (members[0], "start", "viewed", 1) }.Order());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_one_puts_off_the_others_still_see(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (me, other, account) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var book = new SnoozeBook(test.Database);
        await book.Put(new Snooze(account, me, Now.AddDays(3), "first", Now));
        await book.Put(new Snooze(account, me, Now.AddDays(7), "second", Now));
        (await book.Of(me, Now)).ShouldBe([new Snooze(account, me, Now.AddDays(7), "second", Now)]);
        (await book.Of(other, Now)).ShouldBeEmpty();
        (await book.Of(me, Now.AddDays(7))).ShouldBeEmpty();
        (await book.Wake(me, account)).ShouldBe(1);
        (await book.Of(me, Now)).ShouldBeEmpty();
    }

    static Account Named(string name) => Sample.Account() with { Id = Guid.CreateVersion7(), ExternalId = name.ToLowerInvariant().Replace(' ', '-'), Name = name, CsmId = null };

    static async Task Contract(Database database, Guid account, string key, int endsIn, long amount, string period, string currency, string status) => await new ContractBook(database).Put(
        new Contract(Guid.CreateVersion7(), account, key, null, [], Today.AddDays(endsIn - 364), Today.AddDays(endsIn), null, false, amount, period, currency, status, null), Edit.Now(Now, "system"));

    // The first card is the primary one.
    static Task Scored(Database database, SettingsBook settings, Guid account, params (string Card, double Score, Band Band)[] cards) => new ScoreShelf(database, settings).Save(
        account,
        [.. cards.Select((one, at) => new LiveScore(account, null, one.Card, at == 0, Now, one.Score, new BandState(one.Band, ClosedOn: Today.AddDays(-1)),
            new HealthSnapshot(1, Now, one.Band, 0.75, [new MeasureSnapshot(0, 12.5m, 2, 8, Availability.Fresh, one.Score, 1, 1, true)], []), null))],
        []);

    static async Task<Guid> Member(Database database, Guid account, int n)
    {
        var contact = new Contact(Guid.CreateVersion7(), $"m{n}@example.com", $"m{n}@example.com", "Sato", $"N{n}", null, null, null, null, null);
        await new ContactBook(database).Put(contact, Now);
        var membership = new Membership(Guid.CreateVersion7(), account, contact.Id, $"m{n}", [], null, null, false, Now, null);
        await new ContactBook(database).Put(membership, Edit.Now(Now, "system"));
        return membership.Id;
    }

    static Signal Made(Guid account, string kind, DateTimeOffset at, Guid? member = null, string? subject = null)
    {
        var id = $"{account}/{kind}/{member}/{at:O}";
        return new Signal(SignalKey.Of(at, id), id, kind, at, at, at, account, member, Subject: subject, Source: "test");
    }
}
