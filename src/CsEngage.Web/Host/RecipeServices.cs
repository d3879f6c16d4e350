using CsEngage.Engine;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Recipes;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Host;

static class RecipeServices
{
    /// <summary>The engine with what the settings decide for it; its drains run where this process is a worker and time is not a test's.</summary>
    public static void AddEngine(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(provider => new RecipeFolders(settings.RecipesFolder ?? Shipped("recipes", provider.GetRequiredService<IHostEnvironment>()), Path.Combine(settings.DataFolder, "media")));
        services.AddSingleton(provider => new EngineOptions(
            settings.BaseUrl ?? new Uri("http://127.0.0.1:5080"), settings.MailFrom, provider.GetRequiredService<RecipeFolders>().Recipes, provider.GetRequiredService<RecipeFolders>().Media));
        services.AddEngine();
        services.AddSingleton<RecipeAccounts>();
        if (settings.IsWorker && !settings.HasTestClock) services.AddDrains();
    }

    /// <summary>The recipe that the settings name, applied while the database is empty.</summary>
    public static async Task ApplyFirst(IServiceProvider services, Settings settings)
    {
        if (settings.Recipe is not { } name) return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if ((await services.GetRequiredService<DefinitionShelf>().InForce("settings")).IsEmpty) await services.GetRequiredService<RecipeBook>().Apply(name, "first-start", now);
        if (await services.GetRequiredService<AccountBook>().Count() == 0) await services.GetRequiredService<RecipeAccounts>().Apply(name, now);
    }

    /// <summary>A folder that travels with the program; while developing, the one of the source tree, so that changes show.</summary>
    public static string Shipped(string name, IHostEnvironment environment) =>
        Path.GetFullPath(Path.Combine(environment.ContentRootPath, "../..", name)) is var source && environment.IsDevelopment() && Directory.Exists(source) ? source : Path.Combine(AppContext.BaseDirectory, name);
}
