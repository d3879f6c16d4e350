using CsEngage.Store.People;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.People;

public sealed class IdempotencyKeysTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_first_one_acts_and_the_others_are_told_what_came_of_it(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (keys, owner, now) = (new IdempotencyKeys(test.Database), Guid.CreateVersion7(), Sample.Now);
        (await keys.Begin(owner, "a", [1], now)).ShouldBeNull();
        (await keys.Begin(owner, "a", [1], now.AddSeconds(1)))!.Status.ShouldBeNull();
        await keys.Answered(owner, "a", 202, "{}");
        var known = (await keys.Begin(owner, "a", [2], now.AddDays(1)))!;
        (known.Status, known.Body, known.RequestHash.Length).ShouldBe((202, "{}", 1));
        (await keys.Begin(Guid.CreateVersion7(), "a", [1], now)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Whoever_was_cut_short_is_followed_after_a_minute_by_the_same_request_only(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var (keys, owner, now) = (new IdempotencyKeys(test.Database), Guid.CreateVersion7(), Sample.Now);
        (await keys.Begin(owner, "a", [1], now)).ShouldBeNull();
        (await keys.Begin(owner, "a", [2], now.AddMinutes(2))).ShouldNotBeNull();
        (await keys.Begin(owner, "a", [1], now.AddMinutes(2))).ShouldBeNull();
        (await keys.Begin(owner, "a", [1], now.AddMinutes(2))).ShouldNotBeNull();
        await keys.Forget(owner, "a");
        (await keys.Begin(owner, "a", [2], now.AddMinutes(2))).ShouldBeNull();
    }
}
