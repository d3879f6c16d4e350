using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;

namespace CsEngage.Web.Account;

/// <summary>
/// An installation that nobody can sign in to yet prints a one-time link to its set-up page. Only who sees the console can
/// become the first admin.
/// </summary>
sealed class FirstStart(StaffList staff, SignInTokens tokens, Basics basics, TimeProvider clock, Settings settings)
{
    public const string Purpose = "set-up";
    static readonly TimeSpan Lasts = TimeSpan.FromHours(24);

    public async Task Prepare(WebApplication app)
    {
        if (!settings.IsWeb) return;
        if (settings.Recipe == DemoDoor.Recipe)
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"The demo is at {Address(app)}: its start page lets you in as a customer, an author, a CSM or an administrator."));
        if (!await staff.IsEmpty())
        {
            // Somebody was let in by the command line, before there was anything to work with.
            await basics.Lay("first-start", clock.GetUtcNow());
            return;
        }
        if (settings.Recipe == DemoDoor.Recipe)
        {
            await AddDemoStaff(app);
            return;
        }

        var secret = await NewLink();
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Set up: {Address(app)}/account/setup?token={secret}"));
    }

    // They have no password: in the demo one comes in by its door, and nowhere else is that door open.
    async Task AddDemoStaff(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Staff>>();
        foreach (var (role, name) in new[] { ("author", "Mori Aoi"), ("csm", "Sato Yuki"), ("admin", "Kato Ren") })
            await users.CreateAsync(NewStaff.Of($"{role}@demo.example", name, role, null, clock.GetUtcNow()));
    }

    public async Task<string> NewLink()
    {
        var now = clock.GetUtcNow();
        var secret = Secret.New();
        await tokens.Issue(new SignInToken(Guid.CreateVersion7(now), Purpose, null, null, null, null, now, now + Lasts), secret.Hash);
        return secret.Text;
    }

    string Address(WebApplication app) => settings.BaseUrl?.GetLeftPart(UriPartial.Authority)
        ?? app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal)
        ?? "http://localhost";
}
