using System.Security.Cryptography;
using CsEngage.Store;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;

namespace CsEngage.Web.Host;

static class StaffVerbs
{
    const string Usage = "Say: staff add ADDRESS --name NAME --role author|csm|admin";

    /// <summary>Adds a login with a password of its own making, which is printed once.</summary>
    public static async Task<int> Staff(string[] args)
    {
        if (args is not ["add", var address, .. var rest]) throw new SettingException(Usage);
        var role = Option(rest, "--role") ?? "admin";
        if (StaffRole.All.All(known => known.Key != role)) throw new SettingException($"There is no role \"{role}\". {Usage}");

        await using var app = EngageHost.Build([]);
        await app.Services.GetRequiredService<Database>().Upgrade();
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Staff>>();
        var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 16);
        var made = await users.CreateAsync(NewStaff.Of(address, Option(rest, "--name") ?? address, role, null, app.Services.GetRequiredService<TimeProvider>().GetUtcNow()), password);
        if (!made.Succeeded) throw new SettingException(string.Join(' ', made.Errors.Select(error => error.Description)));

        Console.WriteLine($"Added {address} as {role}. The password is {password}");
        return 0;
    }

    static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}

static class NewStaff
{
    public static Staff Of(string address, string name, string role, string? locale, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), UserName = address, Email = address, EmailConfirmed = true, Name = name, Roles = role, Locale = locale, CreatedAt = now, LockoutEnabled = true,
    };
}
