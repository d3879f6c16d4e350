using System.Globalization;
using CsEngage.Store;
using CsEngage.Store.People;
using CsEngage.Web.Api;

namespace CsEngage.Web.Host;

static class KeyVerbs
{
    const string Usage = "Say: key create NAME --scopes accounts:read,signals:write [--days N] | key list | key revoke PREFIX";

    public static async Task<int> Key(string[] args)
    {
        Func<IServiceProvider, Task> act = args switch
        {
            ["create", var name, .. var rest] => Create(name, Option(rest, "--scopes"), Option(rest, "--days")),
            ["list"] => List,
            ["revoke", var prefix] => services => Revoke(services, prefix),
            _ => throw new SettingException(Usage),
        };
        await using var app = EngageHost.Build([]);
        await app.Services.GetRequiredService<Database>().Upgrade();
        await act(app.Services);
        return 0;
    }

    static Func<IServiceProvider, Task> Create(string name, string? scopes, string? days)
    {
        var chosen = (scopes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (chosen.Length == 0) throw new SettingException($"Say what the key may do: --scopes with some of {string.Join(", ", ApiScope.All)}, with commas between.");
        if (Array.Find(chosen, scope => !ApiScope.All.Contains(scope)) is { } unknown) throw new SettingException($"There is no scope \"{unknown}\"; there are {string.Join(", ", ApiScope.All)}.");
        var lasts = (TimeSpan?)null;
        if (days is not null) lasts = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 36500 ? TimeSpan.FromDays(number) : throw new SettingException($"--days is \"{days}\" but must be a number of days.");
        return async services =>
        {
            var (_, text) = await services.GetRequiredService<KeyRing>().Make(name, chosen, lasts, "command-line", null);
            Console.WriteLine($"Made a key for {name}. It is shown this once: {text}");
        };
    }

    static async Task List(IServiceProvider services)
    {
        var (keys, now) = (await services.GetRequiredService<ApiKeys>().All(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        foreach (var key in keys)
        {
            var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "ended" : "live";
            Console.WriteLine($"{key.Prefix}…  {state,-8}{string.Join(',', key.Scopes)}  last used {key.LastUsedAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "never"}  {key.Name}");
        }
        Console.WriteLine($"{keys.Length} keys.");
    }

    static async Task Revoke(IServiceProvider services, string prefix)
    {
        var live = (await services.GetRequiredService<ApiKeys>().All()).Where(key => key.RevokedAt is null && key.Prefix.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (live is not [var only])
            throw new SettingException(live.Count == 0 ? $"No live key begins with {prefix}; key list shows them." : $"{live.Count} live keys begin with {prefix}; give more of it.");
        await services.GetRequiredService<KeyRing>().Revoke(only.Id, "command-line");
        Console.WriteLine($"Revoked {only.Prefix}… ({only.Name}).");
    }

    static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
