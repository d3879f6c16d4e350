using CsEngage.Core;
using CsEngage.Engine.Touches;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Touches;

public sealed class OptOutTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_chooses_topics_and_only_what_changed_is_written_down(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        var (account, hana) = await house.Customer("ume");
        var member = (await house.Get<ContactBook>().Member(hana.Id))!;
        var choices = house.Get<OptOut>();
        var before = (await choices.Topics(member)).Where(choice => choice.IsOn).Select(choice => choice.Topic.Key).ToList();
        before.ShouldContain("onboarding");

        await choices.Choose(member, before, "test", Now, null);
        (await Acts(house, account)).ShouldBeEmpty();
        await choices.Choose(member, [.. before.Where(topic => topic != "onboarding")], "test", Now, null);
        (await Acts(house, account)).ShouldBe(["consent.withdrawn topic:onboarding"]);
        (await choices.Topics(member)).Single(choice => choice.Topic.Key == "onboarding").IsOn.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_left_everything_can_come_back_to_one_topic(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        var (_, hana) = await house.Customer("sugi");
        var member = (await house.Get<ContactBook>().Member(hana.Id))!;
        var choices = house.Get<OptOut>();
        await choices.Set(member, "onboarding", given: true, "test", Now, null);
        await choices.Set(member, TouchRecipients.AllTopics, given: false, "test", Now.AddMinutes(1), null);
        (await choices.Topics(member)).ShouldAllBe(choice => !choice.IsOn);
        await choices.Set(member, "onboarding", given: true, "test", Now.AddMinutes(2), null);
        (await choices.Topics(member)).Where(choice => choice.IsOn).Select(choice => choice.Topic.Key).ShouldBe(["onboarding"]);
    }

    static async Task<List<string>> Acts(House house, Account account) =>
        [.. (await house.Get<SignalLog>().Recent(account.Id, 100)).Where(signal => signal.Kind.StartsWith("consent.", StringComparison.Ordinal)).Select(signal => $"{signal.Kind} {signal.Subject}")];
}
