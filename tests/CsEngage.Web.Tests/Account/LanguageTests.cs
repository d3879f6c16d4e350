using CsEngage.Store.People;
using CsEngage.Web.Host;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Account;

/// <summary>The switch of languages stands on the pages of both doors and of neither.</summary>
[Collection("house")]
public sealed class LanguageTests(WebHouse house)
{
    [Theory]
    [InlineData("/p/northwind-x7")]
    [InlineData("/p/northwind-x7/plan")]
    [InlineData("/p/northwind-x7/guides/invite-your-team")]
    public async Task A_contact_chooses_and_stays_where_it_was(string page) => await Chooses(await house.As(house.Hana), page, "form.languages");

    [Fact]
    public async Task So_does_whoever_is_not_signed_in_yet()
    {
        await Chooses(house.Anonymous(), "/p/northwind-x7/sign-in", "form.languages");
        await Chooses(house.Anonymous(), "/account/sign-in", "form.locales");
    }

    [Fact]
    public async Task So_does_staff()
    {
        // What staff choose is kept with them: nobody of the house changes tongue under other tests.
        await Hire("chooser");
        await Chooses(await house.As("chooser"), "/desk", "form.locales");
    }

    [Fact]
    public async Task Staff_who_are_signed_in_as_a_contact_too_choose_on_either_side()
    {
        await Hire("neighbour");
        var both = await house.As("neighbour");
        both.Cookies["contact"] = (await house.As(house.Hana)).Cookies["contact"];
        await Chooses(both, "/p/northwind-x7", "form.languages");
        both.Cookies.Remove("language");
        await Chooses(both, "/desk", "form.locales");
    }

    [Fact]
    public async Task Staff_who_chose_nothing_read_what_their_browser_asks_for_and_what_they_chose_holds_everywhere()
    {
        await Hire("wanderer");
        var first = await house.As("wanderer");
        foreach (var locale in new[] { "ja", "en" }) (await Reads(first, locale)).ShouldBe(locale);

        await first.Open("/desk");
        await first.Submit("form.locales", ("locale", "ja"));
        // Another browser, which asks for English.
        (await Reads(await house.As("wanderer"), "en")).ShouldBe("ja");
    }

    async Task Hire(string name)
    {
        await using var scope = house.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(NewStaff.Of($"{name}@operator.example", name, "csm", locale: null, house.Get<TimeProvider>().GetUtcNow()), WebHouse.Password)).Succeeded.ShouldBeTrue();
    }

    static async Task<string?> Reads(Browser browser, string locale)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/desk");
        request.Headers.AcceptLanguage.ParseAdd(locale);
        await browser.Send(request);
        return browser.Page.DocumentElement.GetAttribute("lang");
    }

    [Fact]
    public async Task A_token_of_somebody_else_chooses_nothing()
    {
        var (hana, bo) = (await house.As(house.Hana), await house.As(house.Bo));
        await hana.Open("/p/northwind-x7");
        var token = hana.Page.QuerySelector("form.languages input[name=form_token]")!.GetAttribute("value")!;
        await bo.Open("/p/tailspin-q2");
        await bo.Post("/language", ("form_token", token), ("locale", "ja"));
        bo.Status.ShouldBe(400);
        bo.Cookies.ShouldNotContainKey("language");
    }

    static async Task Chooses(Browser browser, string page, string form)
    {
        await browser.Open(page);
        browser.Status.ShouldBe(200);
        await browser.Submit(form, ("locale", "ja"));
        browser.Status.ShouldBe(302, page);
        browser.Location.ShouldBe(page);
        browser.Cookies["language"].ShouldBe("ja");
        await browser.Open(page);
        browser.Page.DocumentElement.GetAttribute("lang").ShouldBe("ja");
    }
}
