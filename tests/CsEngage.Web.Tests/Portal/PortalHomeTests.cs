using System.Text.RegularExpressions;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Portal;

/// <summary>The short way home comes to what the long one comes to, and lets nobody pass whom the long one stops.</summary>
[Collection("house")]
public sealed partial class PortalHomeTests(WebHouse house)
{
    const string Home = "/p/northwind-x7";

    // A query is none of the short way's business.
    const string LongWay = Home + "?long=way";

    [Fact]
    public async Task Both_ways_bring_the_same_page_with_the_same_headers()
    {
        var hana = await house.As(house.Hana);
        await hana.Open(Home);
        var (status, text, headers) = (hana.Status, Text(hana), Headers(hana));
        status.ShouldBe(200);
        hana.Page.QuerySelector("[aria-current=page]")!.GetAttribute("href").ShouldBe(Home);
        await hana.Open(LongWay);
        hana.Status.ShouldBe(status);
        Text(hana).ShouldBe(text);
        Headers(hana).ShouldBe(headers);
    }

    [Theory]
    [InlineData(Home)]
    [InlineData(LongWay)]
    [InlineData("/P/Northwind-X7")]
    public async Task Neither_lets_anybody_in_who_is_not_meant(string address)
    {
        var nobody = house.Anonymous();
        await nobody.Open(address);
        nobody.Status.ShouldBe(302);
        nobody.Location!.ShouldContain("/sign-in");
        var bo = await house.As(house.Bo);
        await bo.Open(address);
        bo.Status.ShouldBe(404);
        bo.Page.QuerySelector("main")!.TextContent.ShouldNotContain("Northwind");
        bo.Text.ShouldContain("/p/tailspin-q2");
        var staff = await house.As("csm");
        await staff.Open(address);
        staff.Status.ShouldBe(302);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_stopped_at_once_and_what_is_not_asked_for_is_not_answered()
    {
        var hana = await house.As(house.Hana);
        await hana.Open(Home);
        var secret = hana.Cookies["contact"];
        await hana.Send(new HttpRequestMessage(HttpMethod.Head, Home));
        hana.Status.ShouldBe(200);
        await hana.Post(Home);
        hana.Status.ShouldBe(400);
        await hana.Open(Home);
        await hana.Submit("form[action$=sign-out]");
        hana.Cookies["contact"] = secret;
        await hana.Open(Home);
        hana.Status.ShouldBe(302);
    }

    static string Text(Browser browser) => Changing().Replace(browser.Text, "").Replace("?long=way", "", StringComparison.Ordinal);

    static List<string> Headers(Browser browser) => [.. browser.Answer.Headers.Concat(browser.Answer.Content.Headers).Where(header => header.Key is not ("Content-Length" or "Date" or "Set-Cookie"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"name=""form_token"" value=""[^""]*""", RegexOptions.None, 2000)]
    private static partial Regex Changing();
}
