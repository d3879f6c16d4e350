using CsEngage.Store.Settings;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Admin;

/// <summary>Admin → Your company.</summary>
[Collection("house")]
public sealed class OperatorPageTests(WebHouse house)
{
    [Fact]
    public async Task An_admin_says_who_the_operator_is_and_portals_show_it()
    {
        var book = house.Get<SettingsBook>();
        var before = (await book.Find<OperatorProfile>(OperatorProfile.Key)).Value;
        var admin = await house.As("admin");
        await admin.Open("/admin/operator");
        await admin.Submit("main form", ("Name", "Hakaria"), ("LegalName", "  Hakaria \n Holding KK "), ("PostalAddress", "2-1 Marunouchi, Tokyo"), ("Website", "https://hakaria.jp"), ("Country", "jp"), ("Locale", before.Locale));
        admin.Status.ShouldBe(302);
        var saved = (await book.Find<OperatorProfile>(OperatorProfile.Key)).Value;
        (saved.LegalName, saved.Address, saved.Url, saved.Country).ShouldBe(("Hakaria Holding KK", "2-1 Marunouchi, Tokyo", "https://hakaria.jp", "JP"));
        saved.ShouldBe(before with { Name = "Hakaria", LegalName = saved.LegalName, Address = saved.Address, Url = saved.Url, Country = saved.Country });

        var reader = await house.As(house.Hana);
        await reader.Open("/p/northwind-x7");
        reader.Page.QuerySelector("footer")!.TextContent.ShouldContain("Hakaria Holding KK · 2-1 Marunouchi, Tokyo");

        // Other tests of this house go on with the company they know.
        var now = await book.Find<OperatorProfile>(OperatorProfile.Key);
        (await book.Save(OperatorProfile.Key, before, now.Version, "test", house.Get<TimeProvider>().GetUtcNow())).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "https://hakaria.jp", "JP", "Enter the name of your company.")]
    [InlineData("Hakaria", "javascript:alert(1)", "JP", "A web address begins with https:// or http://.")]
    [InlineData("Hakaria", "hakaria.jp", "JP", "A web address begins with https:// or http://.")]
    [InlineData("Hakaria", "", "Japan", "“JAPAN” is not a country.")]
    public async Task What_cannot_be_is_told_and_nothing_typed_is_lost(string name, string url, string country, string says)
    {
        var before = await house.Get<SettingsBook>().Find<OperatorProfile>(OperatorProfile.Key);
        var admin = await house.As("admin");
        await admin.Open("/admin/operator");
        await admin.Submit("main form", ("Name", name), ("LegalName", "Typed KK"), ("PostalAddress", ""), ("Website", url), ("Country", country), ("Locale", "en"));
        admin.Status.ShouldBe(422);
        admin.Page.QuerySelector("main")!.TextContent.ShouldContain(says);
        admin.Page.QuerySelector("#LegalName")!.GetAttribute("value").ShouldBe("Typed KK");
        (await house.Get<SettingsBook>().Find<OperatorProfile>(OperatorProfile.Key)).Version.ShouldBe(before.Version);
    }

    [Fact]
    public async Task What_somebody_else_saved_meanwhile_is_not_overwritten()
    {
        var book = house.Get<SettingsBook>();
        var admin = await house.As("admin");
        await admin.Open("/admin/operator");
        var known = await book.Find<OperatorProfile>(OperatorProfile.Key);
        (await book.Save(OperatorProfile.Key, known.Value, known.Version, "test", house.Get<TimeProvider>().GetUtcNow())).ShouldBeTrue();
        await admin.Submit("main form", ("Name", "Mine"), ("LegalName", ""), ("PostalAddress", ""), ("Website", ""), ("Country", ""), ("Locale", "en"));
        admin.Status.ShouldBe(422);
        admin.Text.ShouldContain("Somebody else saved this in the meantime.");
        (await book.Get<OperatorProfile>(OperatorProfile.Key)).Name.ShouldBe(known.Value.Name);
    }
}
