using CsEngage.Engine.Recipes;
using CsEngage.Store;

namespace CsEngage.Web.Host;

static class RecipeVerbs
{
    const string Usage = "Say: recipe apply|diff|export NAME";

    public static async Task<int> Recipe(string[] args)
    {
        if (args is not [("apply" or "diff" or "export") and var what, var name]) throw new SettingException(Usage);
        await using var app = EngageHost.Build([]);
        await app.Services.GetRequiredService<Database>().Upgrade();
        var book = app.Services.GetRequiredService<RecipeBook>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        switch (what)
        {
            case "apply":
                var applied = await book.Apply(name, "command-line", now);
                foreach (var change in applied.Changes) Console.WriteLine(change);
                Console.WriteLine($"Applied {name}: {applied.Changes.Length} changed.{(applied.Portals > 0 ? $" Portals that show a changed blueprint now: {applied.Portals}." : "")}");
                return 0;
            case "diff":
                var differences = await book.Diff(name, now);
                foreach (var difference in differences) Console.WriteLine(difference);
                Console.WriteLine($"{differences.Length} differences.");
                return 0;
            default:
                var folder = Path.GetFullPath(name);
                if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new SettingException($"{folder} is not empty; export into a new folder.");
                (await book.Export(Path.GetFileName(folder))).WriteTo(folder);
                Console.WriteLine($"Exported to {folder}.");
                return 0;
        }
    }
}
