using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Signals;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

/// <summary>What a portal holds is shown only to whom it is meant for; to anybody else it does not exist.</summary>
[Collection("house")]
public sealed class VisibilityTests(WebHouse house)
{
    [Fact]
    public async Task A_guide_for_a_role_is_not_there_for_others()
    {
        var hana = await house.As(house.Hana);
        await hana.Open("/p/northwind-x7/guides/for-sponsors");
        hana.Status.ShouldBe(404);
        await hana.Open("/p/northwind-x7/guides");
        hana.Text.ShouldNotContain("What sponsors decide");
        hana.Text.ShouldContain("Invite your team");
    }

    [Fact]
    public async Task A_guide_with_an_audience_appears_when_its_rule_holds()
    {
        var member = await house.AddAccount("Wingtip", "wingtip-k5", "wing@wingtip.example", "Tip", "Wing", house.Get<TimeProvider>().GetUtcNow());
        var reader = await house.As(member);
        await reader.Open("/p/wingtip-k5/guides/for-quick-readers");
        reader.Status.ShouldBe(404);

        var now = house.Get<TimeProvider>().GetUtcNow();
        await house.Get<SignalLog>().Append(new Core.Signal(Core.SignalKey.Of(now, "r1"), "r1", "guide.read", now, now, now, member.Membership.AccountId, member.Membership.Id, Subject: "guide:invite-your-team", Source: "portal"));
        await reader.Open("/p/wingtip-k5/guides/for-quick-readers");
        reader.Status.ShouldBe(200);
    }
}
