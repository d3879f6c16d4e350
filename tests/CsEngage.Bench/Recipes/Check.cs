using CsEngage.Engine;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Touches;
using CsEngage.Mail;
using CsEngage.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Bench.Recipes;

/// <summary>`check`: every document of every shipped recipe against its schema, and what schemas cannot see. One line per problem, with file and line.</summary>
static class Check
{
    public static async Task<int> Run()
    {
        var (recipes, folder) = (Path.Combine(Environment.CurrentDirectory, "recipes"), Directory.CreateTempSubdirectory("engage-check-").FullName);
        if (!Directory.Exists(recipes))
        {
            await Console.Error.WriteLineAsync($"There is no folder {recipes}: run this from the root of the repository.");
            return 2;
        }

        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore($"Data Source={Path.Combine(folder, "check.db")}")
            .AddEngine(new EngineOptions(new Uri("http://localhost"), "check@localhost", recipes, folder)).AddSingleton<IMailTransport>(provider => provider.GetRequiredService<CapturedTransport>());
        var (problems, documents) = (0, 0);
        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<Database>().Upgrade();
            foreach (var name in RecipeFiles.Names(recipes))
            {
                try
                {
                    documents += (await provider.GetRequiredService<RecipeBook>().Load(name)).Single(recipe => recipe.Name == name).Documents.Length;
                }
                catch (RecipeException faulty)
                {
                    // What is wrong with a recipe that this one builds on is told where that one is looked at.
                    foreach (var problem in faulty.Problems.Where(problem => !problem.File.StartsWith("../", StringComparison.Ordinal)))
                    {
                        Console.WriteLine($"recipes/{name}/{problem}");
                        problems++;
                    }
                }
            }
        }
        Directory.Delete(folder, recursive: true);
        await Console.Error.WriteLineAsync($"{documents} documents, {problems} problems.");
        return problems == 0 ? 0 : 1;
    }
}
