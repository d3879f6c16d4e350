using System.Net;
using CsEngage.Core;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Tests.Desk;

[Collection("desk")]
public sealed class InviteTests(DeskHouse house)
{
    string Here => $"/desk/accounts/{house.Tailspin}?tab=people";

    [Fact]
    public async Task A_contact_who_never_came_is_invited_from_the_page_of_the_account()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync(Here);
        WebUtility.HtmlDecode(page).ShouldContain("never invited, never signed in");
        var who = house.People["Tailspin/実"];
        using var invited = await csm.PostAsync($"{Here}&handler=Invite", DeskHouse.Form(page, ("who", who.ToString())));
        invited.Headers.Location!.ToString().ShouldBe(Here);
        (await house.Get<SignalLog>().Recent(house.Tailspin, 100)).ShouldContain(signal => signal.Kind == "contact.invited" && signal.MembershipId == who && signal.Subject == "portal:tailspin" && signal.Source == "desk");
        WebUtility.HtmlDecode(await csm.GetStringAsync(Here)).ShouldContain("never signed in");
    }

    [Fact]
    public async Task Somebody_new_becomes_a_contact_with_a_role_and_is_invited()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync(Here);
        for (var press = 0; press < 2; press++)
        {
            using var welcomed = await csm.PostAsync($"{Here}&handler=Welcome", DeskHouse.Form(page, ("address", "Mia.Lang@tailspin.example"), ("family", "Lang"), ("given", "Mia"), ("role", "sponsor"), ("language", "en")));
            welcomed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        var member = (await house.Get<ContactBook>().At(house.Tailspin)).Where(one => one.Contact.Address == "mia.lang@tailspin.example").ShouldHaveSingleItem();
        member.Membership.Roles.ShouldBe(["sponsor"]);
        (await house.Get<Portfolio>().Arrivals(house.Tailspin))[member.Membership.Id].InvitedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Whose_mail_is_withheld_stands_beside_their_name_with_the_reason()
    {
        using var csm = await house.As("csm");
        var now = house.Get<TimeProvider>().GetUtcNow();
        var member = (await house.Get<ContactBook>().At(house.Tailspin)).First(one => one.Membership.Id == house.People["Tailspin/実"]);
        var optOut = house.Get<OptOut>();

        await optOut.Set(member, TouchRecipients.AllTopics, given: false, "test", now, null);
        WebUtility.HtmlDecode(await csm.GetStringAsync(Here)).ShouldContain("Unsubscribed on ");
        // One topic taken up again is told, and left once more with everything.
        await optOut.Set(member, "product", given: true, "test", now.AddSeconds(1), null);
        WebUtility.HtmlDecode(await csm.GetStringAsync(Here)).ShouldContain("Wants only product since ");
        await optOut.Set(member, TouchRecipients.AllTopics, given: false, "test", now.AddSeconds(2), null);
        (await house.Get<ConsentLedger>().Of(member.Contact.Id)).First(act => act.Topic == TouchRecipients.AllTopics).At.ShouldBe(now.AddSeconds(2), TimeSpan.FromMilliseconds(1));

        await house.Get<Deliverability>().Suppress(member.Contact.Address.ShouldNotBeNull(), SuppressionReason.HardBounce, "test", now);
        WebUtility.HtmlDecode(await csm.GetStringAsync(Here)).ShouldContain("The address bounced on ");
        // An invitation there would be withheld unseen: whoever presses is told instead.
        var page = await csm.GetStringAsync(Here);
        using var refused = await csm.PostAsync($"{Here}&handler=Invite", DeskHouse.Form(page, ("who", member.Membership.Id.ToString())));
        WebUtility.HtmlDecode(await csm.GetStringAsync(refused.Headers.Location!)).ShouldContain("bounced for good, so no invitation goes there");
        await house.Get<SuppressionList>().Lift(await house.Get<EngineSecrets>().HashOf(member.Contact.Address), SuppressionReason.HardBounce, "test", now);
    }

    [Fact]
    public async Task An_account_of_somebody_else_is_invited_to_by_nobody_here()
    {
        using var csm = await house.As("csm");
        var page = await csm.GetStringAsync(Here);
        using var refused = await csm.PostAsync($"/desk/accounts/{house.Elsewhere}?handler=Welcome", DeskHouse.Form(page, ("address", "x@example.com")));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
