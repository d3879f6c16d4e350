using CsEngage.Store;
using CsEngage.Tests;

namespace CsEngage.Web.Tests.Processes;

/// <summary><c>recipe apply|diff|export</c> as an operator types them: what they print last is relied on.</summary>
public sealed class RecipeVerbsTests
{
    [Fact]
    public async Task A_recipe_is_applied_compared_exported_changed_and_refused_from_the_command_line()
    {
        await using var database = await TestDatabase.New(Dialect.Sqlite);
        var folder = Directory.CreateTempSubdirectory("engage-verbs-").FullName;
        var recipes = new Dictionary<string, string>(StringComparer.Ordinal);
        async Task<(int Code, string[] Lines)> Recipe(params string[] arguments)
        {
            var (code, said) = await EngageProgram.Run(database.ConnectionString, folder, recipes, ["recipe", .. arguments]);
            return (code, said.Split('\n'));
        }
        async Task Says(string last, params string[] arguments)
        {
            var (code, lines) = await Recipe(arguments);
            (code, lines[^1]).ShouldBe((0, last), string.Join('\n', lines));
        }

        var (first, applied) = await Recipe("apply", "saas-onboarding");
        first.ShouldBe(0, string.Join('\n', applied));
        applied[^1].ShouldMatch(@"^Applied saas-onboarding: [1-9]\d+ changed\.$");
        await Says("Applied saas-onboarding: 0 changed.", "apply", "saas-onboarding");
        await Says("0 differences.", "diff", "saas-onboarding");

        var mine = Path.Combine(folder, "recipes", "mine");
        await Says($"Exported to {mine}.", "export", mine);
        recipes["Engage__Recipes"] = Path.GetDirectoryName(mine)!;
        await Says("0 differences.", "diff", "mine");
        await File.AppendAllTextAsync(Path.Combine(mine, "guides", "invite-your-team.en.md"), "\nOne more line.\n");
        var (_, changed) = await Recipe("diff", "mine");
        changed.TakeLast(2).ShouldBe(["changed guide:invite-your-team.en", "1 differences."]);

        // What is broken is one sentence with file, line and remedy, and nothing of the rest is in force.
        await File.AppendAllTextAsync(Path.Combine(mine, "guides", "invite-your-team.ja.md"), "\n[x](guide:gone)\n");
        var (refused, why) = await Recipe("apply", "mine");
        refused.ShouldBe(2);
        why[^1].ShouldMatch(@"guides/invite-your-team\.ja\.md:\d+: There is no guide ""gone""\.");
        await Says("0 differences.", "diff", "saas-onboarding");
        Directory.Delete(folder, recursive: true);
    }
}
