using CsEngage.Engine.Recipes;
using CsEngage.Store.Upgrades;

namespace CsEngage.Web.Host;

/// <summary>One thing the program can be asked to do: <c>CsEngage.Web NAME arguments</c>.</summary>
/// <param name="Says">What stands beside it in the list of verbs.</param>
/// <param name="Run">Does it; the answer is the exit code.</param>
sealed record Verb(string Name, string Says, Func<string[], Task<int>> Run);

/// <summary>
/// Finds the verb and runs it. Trouble that a person can mend is one sentence on the error output and exit code 2;
/// everything else is a bug and is seen as one.
/// </summary>
static class CommandLine
{
    static readonly Verb[] Verbs =
    [
        new("serve", "answer requests (what happens without a verb)", EngageHost.Serve),
        new("migrate", "bring the database up to this version and stop", DatabaseVerbs.Migrate),
        new("backup", "backup FILE: a consistent copy of the SQLite database, while everything runs", DatabaseVerbs.Backup),
        new("schema", "print the tables that this version wants", DatabaseVerbs.Schema),
        new("recipe", "recipe apply|diff NAME-OR-FOLDER | export FOLDER", RecipeVerbs.Recipe),
        new("seed", "seed --accounts N: invented customers to measure with", SeedVerbs.Seed),
        new("staff", "staff add ADDRESS --name NAME --role author|csm|admin", StaffVerbs.Staff),
        new("key", "key create NAME --scopes LIST [--days N] | list | revoke PREFIX", KeyVerbs.Key),
        new("import", "import accounts|contacts FILE [--dry-run]", ImportVerbs.Import),
    ];

    public static async Task<int> Run(string[] args)
    {
        var name = args is [var first, ..] && !first.StartsWith('-') ? first : "serve";
        if (name is "help" || args is ["--help" or "-h", ..]) return Help(0, Console.Out);
        if (Array.Find(Verbs, verb => verb.Name == name) is not { } verb)
        {
            await Console.Error.WriteLineAsync($"There is no verb \"{name}\".");
            return Help(2, Console.Error);
        }

        try
        {
            return await verb.Run(args is [var given, ..] && given == name ? args[1..] : args);
        }
        catch (SettingException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (RecipeException faulty)
        {
            await Console.Error.WriteLineAsync(faulty.Message);
            return 2;
        }
        catch (UpgradeException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 2;
        }
    }

    static int Help(int code, TextWriter output)
    {
        output.WriteLine("Verbs:");
        foreach (var verb in Verbs) output.WriteLine($"  {verb.Name,-10}{verb.Says}");
        return code;
    }
}
