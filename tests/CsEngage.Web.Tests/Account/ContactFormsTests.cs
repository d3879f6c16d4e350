using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Account;

/// <summary>The token in a contact's forms is worth something to one session, and to no other.</summary>
[Collection("house")]
public sealed class ContactFormsTests(WebHouse house)
{
    const string Page = "/p/northwind-x7", SignOut = "/p/northwind-x7/sign-out";

    [Fact]
    public async Task Each_page_brings_a_token_of_its_own_and_each_of_them_holds()
    {
        var hana = await house.As(house.Hana);
        var (first, second) = (await Token(hana, Page), await Token(hana, Page));
        first.ShouldNotBe(second);
        hana.Cookies.Keys.ShouldNotContain("form");
        hana.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        foreach (var token in new[] { second, first, second })
        {
            await hana.Post("/language", ("form_token", token), ("locale", "en"), ("back", Page));
            hana.Status.ShouldBe(302);
        }
        await hana.Send(new HttpRequestMessage(HttpMethod.Post, SignOut) { Headers = { { "RequestVerificationToken", first } } });
        hana.Status.ShouldBe(302);
    }

    [Fact]
    public async Task Another_session_of_the_same_person_has_no_use_for_it()
    {
        var (here, there) = (await house.As(house.Hana), await house.As(house.Hana));
        var token = await Token(here, Page);
        await there.Post(SignOut, ("form_token", token));
        there.Status.ShouldBe(400);
        await here.Post(SignOut, ("form_token", token));
        here.Status.ShouldBe(302);
    }

    [Fact]
    public async Task Nobody_makes_one_or_changes_one()
    {
        var hana = await house.As(house.Hana);
        var token = await Token(hana, Page);
        var wrong = Enumerable.Range(0, token.Length).Where(at => at % 7 == 0).Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..])
            .Concat([token[..^4], token + "AAAA", token[2..], "s.", "", "s." + new string('A', 64), "s.ひみつ", token.ToUpperInvariant()]);
        foreach (var one in wrong)
        {
            await hana.Post(SignOut, ("form_token", one));
            hana.Status.ShouldBe(400, one);
        }
        await hana.Send(new HttpRequestMessage(HttpMethod.Post, SignOut) { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") });
        hana.Status.ShouldBe(400);
        await hana.Post(SignOut, ("form_token", token));
        hana.Status.ShouldBe(302);
    }

    [Fact]
    public async Task What_a_form_brought_before_signing_in_is_worth_nothing_after()
    {
        var anonymous = house.Anonymous();
        var before = await Token(anonymous, "/p/northwind-x7/sign-in");
        var hana = await house.As(house.Hana);
        foreach (var (name, value) in anonymous.Cookies) hana.Cookies[name] = value;
        await hana.Post(SignOut, ("form_token", before));
        hana.Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_session_that_was_ended_takes_its_tokens_with_it()
    {
        var hana = await house.As(house.Hana);
        var (token, secret) = (await Token(hana, Page), hana.Cookies["contact"]);
        await hana.Post(SignOut, ("form_token", token));
        hana.Cookies["contact"] = secret;
        await hana.Post("/language", ("form_token", token), ("locale", "ja"));
        hana.Status.ShouldBe(400);
    }

    static async Task<string> Token(Browser browser, string page)
    {
        await browser.Open(page);
        return browser.Page.QuerySelector("input[name=form_token]")!.GetAttribute("value")!;
    }
}
