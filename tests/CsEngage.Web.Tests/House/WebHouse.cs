using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using CsEngage.Web.Api.Hooks;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.House;

/// <summary>
/// The whole host on an empty database of its own, with two accounts (Northwind and Tailspin, a portal each), one guide that both
/// may read, and one staff member of each role.
/// </summary>
public class WebHouse : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "correct horse battery";
    readonly string folder = Directory.CreateTempSubdirectory("engage-web-").FullName;

    public Member Hana { get; private set; } = null!;

    public Member Bo { get; private set; } = null!;

    /// <summary>What stands at addresses outside.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<Uri, string> Fetched { get; } = new();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Engage:Data", folder);
        builder.UseSetting("Engage:TestClock", "true");
        // Nothing acts over time here; what the engine does is shown in its own tests.
        builder.UseSetting("Engage:Roles", "web");
        // What a hook would fetch from outside.
        builder.ConfigureTestServices(services => services.AddSingleton<FetchText>((address, _) => Task.FromResult(Fetched[address])));
    }

    public async Task InitializeAsync()
    {
        var now = Get<TimeProvider>().GetUtcNow();
        foreach (var role in StaffRole.All)
        {
            await using var scope = Services.CreateAsyncScope();
            var made = await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(NewStaff.Of($"{role.Key}@operator.example", role.Key, role.Key, "en", now), Password);
            made.Succeeded.ShouldBeTrue();
        }

        await Get<DefinitionShelf>().Put("blueprint", "plain", LocalizedText.Of("Plain"), """{"key":"plain","guides":["invite-your-team","for-sponsors","for-quick-readers"],"navigation":[],"pages":[{"key":"home","title":{"en":"Home"},"blocks":[]},{"key":"how-we-work","title":{"en":"How we work"},"blocks":[{"id":"one","kind":"text","body":{"en":"One call a week."}}]}]}""", "test", now);
        Hana = await AddAccount("Northwind", "northwind-x7", "hana@northwind.example", "佐藤", "花", now);
        Bo = await AddAccount("Tailspin", "tailspin-q2", "bo@tailspin.example", "Lind", "Bo", now);
        await AddGuide("invite-your-team", "Invite your team", "Welcome, {{ contact.greeting_name }}.\n\n## Whom to invite\n\nThree colleagues.\n\n## How\n\nBy mail.", now);
        await AddGuide("for-sponsors", "What sponsors decide", "Yes or no.", now, front: """{"roles":["sponsor"]}""");
        await AddGuide("for-quick-readers", "More for quick readers", "The rest.", now, audience: "guide \"invite-your-team\" read by this contact");
    }

    public async Task<Member> AddAccount(string name, string slug, string address, string family, string given, DateTimeOffset now, string blueprint = "plain")
    {
        var account = new Core.Account(Guid.CreateVersion7(), name.ToLowerInvariant(), name, null, null, "onboarding", "tech", null, null, "Asia/Tokyo", "en", null, now, AccountAttributes.None);
        await Get<AccountBook>().Put(account, Edit.Now(now, "test"));
        var contact = new Contact(Guid.CreateVersion7(), ContactBook.Normalised(address), address, family, given, null, null, null, null, null);
        await Get<ContactBook>().Put(contact, now);
        var membership = new Membership(Guid.CreateVersion7(), account.Id, contact.Id, null, ["organizer"], null, null, true, now, null);
        await Get<ContactBook>().Put(membership, Edit.Now(now, "test"));
        await Get<PortalBook>().Put(new CsEngage.Store.Content.Portal(Guid.CreateVersion7(), account.Id, slug, name, true, blueprint, 1, "{}", null, "verified", [], [], now));
        return new Member(membership, contact);
    }

    public async Task AddGuide(string key, string title, string body, DateTimeOffset now, string locale = "en", string? audience = null, string front = "{}")
    {
        var shelf = Get<ContentShelf>();
        var item = await shelf.Find("guide", key) ?? await shelf.Put(new Item(Guid.CreateVersion7(), "guide", key, [], null, null, audience, null, null, now));
        var draft = await shelf.SaveDraft(new Draft(item!.Id, locale, title, key, body, front, "draft", 0, now, "test"));
        await shelf.Publish(item.Id, locale, draft!.Version, new PublishedText(body, []), "test", now);
    }

    /// <summary>Hands over the sign-in mails that wait; no other drain runs here.</summary>
    public Task Sends() => Get<DrainTable>().Drains.First(drain => drain.Name == "sign-in-mails").Run(Get<TimeProvider>().GetUtcNow(), CancellationToken.None);

    public Browser Anonymous() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));

    /// <summary>Signed in as staff through the door that staff use.</summary>
    public async Task<Browser> As(string role)
    {
        var browser = Anonymous();
        await browser.Open("/account/sign-in");
        await browser.Submit("form.card", ("Address", $"{role}@operator.example"), ("Password", Password));
        browser.Status.ShouldBe(302, role);
        return browser;
    }

    /// <summary>With a session of this contact, as a sign-in by mail leaves it.</summary>
    public async Task<Browser> As(Member member)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var secret = Secret.New();
        await Get<ContactSessions>().Start(new ContactSession(Guid.CreateVersion7(now), member.Contact.Id, null, "verified", now, now, now.AddDays(30), null, null), secret.Hash);
        var browser = Anonymous();
        browser.Cookies["contact"] = secret.Text;
        return browser;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

static class AccountAttributes
{
    public static readonly System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeValue> None = System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeValue>.Empty;
}

[CollectionDefinition("house")]
public sealed class HouseCollection : ICollectionFixture<WebHouse>;
