using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.People;
using CsEngage.Store.Signals;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>The real host on a real port over an empty database, and one browser for all stories.</summary>
public sealed class StoryHouse : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "correct horse battery";

    static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    readonly string folder = Directory.CreateTempSubdirectory("engage-stories-").FullName;
    IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseStaticWebAssets();
        builder.UseSetting("Engage:Data", folder);
        builder.UseSetting("Engage:TestClock", "true");
        builder.UseSetting("Engage:Recipe", "saas-onboarding");
    }

    public async Task InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        Address = new UriBuilder(ClientOptions.BaseAddress) { Host = "localhost" }.Uri;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium", Headless = true, Args = Flags,
        });
        await Fill();
    }

    async Task Fill()
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var sato = await AddStaff("yuki@hakaria.example", "Sato Yuki", "csm", now);
        await AddStaff("author@hakaria.example", "Mori Aoi", "author", now);
        await AddStaff("admin@hakaria.example", "Kato Ren", "admin", now);
        await AddAccount("Northwind", "northwind", sato, now, ("hana@northwind.example", "佐藤", "花", "ja"), ("ben@northwind.example", "Carter", "Ben", "en"), ("mei@northwind.example", "青木", "芽衣", "ja"), ("tom@northwind.example", "Reed", "Tom", "en"));
        await AddAccount("Tailspin", "tailspin", sato, now, ("bo@tailspin.example", "Lind", "Bo", "en"));
    }

    async Task<Guid> AddStaff(string address, string name, string role, DateTimeOffset now)
    {
        await using var scope = Services.CreateAsyncScope();
        var staff = NewStaff.Of(address, name, role, null, now);
        staff.Title = role == "csm" ? "Customer success manager" : null;
        staff.BookUrl = role == "csm" ? "https://hakaria.example/meet/yuki" : null;
        (await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(staff, Password)).Succeeded.ShouldBeTrue();
        return staff.Id;
    }

    async Task AddAccount(string name, string slug, Guid csm, DateTimeOffset now, params (string Address, string Family, string Given, string Locale)[] people)
    {
        var account = new Account(Guid.CreateVersion7(now), slug, name, null, null, "onboarding", "tech", csm, "JP", "Asia/Tokyo", null, null, now, System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeValue>.Empty);
        await Get<AccountBook>().Put(account, Edit.Now(now, "story"));
        foreach (var (address, family, given, locale) in people)
        {
            var contact = new Contact(Guid.CreateVersion7(now), ContactBook.Normalised(address), address, family, given, null, null, null, locale, null);
            await Get<ContactBook>().Put(contact, now);
            await Get<ContactBook>().Put(new Membership(Guid.CreateVersion7(now), account.Id, contact.Id, null, ["organizer"], null, null, address == people[0].Address, now, null), Edit.Now(now, "story"));
        }

        await Get<PortalBook>().Put(new Portal(Guid.CreateVersion7(now), account.Id, slug, name, true, "tech-touch", 1, "{}", null, "verified", [], [], now));

        // In the journey of the recipe since a week ago, with the first checkpoint reached: what the engine would have made of it.
        var journey = Journey.Parse((await Get<DefinitionShelf>().Version("journey", "onboarding", 1))!.Json);
        var entered = journey.Enter(Guid.CreateVersion7(now), account.Id, null, 1, now.AddDays(-7), "story");
        var first = journey.Checkpoints[0];
        await Get<SignalLog>().Append(DerivedSignal.Of(Cause.Of("story", slug), "workspace.created", now.AddDays(-6), now, account.Id));
        var facts = Facts.Of((await Get<FactShelf>().Load(account.Id, null, now.AddDays(-7)))!);
        var advanced = journey.Advance(entered.Enrollment, facts, now, Calendars.Same(Calendar.Utc));
        advanced.Enrollment.Find(first.Key).ShouldNotBeNull();
        (await Get<EnrollmentBook>().Save(advanced, 0, now)).ShouldBeTrue();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        await DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

[CollectionDefinition("house")]
public sealed class StoryHouseCollection : ICollectionFixture<StoryHouse>;
