using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Touches;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Admin;

/// <summary>Mail that is kept for lack of a server: what could let its reader in as somebody else is read by administrators alone.</summary>
public sealed class MailboxDoorTests
{
    [Fact]
    public async Task A_link_for_a_new_password_is_read_by_administrators_alone()
    {
        await using var house = new WebHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        var visitor = house.Anonymous();
        await visitor.Open("/account/forgot");
        await visitor.Submit("form.card", ("Address", "admin@operator.example"));
        await house.Sends();
        var mail = (await house.Get<CapturedMailBox>().Recent(10)).ShouldHaveSingleItem();

        foreach (var role in (string[])["author", "csm"])
        {
            var other = await house.As(role);
            foreach (var part in (string[])["html", "text", "source", "headers"])
            {
                await other.Open($"/admin/mailbox/{mail.Id}?part={part}");
                other.Status.ShouldBe(200);
                other.Text.ShouldContain("only administrators read it");
                other.Text.ShouldNotContain("/account/reset/");
                other.Page.QuerySelector("iframe").ShouldBeNull();
            }
            await other.Open($"/admin/mailbox/{mail.Id}/html");
            other.Status.ShouldBe(404, role);
        }
        var admin = await house.As("admin");
        await admin.Open($"/admin/mailbox/{mail.Id}?part=text");
        admin.Text.ShouldContain("/account/reset/");
    }

    [Fact]
    public async Task A_touch_is_read_by_all_staff()
    {
        await using var house = new WebHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        var clock = house.Get<TestClock>();
        await house.Get<RecipeBook>().Apply("saas-onboarding", "test", clock.GetUtcNow());
        await house.Get<TouchBook>().Plan(
            [new Touch(TouchId.Desk(Guid.CreateVersion7(), house.Hana.Membership.Id), house.Hana.Membership.AccountId, house.Hana.Membership.Id, "mail", "welcome", null, clock.GetUtcNow(), false, null, LateSending.Default, null, false, null, false, Cause.Of("staff", "test"))], clock.GetUtcNow());
        for (var day = 0; day < 10 && (await house.Get<CapturedMailBox>().Recent(10)).IsEmpty; day++)
        {
            await house.Get<DrainTable>().Drains.Single(drain => drain.Name == "deliver").Run(clock.GetUtcNow(), CancellationToken.None);
            clock.MoveTo(clock.GetUtcNow().AddHours(12));
        }
        var mail = (await house.Get<CapturedMailBox>().Recent(10)).ShouldHaveSingleItem();
        var csm = await house.As("csm");
        await csm.Open($"/admin/mailbox/{mail.Id}?part=text");
        csm.Page.QuerySelector(".mail-text").ShouldNotBeNull();
        await csm.Open($"/admin/mailbox/{mail.Id}/html");
        csm.Status.ShouldBe(200);
    }
}
