using CsEngage.Store.People;
using CsEngage.Web.Host;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CsEngage.Web.Account;

/// <summary>
/// An installation that nobody can sign in to yet prints a one-time link to its set-up page. Only who sees the console can
/// become the first admin.
/// </summary>
sealed class FirstStart(StaffList staff, SignInTokens tokens, TimeProvider clock, Settings settings)
{
    public const string Purpose = "set-up";
    static readonly TimeSpan Lasts = TimeSpan.FromHours(24);

    public async Task Prepare(WebApplication app)
    {
        if (!settings.IsWeb || settings.Recipe == DemoDoor.Recipe || !await staff.IsEmpty()) return;
        var secret = await NewLink();
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Set up: {Address(app)}/account/setup?token={secret}"));
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
