using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using CsEngage.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Engine.Tests;

/// <summary>The engine with everything real beneath it and a clock that is moved by hand.</summary>
sealed class House : IAsyncDisposable
{
    readonly TestDatabase test;
    readonly ServiceProvider provider;

    House(TestDatabase test, ServiceProvider provider, TestClock clock) => (this.test, this.provider, Clock) = (test, provider, clock);

    public TestClock Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public T Get<T>() where T : notnull => provider.GetRequiredService<T>();

    public static async Task<House> Open(Dialect dialect, DateTimeOffset start, IMailTransport? transport = null, string? recipe = "saas-onboarding")
    {
        var database = await TestDatabase.New(dialect);
        var clock = new TestClock(start);
        var house = new House(database, Services(database.ConnectionString, clock, transport).BuildServiceProvider(), clock);
        if (recipe is not null) await house.Get<RecipeBook>().Apply(recipe, "test", start);
        return house;
    }

    /// <summary>Everything a worker is made of.</summary>
    public static ServiceCollection Services(string connectionString, TestClock clock, IMailTransport? transport = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStore(connectionString);
        services.AddSingleton<TimeProvider>(clock);
        services.AddEngine(new EngineOptions(new Uri("https://success.example"), "Hakaria <success@hakaria.example>", Shipped.Folder("recipes"), Directory.CreateTempSubdirectory("media").FullName));
        services.AddSingleton<IMailTransport>(provider => transport ?? provider.GetRequiredService<CapturedTransport>());
        return services;
    }

    public string ConnectionString => test.ConnectionString;

    public Task<int> Settle() => Get<DrainTable>().RunUntilIdle(Now);

    public Task Pass(DateTimeOffset to) => Get<DrainTable>().LetPass(Clock, to);

    public Task Pass(TimeSpan span) => Pass(Now + span);

    /// <summary>An account in onboarding with one contact.</summary>
    public Task<(Account Account, Membership Membership)> Customer(string name, string locale = "en", params string[] roles) => CustomerAt(name, $"hana@{name}.example", locale, roles);

    /// <summary>The same with an address elsewhere.</summary>
    public async Task<(Account Account, Membership Membership)> CustomerAt(string name, string address, string locale = "en", params string[] roles)
    {
        var account = new Account(Guid.CreateVersion7(Now), name.ToLowerInvariant(), name, null, "business", "onboarding", "tech", null, "JP", "Asia/Tokyo", locale, null, Now, ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var contact = new Contact(Guid.CreateVersion7(Now), ContactBook.Normalised(address), address, "佐藤", "Hana", "さとう はな", null, null, locale, null);
        var membership = new Membership(Guid.CreateVersion7(Now), account.Id, contact.Id, "hana", [.. roles.Length == 0 ? ["organizer"] : roles], null, null, IsPrimary: true, Now, null);
        await Get<AccountBook>().Put(account, Edit.Now(Now, "test"));
        await Get<ContactBook>().Put(contact, Now);
        // The membership last: with it the journey starts, and the welcome links to the portal.
        await Get<Store.Content.PortalBook>().Put(new Store.Content.Portal(Guid.CreateVersion7(Now), account.Id, name.ToLowerInvariant(), name, IsDefault: true, "tech-touch", 1, "{}", null, "verified", [], [], Now));
        await Get<ContactBook>().Put(membership, Edit.Now(Now, "test"));
        return (account, membership);
    }

    public Task Signal(Account account, Guid? membership, string kind, string? subject = null) =>
        Get<SignalLog>().Append(new Signal(SignalKey.Of(Now, $"{kind}/{subject}/{Now.Ticks}"), $"{kind}/{subject}/{Now.Ticks}", kind, Now, Now, Now, account.Id, membership, Subject: subject, Source: "api"));

    public async Task<ImmutableArray<TouchLine>> Touches(Account account) => await Get<TouchBook>().Of(account.Id);

    /// <summary>The captured mails, oldest first.</summary>
    public async Task<ImmutableArray<CapturedMail>> Mails()
    {
        var mails = ImmutableArray.CreateBuilder<CapturedMail>();
        foreach (var mail in (await Get<CapturedMailBox>().Recent(200)).Reverse()) mails.Add((await Get<CapturedMailBox>().Find(mail.Id))!);
        return mails.ToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        await test.DisposeAsync();
    }
}
