using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Host;

[Collection("house")]
public sealed class AnswersTests(WebHouse house)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/account/sign-in")]
    [InlineData("/p/northwind-x7/sign-in")]
    [InlineData("/nothing-here")]
    [InlineData("/healthz/live")]
    public async Task Every_answer_carries_the_strict_policy(string address)
    {
        var browser = house.Anonymous();
        await browser.Open(address);
        var policy = string.Join(' ', browser.Answer.Headers.GetValues("Content-Security-Policy"));
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        browser.Answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        browser.Answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        browser.Answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account/sign-in")]
    [InlineData("/p/northwind-x7/sign-in")]
    public async Task No_page_has_script_or_style_within(string address)
    {
        var browser = house.Anonymous();
        await browser.Open(address);
        browser.Page.QuerySelectorAll("script:not([src]), style, [style], [onclick], [onload]").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_language_is_the_chosen_one_else_the_one_that_the_browser_asks_for()
    {
        var browser = house.Anonymous();
        await browser.Send(new HttpRequestMessage(HttpMethod.Get, "/account/sign-in") { Headers = { { "Accept-Language", "ja-JP,ja;q=0.9" } } });
        browser.Page.QuerySelector("h1")!.TextContent.ShouldBe("サインイン");
        browser.Text.ShouldContain("サインイン", customMessage: "Japanese is written as Japanese, not as numbers.");

        await browser.Submit("form.locales", ("locale", "en"));
        await browser.Send(new HttpRequestMessage(HttpMethod.Get, "/account/sign-in") { Headers = { { "Accept-Language", "ja-JP,ja;q=0.9" } } });
        browser.Page.QuerySelector("h1")!.TextContent.ShouldBe("Sign in");
    }

    [Fact]
    public async Task A_form_without_its_token_is_not_taken()
    {
        var browser = house.Anonymous();
        await browser.Post("/account/sign-in", ("Address", "admin@operator.example"), ("Password", WebHouse.Password));
        browser.Status.ShouldBe(400);
        browser.Page.QuerySelector("h1")!.TextContent.ShouldBe("That did not arrive as it should.");
    }

    [Fact]
    public async Task A_theme_is_served_to_be_kept_and_compressed()
    {
        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in");
        var sheet = browser.Page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!).Single(href => href.Contains("portal.css", StringComparison.Ordinal));
        await browser.Send(new HttpRequestMessage(HttpMethod.Get, sheet) { Headers = { { "Accept-Encoding", "br" } } });
        browser.Status.ShouldBe(200);
        browser.Answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        browser.Answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
    }

    [Theory]
    [InlineData("/p/northwind-x7/no-such-page")]
    [InlineData("/p/no-such-portal")]
    [InlineData("/nothing-here")]
    public async Task A_contact_is_led_from_nothing_to_their_own_portal(string address)
    {
        var hana = await house.As(house.Hana);
        await hana.Open(address);
        hana.Status.ShouldBe(404);
        hana.Page.QuerySelectorAll("main a, body a").Select(link => link.GetAttribute("href")).ShouldContain("/p/northwind-x7");
        hana.Page.QuerySelectorAll("a[href='/']").ShouldBeEmpty();
    }

    [Fact]
    public async Task Staff_are_led_to_the_start()
    {
        var csm = await house.As("csm");
        await csm.Open("/desk/nothing-here");
        csm.Page.QuerySelector("a.button")!.GetAttribute("href").ShouldBe("/");
    }
}
