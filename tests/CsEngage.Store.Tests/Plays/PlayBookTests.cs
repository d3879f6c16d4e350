using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Plays;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Plays;

public sealed class PlayBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_open_play_of_a_key_per_account(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new PlayBook(test.Database);
        var csm = Guid.CreateVersion7();
        var account = Sample.Account() with { CsmId = csm };
        await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => book.Open(New(account.Id, $"p{n}"))));
        opened.Count(yes => yes).ShouldBe(1);
        var play = (await book.Queue(csm, Now, 10)).ShouldHaveSingleItem();
        play.Assignee.ShouldBe(csm);
        (await book.Close(account.Id, play.Id, new PlayClosing("done", null, csm, 15, Now))).ShouldBeTrue();
        (await book.Close(account.Id, play.Id, new PlayClosing("done", null, csm, 15, Now))).ShouldBeFalse();
        (await book.Open(New(account.Id, "again"))).ShouldBeTrue();
        (await book.Reopen(account.Id, play.Id)).ShouldBeFalse();
        (await book.Histories([account.Id]))[account.Id].Select(one => one.ClosedAt).ShouldBe([Now, null], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_who_take_a_play_from_the_pool_one_gets_it(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new PlayBook(test.Database);
        var account = Sample.Account();
        await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        await book.Open(New(account.Id, "p"));
        var takes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => book.Assign(account.Id, "p", null, Guid.CreateVersion7())));
        takes.Count(yes => yes).ShouldBe(1);
        (await book.Snooze(account.Id, "p", Now.AddDays(1))).ShouldBeTrue();
        (await book.Queue(null, Now, 10)).ShouldBeEmpty();
        (await book.Queue(null, Now.AddDays(1), 10)).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_notice_tells_once_and_not_whoever_muted_it(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new NoticeBook(test.Database);
        var csm = Guid.CreateVersion7();
        var account = Sample.Account() with { CsmId = csm };
        await new AccountBook(test.Database).Put(account, Edit.Now(Now, "system"));
        (await book.Add(new Notice("n1", account.Id, null, "checkpoint.reached", "desk", LocalizedText.Of("Reached"), "/desk", Now))).ShouldBeTrue();
        (await book.Add(new Notice("n1", account.Id, null, "checkpoint.reached", "desk", LocalizedText.Of("Reached"), "/desk", Now))).ShouldBeFalse();
        (await book.Of(csm, Now, 10)).ShouldHaveSingleItem().Text.In("ja").ShouldBe("Reached");
        (await book.Of(Guid.CreateVersion7(), Now, 10)).ShouldBeEmpty();
        (await book.Unsent("desk", 10)).Length.ShouldBe(1);
        (await book.Sent("n1", Now)).ShouldBeTrue();
        (await book.Unsent("desk", 10)).ShouldBeEmpty();
        await book.Mute(csm, account.Id, null, Now.AddDays(1));
        (await book.Of(csm, Now, 10)).ShouldBeEmpty();
        (await book.Of(csm, Now.AddDays(1), 10)).Length.ShouldBe(1);
        await book.Read(["n1"], Now);
        (await book.Of(csm, Now.AddDays(1), 10, unread: true)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_who_edit_a_note_the_second_is_told(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new NoteBook(test.Database);
        var note = (await book.Put(new Note(Guid.CreateVersion7(), Guid.CreateVersion7(), null, "note", null, null, "First", null, Guid.CreateVersion7(), Now, 5, [Guid.CreateVersion7()])))!;
        (await book.Put(note with { Body = "Mine" })).ShouldNotBeNull();
        (await book.Put(note with { Body = "Yours" })).ShouldBeNull();
        (await book.Of(note.AccountId)).ShouldHaveSingleItem().Body.ShouldBe("Mine");
    }

    static NewPlay New(Guid account, string id) => new(id, "call", account, null, Now, Now.AddDays(2), Cause.Of("rule", "call"), null, ByRule: true);
}
