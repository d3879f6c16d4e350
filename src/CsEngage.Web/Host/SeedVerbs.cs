using System.Globalization;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Host;

static class SeedVerbs
{
    const string Usage = "Say: seed --accounts N [--contacts-per-account M] [--days D] [--seed S]";

    /// <summary>Invented customers to measure with, in a database that is there for that.</summary>
    public static async Task<int> Seed(string[] args)
    {
        var size = new CrowdSize(Number(args, "--accounts", 0), Number(args, "--contacts-per-account", 10), Number(args, "--days", 0), Number(args, "--seed", 7));
        if (size.Accounts == 0) throw new SettingException(Usage);
        await using var app = EngageHost.Build([]);
        await app.Services.GetRequiredService<Database>().Upgrade();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        if ((await app.Services.GetRequiredService<DefinitionShelf>().InForce("settings")).IsEmpty) await app.Services.GetRequiredService<RecipeBook>().Apply("saas-onboarding", "seed", now);
        var made = await app.Services.GetRequiredService<Crowd>().Make(size, now);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seeded {made.Accounts} accounts, {made.Contacts} contacts, {made.Signals} signals"));
        return 0;
    }

    static int Number(string[] args, string name, int otherwise) => Array.IndexOf(args, name) switch
    {
        < 0 => otherwise,
        var at when at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new SettingException($"{name} wants a number. {Usage}"),
    };
}
