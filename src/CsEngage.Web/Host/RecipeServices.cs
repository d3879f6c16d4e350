using CsEngage.Engine;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using Microsoft.AspNetCore.Identity;

namespace CsEngage.Web.Host;

static class RecipeServices
{
    /// <summary>The engine with what the settings decide for it; its drains run where this process is a worker and time is not a test's.</summary>
    public static void AddEngine(this IServiceCollection services, Settings settings, IHostEnvironment environment)
    {
        var themes = new Portal.Themes.ThemeShelf(settings, environment);
        services.AddSingleton(themes);
        services.AddEngine(new EngineOptions(
            settings.BaseUrl ?? settings.OwnAddress ?? new Uri("http://127.0.0.1:5080"), settings.MailFrom, settings.RecipesFolder ?? Shipped("recipes", environment), Path.Combine(settings.DataFolder, "media")) { Server = Outbox.Server(settings), IsSenderFixed = settings.IsSenderFixed, ShippedRecipes = Shipped("recipes", environment), Themes = new(themes.Names, (theme, accent) => themes.Get(theme).Poor(accent)) });
        services.AddSingleton<Engine.Accounts.Crowd>();
        services.AddSingleton<Basics>();
        if (settings.IsWorker && !settings.HasTestClock) services.AddDrains(settings.Database);
    }

    /// <summary>The recipe that the settings name, applied while the database is empty.</summary>
    public static async Task ApplyFirst(IServiceProvider services, Settings settings)
    {
        if (settings.Recipe is not { } name) return;
        var (definitions, now) = (services.GetRequiredService<DefinitionShelf>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        try
        {
            // A database that is in use is changed by people, or by the command line.
            if (!await definitions.Has("settings") && !await definitions.Has("blueprint")) await services.GetRequiredService<RecipeBook>().Apply(name, "first-start", now);
            var (accounts, past) = (services.GetRequiredService<RecipeAccounts>(), services.GetRequiredService<RecipePast>());
            // The past is marked last, so a start that was cut short is taken up again by the next one.
            if (await past.IsMade()) return;
            var customers = await accounts.Read(name);
            await accounts.Apply(customers, await AddStaff(services, customers.Staff, now), now);
            if (customers.History is { } history) Console.WriteLine($"Simulating {history.Days} days of history; this happens once.");
            await past.Make(customers, now);
        }
        catch (RecipeException broken)
        {
            throw new SettingException(broken.Message);
        }
    }

    static async Task<Dictionary<string, Guid>> AddStaff(IServiceProvider services, IEnumerable<RecipeStaff> people, DateTimeOffset now)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Staff>>();
        var ids = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var person in people)
        {
            if (await users.FindByEmailAsync(person.Address) is { } known)
            {
                ids[person.Address] = known.Id;
                continue;
            }
            var staff = NewStaff.Of(person.Address, person.Name, string.Join(' ', person.Roles), locale: null, now);
            // Which language they read is theirs to choose; until then it is their browser's.
            (staff.Title, staff.BookUrl) = (person.Title, person.BookUrl);
            // Without a password: they come in by the doors of the demo, or by one that an admin sets.
            var made = await users.CreateAsync(staff);
            if (!made.Succeeded) throw new SettingException($"The recipe's login {person.Address} cannot be made: {string.Join(' ', made.Errors.Select(error => error.Description))}");
            ids[person.Address] = staff.Id;
        }
        return ids;
    }

    /// <summary>A folder that travels with the program; while developing, the one of the source tree, so that changes show.</summary>
    public static string Shipped(string name, IHostEnvironment environment) =>
        Path.GetFullPath(Path.Combine(environment.ContentRootPath, "../..", name)) is var source && environment.IsDevelopment() && Directory.Exists(source) ? source : Path.Combine(AppContext.BaseDirectory, name);
}
