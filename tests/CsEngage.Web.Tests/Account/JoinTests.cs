using System.Text.RegularExpressions;
using CsEngage.Mail;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Web.Api;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Account;

[Collection("house")]
public sealed partial class JoinTests(WebHouse house)
{
    [Fact]
    public async Task An_invitation_shows_a_button_and_lets_in_once()
    {
        await Contact("guest", "guest@northwind.example");
        (await Invite("guest")).ShouldBe(202);
        var link = Link().Match((await Mail("guest@northwind.example")).Text!).Value;
        link.ShouldContain("/p/northwind-x7/join/");
        var address = new Uri(link).AbsolutePath;
        for (var scan = 0; scan < 5; scan++) await house.Anonymous().Open(address);

        var person = house.Anonymous();
        await person.Open(address);
        await person.Submit("form.panel");
        person.Location.ShouldBe("/p/northwind-x7");
        await person.Open("/p/northwind-x7");
        person.Status.ShouldBe(200);

        var second = house.Anonymous();
        await second.Open(address);
        second.Status.ShouldBe(410);
        (await house.Get<SignalLog>().Recent(house.Hana.Membership.AccountId, 50)).ShouldContain(signal => signal.Kind == "contact.invited");
    }

    [Fact]
    public async Task An_invitation_signs_nobody_in_at_the_door_of_sign_in_links()
    {
        await Contact("crossed", "crossed@northwind.example");
        await Invite("crossed");
        var secret = Link().Match((await Mail("crossed@northwind.example")).Text!).Value.Split('/')[^1];
        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in/" + secret);
        browser.Status.ShouldBe(410);
    }

    [Fact]
    public async Task Without_an_address_nobody_is_invited()
    {
        await Contact("mute", null);
        (await Invite("mute")).ShouldBe(409);
    }

    async Task Contact(string id, string? address)
    {
        var now = house.Get<TimeProvider>().GetUtcNow();
        var contact = new Core.Contact(Guid.CreateVersion7(), address is null ? null : ContactBook.Normalised(address), address, "客", "人", null, null, null, "en", null);
        await house.Get<ContactBook>().Put(contact, now);
        await house.Get<ContactBook>().Put(new Core.Membership(Guid.CreateVersion7(), house.Hana.Membership.AccountId, contact.Id, id, ["member"], null, null, false, now, null), Edit.Now(now, "test"));
    }

    async Task<int> Invite(string contact)
    {
        var (_, key) = await house.Get<KeyRing>().Make("test", ["contacts:write"], null, "test", null);
        var browser = house.Anonymous();
        await browser.Send(new HttpRequestMessage(HttpMethod.Post, $"/api/v1/accounts/northwind/contacts/{contact}/invite") { Headers = { { "Authorization", "Bearer " + key } } });
        return browser.Status;
    }

    // The mail is committed with the answer; where time is a test's, so is the sending.
    async Task<ReceivedMessage> Mail(string address)
    {
        await house.Sends();
        foreach (var mail in await house.Get<CapturedMailBox>().Recent(50))
            if (mail.To.Contains(address, StringComparison.Ordinal)) return ReceivedMessage.Parse((await house.Get<CapturedMailBox>().Find(mail.Id))!.Message.AsMemory());
        throw new InvalidOperationException($"No mail came to {address}.");
    }

    [GeneratedRegex(@"https?://\S+/join/[\w-]+", RegexOptions.None, 2000)]
    private static partial Regex Link();
}
