using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Journeys;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Journeys;

public sealed class LookBookTests
{
    static readonly DateTimeOffset Now = Sample.Now;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_settled_look_leaves_its_account_clean_and_any_other_leaves_it_waiting(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var (dirty, book) = (new DirtyAccounts(test.Database), new LookBook(test.Database, settings));
        var accounts = new List<Guid>();
        for (var n = 0; n < 4; n++) accounts.Add((await Sample.Put(test.Database, $"Customer {n}")).Account.Id);
        await dirty.Done(await dirty.Take(10, Now, Lease));
        var (settled, restless, marked, unmarked) = (accounts[0], accounts[1], accounts[2], accounts[3]);
        foreach (var account in accounts.Take(3)) await dirty.Mark(account, Now);

        var taken = await dirty.Take(10, Now, Lease);
        await dirty.Mark(marked, Now);
        await book.Save([Looked(settled), Looked(restless, isSettled: false), Looked(marked), Looked(unmarked)], taken, Now);

        using var log = new SignalLog(test.Database, settings);
        foreach (var account in accounts) (await log.Recent(account, 10)).ShouldHaveSingleItem().ReceivedAt.ShouldBe(Now);
        (await dirty.Take(10, Now, Lease)).Select(one => one.AccountId).Order().ShouldBe(new[] { restless, marked }.Order());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_saves_second_is_refused_and_has_a_timer_to_look_again(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        var (dirty, book) = (new DirtyAccounts(test.Database), new LookBook(test.Database, settings));
        var account = (await Sample.Put(test.Database)).Account.Id;
        var taken = await dirty.Take(10, Now, Lease);
        var first = Looked(account);
        await book.Save([first], taken, Now);
        await dirty.Mark(account, Now);
        taken = await dirty.Take(10, Now, Lease);

        // As new again: the participant has this entry already.
        await book.Save([first], taken, Now);
        (await new TimerBook(test.Database).Next("account")).ShouldBe(Now.AddSeconds(1));
        (await new EnrollmentBook(test.Database, settings).Of(account)).ShouldHaveSingleItem().Version.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Many_are_loaded_as_each_would_be_alone(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var (facts, book) = (new FactShelf(test.Database, settings), new LookBook(test.Database, settings));
        var accounts = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            var (account, _, membership) = await Sample.Put(test.Database, $"Customer {n}", "organizer");
            accounts.Add(account.Id);
            foreach (var days in (int[])[0, 2, 9])
                await log.Append(new Signal(SignalKey.Of(Now.AddDays(-days), $"{n}"), $"{n}/{days}", "portal.visited", Now.AddDays(-days), Now.AddDays(-days), Now, account.Id, membership.Id, Subject: "portal:p"));
        }
        var nobody = Guid.CreateVersion7();
        accounts.Add(nobody);

        // Of each the past is asked for from a day of its own.
        var found = await book.Load(accounts, (account, _) => Now.AddDays(-3 * accounts.IndexOf(account)));
        found[nobody].History.ShouldBeNull();
        foreach (var account in accounts.SkipLast(1))
        {
            var (together, alone) = (found[account].History!, (await facts.Load(account, null, Now.AddDays(-3 * accounts.IndexOf(account))))!);
            (together.Horizon, together.Account.ToString()).ShouldBe((alone.Horizon, alone.Account.ToString()));
            together.Signals.Select(signal => signal.Id).Order().ShouldBe(alone.Signals.Select(signal => signal.Id).Order());
            together.Counts.Select(count => (count.Kind, count.Day, count.N)).Order().ShouldBe(alone.Counts.Select(count => (count.Kind, count.Day, count.N)).Order());
            together.Memberships.Select(member => member.Id).ShouldBe(alone.Memberships.Select(member => member.Id));
            together.Signals.Concat<object>(together.Counts.Cast<object>()).ShouldNotBeEmpty();
        }
    }

    static AccountLooked Looked(Guid account, bool isSettled = true)
    {
        var enrollment = new Enrollment(
            Guid.CreateVersion7(), "onboarding", 1, account, null, 1, Now, Now, EnrollmentState.Active, 0.5, "treated", 0, null,
            ImmutableSortedDictionary<string, CheckpointProgress>.Empty, [], [], [], [], []);
        var signal = new Signal(SignalKey.Of(Now, $"{account}"), $"started/{account}", "enrollment.started", Now, Now, Now, account, Subject: "journey:onboarding");
        return new(account, [(new Advanced(enrollment, [new Effect.Append(signal.Id, Now, signal)], null), 0)], [], [], [], null, [], [], ("account", "", Now.AddSeconds(1)), [], isSettled);
    }
}
