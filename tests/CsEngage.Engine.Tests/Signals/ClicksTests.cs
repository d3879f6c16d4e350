using CsEngage.Core;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Signals;
using CsEngage.Engine.Touches;
using CsEngage.Store;
using CsEngage.Store.Signals;
using CsEngage.Tests;

namespace CsEngage.Engine.Tests.Signals;

public sealed class ClicksTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public static TheoryData<Dialect> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_link_leads_where_it_was_sealed_to_and_a_person_s_click_counts(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        var (account, hana) = await house.Customer("kiri");
        var link = await Link(house, hana, 1, "https://success.example/p/kiri/guides/alerts?a=1#b");

        (await house.Get<Clicks>().Follow(link, Actor.Human)).ShouldBe("https://success.example/p/kiri/guides/alerts?a=1#b");
        (await house.Get<Clicks>().Follow(link, Actor.Machine)).ShouldNotBeNull();
        (await house.Get<Clicks>().Follow(link[..^2] + "AA", Actor.Human)).ShouldBeNull();
        var clicks = await ClicksOf(house, account);
        clicks.Select(click => click.Actor).ShouldBe([Actor.Human, Actor.Machine], ignoreOrder: true);
        clicks.ShouldAllBe(click => click.Subject == "touch:t1" && click.MembershipId == hana.Id && click.Properties!["url"].StartsWith("https://success.example/p/kiri"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_opens_many_links_of_one_mail_at_once_is_a_scanner(Dialect dialect)
    {
        await using var house = await House.Open(dialect, Now);
        var (account, hana) = await house.Customer("momo");
        for (var link = 1; link <= 5; link++) await house.Get<Clicks>().Follow(await Link(house, hana, link, "https://example.com/"), Actor.Human);
        (await ClicksOf(house, account)).Count(click => click.Counts).ShouldBe(2);

        // The same link again, and others a while later, are a person's.
        await house.Pass(TimeSpan.FromMinutes(1));
        await house.Get<Clicks>().Follow(await Link(house, hana, 1, "https://example.com/"), Actor.Human);
        await house.Get<Clicks>().Follow(await Link(house, hana, 1, "https://example.com/"), Actor.Human);
        await house.Get<Clicks>().Follow(await Link(house, hana, 2, "https://example.com/"), Actor.Human);
        (await ClicksOf(house, account)).Count(click => click.Counts).ShouldBe(5);
    }

    static async Task<string> Link(House house, Membership member, int number, string target) => (await house.Get<EngineSecrets>().Tokens()).Write(new MailToken.Click(member.Id, "t1", number, target));

    static async Task<List<Signal>> ClicksOf(House house, Account account) => [.. (await house.Get<SignalLog>().Recent(account.Id, 100)).Where(signal => signal.Kind == "touch.clicked")];
}
