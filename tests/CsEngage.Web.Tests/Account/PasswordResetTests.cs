using System.Text.RegularExpressions;
using CsEngage.Mail;
using CsEngage.Store.People;
using CsEngage.Store.Touches;
using CsEngage.Web.Host;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Account;

[Collection("house")]
public sealed partial class PasswordResetTests(WebHouse house)
{
    [Fact]
    public async Task A_link_from_the_mail_sets_a_password_once_and_ends_every_session()
    {
        await New("forgetful@operator.example");
        var elsewhere = await SignIn("forgetful@operator.example", WebHouse.Password);
        var link = await Ask("forgetful@operator.example");

        // Scanners of mail open links; nothing is used up by that.
        for (var scan = 0; scan < 5; scan++) await house.Anonymous().Open(link);
        var person = house.Anonymous();
        await person.Open(link);
        await person.Submit("form.card", ("Password", "short"));
        person.Status.ShouldBe(422);
        await person.Submit("form.card", ("Password", "another good long one"));
        person.Location.ShouldBe("/account/sign-in");

        await elsewhere.Open("/studio");
        elsewhere.Status.ShouldBe(302);
        (await SignIn("forgetful@operator.example", "another good long one")).Cookies.ShouldContainKey("staff");
        (await SignIn("forgetful@operator.example", WebHouse.Password)).Cookies.ShouldNotContainKey("staff");

        await person.Open(link);
        person.Page.QuerySelector("input[type=password]").ShouldBeNull();
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_get_the_same_answer_and_only_one_gets_a_mail()
    {
        await New("known@operator.example");
        var answers = new List<string>();
        foreach (var address in new[] { "known@operator.example", "unknown@operator.example" })
        {
            var browser = house.Anonymous();
            await browser.Open("/account/forgot");
            await browser.Submit("form.card", ("Address", address));
            browser.Status.ShouldBe(200);
            answers.Add(browser.Page.QuerySelector("main")!.TextContent);
        }
        answers[0].ShouldBe(answers[1]);
        (await Mail("known@operator.example")).ShouldNotBeNull();
        (await house.Get<CapturedMailBox>().Recent(500)).ShouldNotContain(mail => mail.To.Contains("unknown@operator.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_made_up_opens_nothing()
    {
        var browser = house.Anonymous();
        await browser.Open("/account/reset/" + new string('a', 43));
        browser.Status.ShouldBe(200);
        browser.Page.QuerySelector("form.card").ShouldBeNull();
    }

    async Task New(string address)
    {
        await using var scope = house.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(NewStaff.Of(address, "Somebody", "author", "en", house.Get<TimeProvider>().GetUtcNow()), WebHouse.Password);
        made.Succeeded.ShouldBeTrue();
    }

    async Task<Browser> SignIn(string address, string password)
    {
        var browser = house.Anonymous();
        await browser.Open("/account/sign-in");
        await browser.Submit("form.card", ("Address", address), ("Password", password));
        return browser;
    }

    async Task<string> Ask(string address)
    {
        var browser = house.Anonymous();
        await browser.Open("/account/forgot");
        await browser.Submit("form.card", ("Address", address));
        var mail = await Mail(address);
        mail.ShouldNotBeNull();
        return Link().Match(mail.Text!).Value is { Length: > 0 } link ? new Uri(link).AbsolutePath : throw new InvalidOperationException(mail.Text);
    }

    // The mail is committed with the answer; where time is a test's, so is the sending.
    async Task<ReceivedMessage?> Mail(string address)
    {
        await house.Sends();
        foreach (var mail in await house.Get<CapturedMailBox>().Recent(50))
            if (mail.To.Contains(address, StringComparison.Ordinal)) return ReceivedMessage.Parse((await house.Get<CapturedMailBox>().Find(mail.Id))!.Message.AsMemory());
        return null;
    }

    [GeneratedRegex(@"https?://\S+/account/reset/[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
