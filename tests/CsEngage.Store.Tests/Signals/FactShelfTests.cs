using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Signals;

public sealed class FactShelfTests
{
    static readonly DateTimeOffset Now = Sample.Now;

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_a_page_asks_about_one_person_is_what_the_whole_history_says(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        using var settings = new SettingsBook(test.Database);
        using var log = new SignalLog(test.Database, settings);
        var shelf = new FactShelf(test.Database, settings);
        var (account, contact, member) = await Sample.Put(test.Database);
        var people = new ContactBook(test.Database);
        var twin = Sample.Contact("twin@hakaria.example");
        var duplicate = Sample.Membership(account.Id, twin.Id);
        await people.Put(twin, Now);
        await people.Put(duplicate, Edit.Now(Now, "system"));

        await Completed(member.Id, "old", Now.AddDays(-3));
        await Completed(member.Id, "new", Now.AddMinutes(-5));
        await Completed(duplicate.Id, "by-the-double", Now.AddDays(-2));
        await Completed(Guid.CreateVersion7(), "by-another", Now.AddDays(-2));
        await people.Merge(duplicate.Id, member.Id, Edit.Now(Now, "system"));

        var whole = Facts.Of((await shelf.Load(account.Id, NextCard.Needs, Now))!).For(member.Id);
        var present = Facts.Of(await shelf.Present(account, member, NextCard.Needs, Now)).For(member.Id);
        foreach (var guide in (string[])["old", "new", "by-the-double", "by-another", "never"])
            present.LastAt(new("guide.completed", $"guide:{guide}"), Now).ShouldBe(whole.LastAt(new("guide.completed", $"guide:{guide}"), Now), guide);
        present.LastAt(new("guide.completed", "guide:by-the-double"), Now).ShouldNotBeNull();
        present.MembersAt(Now).ShouldHaveSingleItem().Roles.ShouldBe(whole.MembersAt(Now).Single(one => one.Id == member.Id).Roles);

        Task Completed(Guid by, string guide, DateTimeOffset at) =>
            log.Append(new Signal(SignalKey.Of(at, guide), guide, "guide.completed", at, at, at, account.Id, by, Subject: $"guide:{guide}"));
    }
}
