using CsEngage.Store.People;
using CsEngage.Web.Account;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Account;

public sealed class SetupTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engage-setup-").FullName;
    readonly WebApplicationFactory<Program> empty;

    public SetupTests() => empty = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder.UseEnvironment("Testing").UseSetting("Engage:Data", folder));

    [Fact]
    public async Task Whoever_has_the_link_becomes_the_first_admin_and_nobody_after()
    {
        var browser = new Browser(empty.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));
        var link = "/account/setup?token=" + await empty.Services.GetRequiredService<FirstStart>().NewLink();
        await browser.Open(link);
        await browser.Submit("form.card", ("Operator", "Hakaria"), ("Name", "Aki"), ("Address", "aki@hakaria.example"), ("Password", "short"), ("Locale", "en"), ("Zone", "Asia/Tokyo"));
        browser.Status.ShouldBe(422);
        browser.Text.ShouldContain("at least 12 characters");

        await browser.Submit("form.card", ("Operator", "Hakaria"), ("Name", "Aki"), ("Address", "aki@hakaria.example"), ("Password", "four plain words here"), ("Locale", "en"), ("Zone", "Asia/Tokyo"));
        browser.Status.ShouldBe(302);
        await browser.Open("/studio");
        browser.Status.ShouldBe(200);
        browser.Text.ShouldContain("Hakaria");
        (await empty.Services.GetRequiredService<StaffList>().All()).ShouldHaveSingleItem().Permissions.ShouldContain(Permission.People);

        await browser.Open(link);
        browser.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Without_the_link_there_is_no_set_up_page()
    {
        var browser = new Browser(empty.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));
        await browser.Open("/account/setup?token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        browser.Status.ShouldBe(404);
    }

    public void Dispose()
    {
        empty.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
