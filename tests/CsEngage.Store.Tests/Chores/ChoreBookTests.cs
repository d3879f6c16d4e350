using CsEngage.Store.Chores;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.Chores;

public sealed class ChoreBookTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = Sample.Now;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_many_who_knock_at_once_one_does_it(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new ChoreBook(test.Database);
        var seen = await book.Find("nightly-scores");
        seen.LastDoneAt.ShouldBeNull();
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => book.Start(seen, Now, TimeSpan.FromMinutes(5))));
        starts.Count(yes => yes).ShouldBe(1);
        await book.Done("nightly-scores", Now, "40 accounts");
        (await book.Start(seen, Now.AddMinutes(1), TimeSpan.FromMinutes(5))).ShouldBeFalse();
        (await book.Find("nightly-scores")).ShouldBe(new Chore("nightly-scores", Now, null, "40 accounts"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_died_in_the_middle_is_started_again_after_its_lease(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var book = new ChoreBook(test.Database);
        var seen = await book.Find("sweep");
        (await book.Start(seen, Now, TimeSpan.FromMinutes(5))).ShouldBeTrue();
        (await book.Start(seen, Now.AddMinutes(4), TimeSpan.FromMinutes(5))).ShouldBeFalse();
        (await book.Start(seen, Now.AddMinutes(5), TimeSpan.FromMinutes(5))).ShouldBeTrue();
    }
}
