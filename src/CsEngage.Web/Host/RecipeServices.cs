using CsEngage.Engine.Recipes;

namespace CsEngage.Web.Host;

static class RecipeServices
{
    public static void AddRecipes(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(provider => new RecipeFolders(settings.RecipesFolder ?? Shipped("recipes", provider.GetRequiredService<IHostEnvironment>()), Path.Combine(settings.DataFolder, "media")));
        services.AddSingleton<RecipeBook>();
    }

    /// <summary>A folder that travels with the program; while developing, the one of the source tree, so that changes show.</summary>
    public static string Shipped(string name, IHostEnvironment environment) =>
        Path.GetFullPath(Path.Combine(environment.ContentRootPath, "../..", name)) is var source && environment.IsDevelopment() && Directory.Exists(source) ? source : Path.Combine(AppContext.BaseDirectory, name);
}
