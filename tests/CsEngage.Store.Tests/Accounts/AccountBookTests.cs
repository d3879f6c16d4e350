using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Accounts;

public sealed class AccountBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_account_comes_back_as_it_was_put(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new AccountBook(test.Database);
        var account = Sample.Account();
        (await book.Put(account, Edit.Now(Now, "system"), 0)).Version.ShouldBe(1);
        var found = (await book.Find(account.Id))!.Value;
        found.ShouldBe(account with { Attributes = found.Attributes });
        found.Attributes.ShouldBe(account.Attributes);
        (await book.FindByExternalId("hakaria"))!.Value.Id.ShouldBe(account.Id);
        (await book.Put(account, Edit.Now(Now, "system"), 0)).IsKept.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_is_changed_leaves_a_change_and_what_is_not_leaves_none(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new AccountBook(test.Database);
        var account = Sample.Account();
        await book.Put(account, Edit.Now(Now, "system"));
        (await book.Put(account, Edit.Now(Now.AddDays(1), "system"))).Changes.ShouldBeEmpty();
        var cause = Cause.Of("enrollment", "e1", "onboarding");
        var saved = await book.Set(account.Id, "plan", new AttributeValue.Text("team"), new Edit(Now.AddDays(1), Now.AddDays(2), "journey:onboarding", cause));
        var change = saved.Changes.ShouldHaveSingleItem();
        (change.Field, change.Old, change.New, change.At, change.RecordedAt).ShouldBe(("plan", new AttributeValue.Text("pro"), new AttributeValue.Text("team"), Now.AddDays(1), Now.AddDays(2)));
        var kept = (await new ChangeLog(test.Database).Of(account.Id)).Last();
        kept.ShouldBe(change with { Cause = kept.Cause });
        kept.Cause!.Journeys.ShouldBe(["onboarding"]);
        await book.Set(account.Id, "lifecycle", new AttributeValue.Text("adopting"), Edit.Now(Now.AddDays(3), "system"));
        (await book.Find(account.Id))!.Value.Lifecycle.ShouldBe("adopting");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Past_days_are_read_from_changes_as_they_were_stored_that_day(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new AccountBook(test.Database);
        var account = Sample.Account();
        await book.Put(account, Edit.Now(Now, "system"));
        var random = new Random(7);
        var stored = new List<(DateTimeOffset At, IReadOnlyDictionary<string, AttributeValue> Fields)> { (Now, ChangeLog.Fields((await book.Find(account.Id))!.Value)) };
        for (var day = 1; day <= 30; day++)
        {
            var field = random.Next(4) switch { 0 => "tier", 1 => "plan", 2 => "lifecycle", _ => "seats" };
            var value = field == "seats" ? new AttributeValue.Number(random.Next(100)) : (AttributeValue)new AttributeValue.Text($"v{random.Next(3)}");
            await book.Set(account.Id, field, field == "plan" && random.Next(3) == 0 ? null : value, Edit.Now(Now.AddDays(day), "system"));
            stored.Add((Now.AddDays(day), ChangeLog.Fields((await book.Find(account.Id))!.Value)));
        }
        var changes = await new ChangeLog(test.Database).Of(account.Id);
        foreach (var (at, fields) in stored)
        {
            var asOf = changes.Where(change => change.At <= at).GroupBy(change => change.Field).Select(field => field.Last()).Where(last => last.New is not null).ToDictionary(last => last.Field, last => last.New!);
            asOf.OrderBy(pair => pair.Key, StringComparer.Ordinal).ShouldBe(fields.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Names_sort_alike_on_both_databases(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new AccountBook(test.Database);
        foreach (var name in new[] { "ｂeta", "Alpha", "アルファ", "ｱルファ2", "Äther", "aardvark", "日本", "Zebra" }) await book.Put(Sample.Account(name), Edit.Now(Now, "system"));
        (await book.All()).Select(account => account.Name).ShouldBe(["aardvark", "Alpha", "ｂeta", "Zebra", "Äther", "アルファ", "ｱルファ2", "日本"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_person_is_one_by_address_and_a_member_at_several_accounts(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, contact, membership) = await Sample.Put(test.Database, "Hakaria", "organizer", "champion");
        var people = new ContactBook(test.Database);
        (await people.FindByAddress(" HANA@hakaria.example "))!.ShouldBe(contact);
        var member = (await people.Member(membership.Id))!;
        member.Membership.Roles.ShouldBe(["champion", "organizer"]);
        member.Contact.GreetingName("ja").ShouldBe("佐藤様");
        var second = Sample.Account("Second");
        await new AccountBook(test.Database).Put(second, Edit.Now(Now, "system"));
        await people.Put(Sample.Membership(second.Id, contact.Id), Edit.Now(Now, "system"));
        (await people.Of(contact.Id)).Length.ShouldBe(2);
        (await people.End(membership.Id, Edit.Now(Now.AddDays(1), "system"))).ShouldBeTrue();
        (await people.End(membership.Id, Edit.Now(Now.AddDays(1), "system"))).ShouldBeFalse();
        (await people.At(account.Id)).ShouldBeEmpty();
        (await people.At(account.Id, ended: true)).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_contract_changes_by_dated_facts(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (account, _, _) = await Sample.Put(test.Database);
        var book = new ContractBook(test.Database);
        var contract = new Contract(Guid.CreateVersion7(), account.Id, "c1", null, ["base"], new(2026, 1, 1), new(2026, 12, 31), new(2026, 9, 30), true, 1_200_0000, "month", "JPY", "active", null);
        (await book.Put(contract, Edit.Now(Now, "import"))).Changes.ShouldContain(change => change.Field == "arr" && change.New == new AttributeValue.Number(14_400m));
        var changed = (await book.Put(contract with { Amount = 1_300_0000 }, Edit.Now(Now, "import"))).Changes;
        changed.Select(change => change.Field).ShouldBe(["amount", "arr", "mrr"]);
        (await book.Of(account.Id)).ShouldHaveSingleItem().Products.ShouldBe(["base"]);
        (await book.Ending(new(2026, 12, 1), new(2027, 1, 31))).Length.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_account_marked_while_somebody_works_on_it_waits_again(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var dirty = new DirtyAccounts(test.Database);
        var account = Guid.CreateVersion7();
        await dirty.Mark(account, Now);
        var taken = await dirty.Take(10, Now, TimeSpan.FromMinutes(1));
        taken.ShouldHaveSingleItem().AccountId.ShouldBe(account);
        (await dirty.Take(10, Now, TimeSpan.FromMinutes(1))).ShouldBeEmpty();
        await dirty.Mark(account, Now);
        await dirty.Done(taken);
        var again = await dirty.Take(10, Now, TimeSpan.FromMinutes(1));
        again.ShouldHaveSingleItem();
        await dirty.Done(again);
        (await dirty.Count()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Many_who_take_dirty_accounts_get_each_once(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var dirty = new DirtyAccounts(test.Database);
        for (var i = 0; i < 60; i++) await dirty.Mark(Guid.CreateVersion7(), Now);
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => dirty.Take(7, Now, TimeSpan.FromMinutes(1))));
        taken.SelectMany(some => some).Select(one => one.AccountId).Distinct().Count().ShouldBe(60);
        taken.Sum(some => some.Count).ShouldBe(60);
    }
}
