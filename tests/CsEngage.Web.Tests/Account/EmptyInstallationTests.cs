using System.Text.RegularExpressions;
using CsEngage.Engine.Drains;
using CsEngage.Mail;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Touches;
using CsEngage.Web.Account;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Account;

/// <summary>An installation without a recipe, from its first page to a customer who reads a guide.</summary>
public sealed partial class EmptyInstallationTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engage-empty-").FullName;
    readonly WebApplicationFactory<Program> empty;

    public EmptyInstallationTests() => empty = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        builder.UseEnvironment("Testing").UseSetting("Engage:Data", folder).UseSetting("Engage:TestClock", "true"));

    T Get<T>() where T : notnull => empty.Services.GetRequiredService<T>();

    Browser Anybody() => new(empty.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));

    async Task Works() => await Get<DrainTable>().RunUntilIdle(Get<TimeProvider>().GetUtcNow());

    async Task<Browser> SetUp()
    {
        var admin = Anybody();
        await admin.Open("/account/setup?token=" + await Get<FirstStart>().NewLink());
        await admin.Submit("form.card", ("Operator", "Hakaria"), ("Name", "Aki"), ("Address", "aki@hakaria.example"), ("Password", "four plain words here"), ("Locale", "en"), ("Zone", "Asia/Tokyo"));
        admin.Status.ShouldBe(302, admin.Text);
        return admin;
    }

    [Fact]
    public async Task Setting_up_lays_down_what_pages_stand_on()
    {
        var admin = await SetUp();
        foreach (var page in new[] { "/", "/studio", "/studio/settings/settings", "/studio/settings/settings/text", "/studio/topics/service", "/studio/scorecards/activity", "/studio/blueprints/portal", "/studio/journeys", "/desk", "/desk/accounts", "/desk/accounts/new", "/admin" })
        {
            await admin.Open(page);
            admin.Status.ShouldBe(200, page);
        }
        await admin.Open("/studio/settings/settings");
        admin.Text.ShouldContain("Touch policy");
    }

    [Fact]
    public async Task From_set_up_to_a_customer_who_reads_a_guide_without_a_recipe()
    {
        var admin = await SetUp();
        await admin.Open("/desk/accounts/new");
        await admin.Submit("main form", ("Name", "Northwind"), ("Address", "hana@northwind.example"), ("Given", "Hana"), ("Role", "organizer"));
        admin.Status.ShouldBe(302, admin.Text);
        var place = admin.Location!;
        await Works();
        var account = (await Get<AccountBook>().All()).ShouldHaveSingleItem();
        var portal = (await Get<PortalBook>().Of(account.Id)).ShouldHaveSingleItem();
        portal.Blueprint.ShouldBe("portal");
        await admin.Open(place);
        admin.Status.ShouldBe(200);

        // A guide, from an empty page to the portals, without a line of configuration.
        await admin.Open("/studio/new?kind=guide");
        await admin.Submit("main form", ("Name", "Invite your team"), ("Locale", "en"));
        await admin.Open(admin.Location!);
        await admin.Submit("main form", ("name", "Invite your team"), ("slug", "invite-your-team"), ("body", "Hello {{ contact.greeting_name | default: \"there\" }}. Three colleagues are a good start."), ("publish", "true"));
        admin.Status.ShouldBe(302, admin.Text);
        await admin.Open(admin.Location!);
        admin.Page.QuerySelector(".notice-warn")!.TextContent.ShouldContain("no portal holds this guide yet");
        await admin.Submit("#hold", ("blueprint", "portal"));
        await admin.Open(admin.Location!);
        admin.Page.QuerySelector(".notice-good")!.TextContent.ShouldContain("Portals that show it now: 1.");

        var hana = await SignIn(portal.Slug);
        await hana.Open($"/p/{portal.Slug}");
        hana.Status.ShouldBe(200);
        hana.Page.QuerySelector(".next")!.TextContent.ShouldContain("Invite your team");
        await hana.Open($"/p/{portal.Slug}/guides/invite-your-team");
        hana.Page.QuerySelector(".prose")!.TextContent.ShouldContain("Hello Hana. Three colleagues");
        await hana.Open($"/p/{portal.Slug}/plan");
        hana.Text.ShouldContain("Your plan is being prepared");
    }

    async Task<Browser> SignIn(string slug)
    {
        var hana = Anybody();
        await hana.Open($"/p/{slug}/sign-in");
        await hana.Submit("form.panel", ("address", "hana@northwind.example"));
        await Works();
        var mail = (await Get<CapturedMailBox>().Recent(5)).Single(mail => mail.To == "hana@northwind.example");
        var text = ReceivedMessage.Parse((await Get<CapturedMailBox>().Find(mail.Id))!.Message.AsMemory()).Text!;
        var link = new Uri(Link().Match(text).Value);
        await hana.Open(link.PathAndQuery);
        await hana.Submit("form.panel");
        hana.Status.ShouldBe(302, hana.Text);
        return hana;
    }

    [GeneratedRegex(@"https?://\S+/sign-in/[\w-]+", RegexOptions.None, 2000)]
    private static partial Regex Link();

    public void Dispose()
    {
        empty.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
