using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Definitions;
using CsEngage.Store.Signals;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

[Collection("house")]
public sealed class LockedGuideTests(WebHouse house)
{
    [Fact]
    public async Task A_locked_guide_is_named_with_what_opens_it_and_opens_when_that_is_reached()
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        await house.AddGuide("after-kick-off", "What comes after the kick-off", "The secret rest.", now, front: """{"locks":[{"journey":"way","checkpoint":"kick-off"}]}""");
        await house.Get<DefinitionShelf>().Put("journey", "way", LocalizedText.Of("Way"),
            """{"key":"way","title":{"en":"Way"},"participant":"account","stages":[{"key":"one","title":{"en":"One"},"checkpoints":[{"key":"kick-off","title":{"en":"Kick-off held"},"side":"customer","opens":{"at":"start"},"evidence":{"manual":"csm"}}]}]}""", "test", now);
        await house.Get<DefinitionShelf>().Put("blueprint", "locked", LocalizedText.Of("Locked"), """{"key":"locked","guides":["after-kick-off"],"navigation":[]}""", "test", now);
        var member = await house.AddAccount("Locksmith", "locksmith-x1", "kei@locksmith.example", "Kagi", "Kei", now, blueprint: "locked");

        var browser = await house.As(member);
        await browser.Open("/p/locksmith-x1/guides");
        browser.Text.ShouldContain("What comes after the kick-off");
        browser.Text.ShouldContain("Opens after Kick-off held");
        await browser.Open("/p/locksmith-x1/guides/after-kick-off");
        browser.Status.ShouldBe(403);
        browser.Text.ShouldContain("It opens after Kick-off held.");
        browser.Text.ShouldNotContain("The secret rest.");
        await browser.Open("/p/locksmith-x1/search?q=secret");
        browser.Text.ShouldNotContain("after the kick-off");

        await house.Get<SignalLog>().Append(DerivedSignal.Of(Cause.Of("test", "lock"), "checkpoint.reached", now, now, member.Membership.AccountId, subject: "checkpoint:way/kick-off", source: "test"));
        house.Get<TestClock>().MoveTo(house.Get<TestClock>().GetUtcNow().AddMinutes(1));
        await browser.Open("/p/locksmith-x1/guides/after-kick-off");
        browser.Status.ShouldBe(200);
        browser.Text.ShouldContain("The secret rest.");
        await house.Get<DefinitionShelf>().Archive("journey", "way", "test", now, now);
    }
}
