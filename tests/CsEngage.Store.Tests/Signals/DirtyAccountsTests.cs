using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Signals;

public sealed class DirtyAccountsTests
{
    static readonly DateTimeOffset Now = Sample.Now;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Marked_again_while_somebody_works_on_it_an_account_waits_again(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, _, _) = await Sample.Put(test.Database);
        var dirty = new DirtyAccounts(test.Database);
        await dirty.Mark(account.Id, Now);

        var taken = await dirty.Take(10, Now, Lease);
        taken.ShouldHaveSingleItem().AccountId.ShouldBe(account.Id);
        (await dirty.Take(10, Now, Lease)).ShouldBeEmpty();
        await dirty.Mark(account.Id, Now);
        await dirty.Done(taken);
        var again = (await dirty.Take(10, Now, Lease)).ShouldHaveSingleItem();
        await dirty.Done([again]);
        (await dirty.Count()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Whose_lease_ran_out_takes_nothing_away_from_those_who_came_after(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, _, _) = await Sample.Put(test.Database);
        var dirty = new DirtyAccounts(test.Database);
        await dirty.Done(await dirty.Take(10, Now, Lease));
        await dirty.Mark(account.Id, Now);

        var slow = await dirty.Take(10, Now, Lease);
        var later = Now + Lease + Lease;
        await dirty.Done(await dirty.Take(10, later, Lease));
        // Something new: it counts its marks from one again, as the slow one's did.
        await dirty.Mark(account.Id, later);
        await dirty.Done(slow);
        (await dirty.Count()).ShouldBe(1);

        var next = await dirty.Take(10, later, Lease);
        next.ShouldHaveSingleItem();
        await dirty.Done(slow);
        // It is still whoever's it is, and not free for a third.
        (await dirty.Take(10, later, Lease)).ShouldBeEmpty();
        await dirty.Done(next);
        (await dirty.Count()).ShouldBe(0);
    }
}
