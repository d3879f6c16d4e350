using CsEngage.Store;

namespace CsEngage.Web.Host;

static class DatabaseVerbs
{
    public static async Task<int> Migrate(string[] args)
    {
        await using var app = EngageHost.Build(args);
        await app.Services.GetRequiredService<Database>().Upgrade();
        Console.WriteLine("The database is up to date.");
        return 0;
    }

    public static async Task<int> Schema(string[] args)
    {
        await using var app = EngageHost.Build(args);
        Console.WriteLine(app.Services.GetRequiredService<Database>().SchemaScript());
        return 0;
    }
}
