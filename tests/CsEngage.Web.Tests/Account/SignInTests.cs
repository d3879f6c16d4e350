using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Account;

[Collection("house")]
public sealed class SignInTests(WebHouse house)
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var answers = new List<string>();
        foreach (var address in new[] { "csm@operator.example", "nobody@operator.example" })
        {
            var browser = house.Anonymous();
            await browser.Open("/account/sign-in");
            await browser.Submit("form.card", ("Address", address), ("Password", "not the right one"));
            browser.Status.ShouldBe(422);
            answers.Add(browser.Page.QuerySelector("[role=alert]")!.TextContent.Trim());
        }

        answers[0].ShouldBe(answers[1]);
    }

    [Fact]
    public async Task After_signing_out_the_cookie_of_before_opens_nothing()
    {
        var browser = await house.As("author");
        var before = browser.Cookies["staff"];
        await browser.Open("/studio");
        await browser.Submit("form[action='/account/sign-out']");
        browser.Location.ShouldBe("/account/sign-in");
        browser.Cookies["staff"] = before;
        await browser.Open("/studio");
        browser.Status.ShouldBe(302);
    }

    [Fact]
    public async Task An_address_elsewhere_is_not_followed_after_signing_in()
    {
        var browser = house.Anonymous();
        await browser.Open("/account/sign-in?back=https://evil.example/");
        await browser.Submit("form.card", ("Address", "admin@operator.example"), ("Password", WebHouse.Password));
        browser.Location.ShouldBe("/");
    }
}
