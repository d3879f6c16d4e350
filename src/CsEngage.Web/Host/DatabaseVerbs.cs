using System.Data.Common;
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

    /// <summary>Copies the database as it is; what is running goes on.</summary>
    public static async Task<int> Backup(string[] args)
    {
        if (args is not [var name] || name.StartsWith('-')) throw new SettingException("Say: backup FILE");
        var file = Path.GetFullPath(name);
        if (Path.Exists(file)) throw new SettingException($"{file} is there already; name a new file, such as one with today's date.");
        if (!Directory.Exists(Path.GetDirectoryName(file))) throw new SettingException($"There is no folder {Path.GetDirectoryName(file)}.");
        await using var app = EngageHost.Build([]);
        var database = app.Services.GetRequiredService<Database>();
        if (database.Dialect == Dialect.Postgres) throw new SettingException("This database is PostgreSQL. Back it up with pg_dump --format=custom --file=FILE DATABASE, and the data folder beside it.");
        try
        {
            database.Backup(file);
        }
        catch (DbException trouble)
        {
            // What was begun looks like a backup and is none.
            File.Delete(file);
            throw new SettingException($"The database was not copied to {file}: {trouble.Message}");
        }
        Console.WriteLine($"Copied the database to {file}. Pictures and files stand in {Path.Combine(app.Services.GetRequiredService<Settings>().DataFolder, "media")}; copy that folder too.");
        return 0;
    }

    public static async Task<int> Schema(string[] args)
    {
        await using var app = EngageHost.Build(args);
        Console.WriteLine(app.Services.GetRequiredService<Database>().SchemaScript());
        return 0;
    }
}
