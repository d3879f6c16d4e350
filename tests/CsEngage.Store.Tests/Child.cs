using System.Diagnostics;

namespace CsEngage.Store.Tests;

/// <summary>This test project as a process of its own: `schema DIALECT` prints the model, the others work until they are killed.</summary>
public static class Child
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["schema", var dialect]:
                await using (var database = Database.Open(dialect == "postgres" ? "Host=nowhere" : "Data Source=nowhere.db"))
                    Console.WriteLine(database.SchemaScript());
                return 0;
            default:
                Console.Error.WriteLine("schema sqlite|postgres");
                return 2;
        }
    }

    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
}
