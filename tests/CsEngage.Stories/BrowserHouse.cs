using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CsEngage.Stories;

/// <summary>The real host on a real port over a database of its own, with the onboarding recipe, a clock that tests move, and a browser.</summary>
public abstract class BrowserHouse : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "correct horse battery";

    /// <summary>Guards against hanging, and nothing else: no machine is slow enough to need it.</summary>
    public const float Patience = 120_000;

    static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    readonly string folder = Directory.CreateTempSubdirectory("engage-stories-").FullName;
    readonly int port = FreePort();
    IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public Uri Address => new($"http://localhost:{port}/");

    /// <summary>Where another database than a file of its own is wanted.</summary>
    protected virtual string? ConnectionString => null;

    /// <summary>When the story begins; null for today.</summary>
    protected virtual DateTimeOffset? Begins => null;

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseStaticWebAssets();
        builder.UseSetting("Engage:Data", folder);
        builder.UseSetting("Engage:TestClock", "true");
        builder.UseSetting("Engage:Recipe", "saas-onboarding");
        builder.UseSetting("Engage:BaseUrl", Address.GetLeftPart(UriPartial.Authority));
        if (ConnectionString is { } database) builder.UseSetting("ConnectionStrings:Engage", database);
        if (Begins is { } begin) builder.ConfigureServices(services => services.AddSingleton(new TestClock(begin)));
    }

    public async Task InitializeAsync()
    {
        UseKestrel(port);
        StartServer();
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium", Headless = true, Args = Flags, Timeout = Patience,
        });
        await Fill();
    }

    /// <summary>Who is there when the story begins.</summary>
    protected abstract Task Fill();

    /// <summary>Lets everything happen that is due now, as the drains of a running host would.</summary>
    public Task Settles() => ClockMovesTo(Now);

    /// <summary>Lets time pass, and everything happen that falls due meanwhile.</summary>
    public async Task ClockMovesTo(DateTimeOffset to)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10) };
        var answer = await http.PostAsJsonAsync("/test/clock", new { to });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    protected async Task<Guid> AddStaff(string address, string name, string role)
    {
        await using var scope = Services.CreateAsyncScope();
        var staff = NewStaff.Of(address, name, role, null, Now);
        staff.Title = role == "csm" ? "Customer success manager" : null;
        staff.BookUrl = role == "csm" ? "https://hakaria.example/meet/yuki" : null;
        (await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(staff, Password)).Succeeded.ShouldBeTrue();
        return staff.Id;
    }

    protected async Task<Core.Account> AddAccount(string name, string slug, Guid csm, params (string Address, string Family, string Given, string Locale, string Role, string? Zone)[] people)
    {
        var account = new Core.Account(Guid.CreateVersion7(Now), slug, name, null, null, "onboarding", "tech", csm, "JP", "Asia/Tokyo", null, null, Now, ImmutableSortedDictionary<string, AttributeValue>.Empty);
        await Get<AccountBook>().Put(account, Edit.Now(Now, "story"));
        foreach (var (address, family, given, locale, role, zone) in people)
        {
            var contact = new Contact(Guid.CreateVersion7(Now), ContactBook.Normalised(address), address, family, given, null, null, null, locale, zone);
            await Get<ContactBook>().Put(contact, Now);
            await Get<ContactBook>().Put(new Membership(Guid.CreateVersion7(Now), account.Id, contact.Id, null, [role], null, null, address == people[0].Address, Now, null), Edit.Now(Now, "story"));
        }

        await Get<PortalBook>().Put(new Portal(Guid.CreateVersion7(Now), account.Id, slug, name, true, "tech-touch", 1, "{}", null, "verified", [], [], Now));
        return account;
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public override async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        await base.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
