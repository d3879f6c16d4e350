using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace CsEngage.Store.Tests.Signals;

public sealed class SignalLogTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;
    static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_signal_comes_back_as_it_was_sent(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var signal = new Signal(
            Guid.CreateVersion7(), "s-1", "guide.rated", Now, Now.AddSeconds(-1), Now.AddSeconds(2), Guid.CreateVersion7(), Guid.CreateVersion7(), "sales", "base", "guide:invite", 3, "ja", 0.5m,
            ImmutableSortedDictionary<string, string>.Empty.Add("comment", "わかりやすい"), "visit-1", Identity.Sso, Actor.ProbableMachine, "portal", Cause.Of("touch", "t1", "onboarding"), true, true);
        (await log.Append(signal)).Accepted.ShouldBe(1);
        var found = (await log.Find(signal.AccountId, signal.Key))!;
        found.ShouldBe(signal with { Properties = found.Properties, Cause = found.Cause });
        found.Properties.ShouldBe(signal.Properties);
        found.Cause!.Journeys.ShouldBe(["onboarding"]);
        var bare = new Signal(Guid.CreateVersion7(), "s-2", "account.changed", Now, Now, Now, signal.AccountId);
        await log.Append(bare);
        (await log.Find(signal.AccountId, bare.Key)).ShouldBe(bare);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Sent_again_it_counts_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var account = Guid.CreateVersion7();
        var signals = Enumerable.Range(0, 50).Select(n => One(account, "guide.viewed", "guide:g" + (n % 3), Now.AddMinutes(n))).ToList();
        var first = await log.Append([.. signals, signals[0]]);
        (first.Accepted, first.Duplicates).ShouldBe((50, 1));
        first.IsNew.ShouldBe([.. Enumerable.Repeat(true, 50), false]);
        (await log.Append([.. signals.Take(20), One(account, "guide.viewed", "guide:g0", Now)])).Accepted.ShouldBe(1);
        (await new RollUpShelf(test.Database).Account(account, DateOnly.MinValue, DateOnly.MaxValue)).Sum(day => day.N).ShouldBe(51);
        (await new RollUpShelf(test.Database).Content("guide:g0", DateOnly.MinValue, DateOnly.MaxValue)).Sum(day => day.N).ShouldBe(18);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Many_who_send_the_same_at_once_are_counted_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var accounts = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToArray();
        var signals = Enumerable.Range(0, 200).Select(n => One(accounts[n % 5], "guide.viewed", "guide:g", Now.AddMinutes(n))).ToArray();
        var answers = await Task.WhenAll(Enumerable.Range(0, 600).Select(n => Task.Run(() => n % 3 == 0 ? log.Append(signals[n % 200]) : log.Append([signals[n % 200], signals[(n + 7) % 200]]))));
        answers.Sum(answer => answer.Accepted).ShouldBe(200);
        foreach (var account in accounts) (await new RollUpShelf(test.Database).Account(account, DateOnly.MinValue, DateOnly.MaxValue)).Sum(day => day.N).ShouldBe(40);
        (await new DirtyAccounts(test.Database).Count()).ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Machines_staff_and_previews_are_kept_and_counted_nowhere(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var account = Guid.CreateVersion7();
        await log.Append([One(account, "guide.viewed", "guide:g", Now) with { Actor = Actor.Machine }, One(account, "guide.viewed", "guide:g", Now) with { IsStaff = true }, One(account, "guide.viewed", "guide:g", Now) with { IsPreview = true }]);
        (await log.Recent(account, 10)).Length.ShouldBe(3);
        (await new RollUpShelf(test.Database).Account(account, DateOnly.MinValue, DateOnly.MaxValue)).ShouldBeEmpty();
        (await new DirtyAccounts(test.Database).Count()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Buckets_written_bit_by_bit_equal_those_made_anew(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        await settings.Save("operator", new OperatorProfile { Zone = "Asia/Tokyo" }, 0, "system", Now);
        using var log = new SignalLog(test.Database, settings);
        var members = Enumerable.Range(0, 3).Select(_ => (Guid?)Guid.CreateVersion7()).Append(null).ToArray();
        string?[] subjects = ["guide:a", "guide:b", "page:home", null];
        string[] kinds = ["guide.viewed", "guide.rated", "survey.answered"];
        var cases =
            from picks in (from member in Gen.Elements(members) from kind in Gen.Elements(kinds) from subject in Gen.Elements(subjects) from minutes in Gen.Choose(0, 6000)
                           from value in Gen.Elements<decimal?>(null, 0m, 1m, -2.5m, 7.1234m) from counts in Gen.Elements(true, true, true, false)
                           select (member, kind, subject, minutes, value, counts)).ArrayOf()
            from cut in Gen.Choose(1, 9)
            select (picks, cut);
        Law.Holds(cases, one =>
        {
            var account = Guid.CreateVersion7();
            var signals = one.picks.Select((pick, n) => One(account, pick.kind, pick.subject, Now.AddMinutes(pick.minutes)) with { MembershipId = pick.member, Value = pick.value, IsStaff = !pick.counts }).ToList();
            foreach (var batch in signals.Chunk(one.cut))
            {
                log.Append(batch).GetAwaiter().GetResult();
                log.Append(batch[0]).GetAwaiter().GetResult();
            }
            var expected = DayCount.Of(signals, Tokyo).OrderBy(Order).ToArray();
            Buckets(test.Database, account).ShouldBe(expected);
            var days = Days(test.Database, account);
            new FactRebuild(test.Database, settings).Account(account).GetAwaiter().GetResult();
            Buckets(test.Database, account).ShouldBe(expected);
            Days(test.Database, account).ShouldBe(days);
        }, times: 40);
        var content = await test.Database.Query("SELECT subject, day, kind, n, sum FROM content_days ORDER BY subject, day, kind", row => (row.Text(0), row.Day(1), row.Text(2), row.Long(3), row.Decimal(4)));
        await new FactRebuild(test.Database, settings).Contents();
        (await test.Database.Query("SELECT subject, day, kind, n, sum FROM content_days ORDER BY subject, day, kind", row => (row.Text(0), row.Day(1), row.Text(2), row.Long(3), row.Decimal(4)))).ShouldBe(content);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Facts_read_from_rows_say_what_facts_from_memory_say(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var (account, _, membership) = await Sample.Put(test.Database, "Hakaria", "organizer");
        var signals = Enumerable.Range(0, 60).Select(n => One(account.Id, n % 4 == 0 ? "guide.completed" : "portal.visited", n % 4 == 0 ? "guide:invite" : "portal:x", Now.AddDays(n / 2).AddHours(n)) with { MembershipId = membership.Id }).ToList();
        await log.Append(signals);
        var shelf = new FactShelf(test.Database, settings);
        foreach (var text in new[] { "count \"portal.visited\" in 7 days >= 3", "no \"portal.visited\" by role \"organizer\" for 2 days", "guide \"invite\" completed by role \"organizer\"", "account.plan = \"pro\"", "count \"guide.completed\" in 5 hours >= 1" })
        {
            var rule = Rule.Parse(text, RuleScope.Account);
            foreach (var day in new[] { 0, 3, 17, 31, 40 })
            {
                var at = Now.AddDays(day).AddHours(7);
                var loaded = Facts.Of((await shelf.Load(account.Id, rule.Needs, at))!);
                var whole = Facts.Of((await shelf.Load(account.Id, null, at))!);
                var memory = Facts.Of(AccountHistory.Of(account, TimeZoneInfo.Utc) with { Memberships = [membership], Signals = [.. signals], Changes = whole.History.Changes });
                rule.Evaluate(loaded, at).Value.ShouldBe(rule.Evaluate(memory, at).Value, $"{text} on day {day}");
                rule.Evaluate(whole, at).Value.ShouldBe(rule.Evaluate(memory, at).Value, $"{text} on day {day}");
            }
        }
        (await shelf.Load(Guid.CreateVersion7(), null, Now)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Beacons_in_any_order_and_twice_give_the_largest_totals(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var ledger = new ViewLedger(test.Database, settings);
        var (account, member) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var visits = Enumerable.Range(0, 2).Select(n => new Visit(Guid.CreateVersion7(), account, member, "guide:g", 2, "ja", Now.AddMinutes(n))).ToList();
        foreach (var visit in visits)
        {
            await ledger.Open(visit, One(account, "guide.viewed", "guide:g", visit.StartedAt));
            await ledger.Open(visit);
        }
        ViewLine? view = null;
        foreach (var sequence in new[] { 3, 1, 2, 3, 5, 4 })
            view = await ledger.Report(visits[0].Id, [member], new Beacon(sequence, TimeSpan.FromSeconds(sequence * 10), TimeSpan.FromSeconds(sequence * 10), sequence / 10.0, [sequence]), Now.AddMinutes(sequence));
        view = await ledger.Report(visits[1].Id, [Guid.CreateVersion7(), member], new Beacon(1, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7), 0.2, [0, 1]), Now.AddMinutes(9));
        (view!.Count, view.View.Active, view.View.Scroll, view.LastAt).ShouldBe((2, TimeSpan.FromSeconds(57), 0.5, Now.AddMinutes(9)));
        view.View.Headings.ShouldBe([0, 1, 2, 3, 4, 5]);
        (await ledger.Report(Guid.CreateVersion7(), [member], new Beacon(1, TimeSpan.Zero, TimeSpan.Zero, 0, []), Now)).ShouldBeNull();
        // A visit belongs to whoever made it.
        (await ledger.Report(visits[0].Id, [Guid.CreateVersion7()], new Beacon(9, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(9), 1, []), Now)).ShouldBeNull();
        var marks = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => ledger.MarkRead(view, One(account, "guide.read", "guide:g", Now))));
        marks.Count(yes => yes).ShouldBe(1);
        (await ledger.Find(account, member, "guide:g", 2, "ja"))!.ReadAt.ShouldBe(Now);
        (await ledger.Of(account)).ShouldHaveSingleItem();
        (await ledger.Completed(account, member)).ShouldBeEmpty();
        (await ledger.MarkCompleted(view, One(account, "guide.completed", "guide:g", Now))).ShouldBeTrue();
        (await ledger.Completed(account, member)).ShouldBe(["guide:g"]);
        (await ledger.Completed(account, Guid.CreateVersion7())).ShouldBeEmpty();
    }

    static Signal One(Guid account, string kind, string? subject, DateTimeOffset at) =>
        new(Guid.CreateVersion7(at), Guid.NewGuid().ToString(), kind, at, at, at, account, null, Subject: subject, Source: "portal");

    static string Order(DayCount count) => $"{count.Kind} {count.Subject} {count.MembershipId} {count.Day:O}";

    static DayCount[] Buckets(Database database, Guid account) =>
        [.. database.Query("SELECT kind, subject, membership_id, day, n, sum, first_at, last_at, last_value, last_value_at FROM fact_days WHERE account_id = $1", FactShelf.Read, account).GetAwaiter().GetResult().OrderBy(Order)];

    static DayTally[] Days(Database database, Guid account) => [.. new RollUpShelf(database).Account(account, DateOnly.MinValue, DateOnly.MaxValue).GetAwaiter().GetResult()];
}
