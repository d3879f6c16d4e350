using CsEngage.Store;

namespace CsEngage.Tests;

/// <summary>An upgraded database of its own for one test, copied from a template made once per run.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    static readonly Lazy<Task<string>> SqliteTemplate = new(async () =>
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("engage").FullName, "template.db");
        await using var database = Database.Open($"Data Source={file}");
        await database.Upgrade();
        return file;
    });

    static readonly Lazy<Task<string>> PostgresTemplate = new(async () =>
    {
        var server = await PostgresServer.Running;
        var name = await server.Create();
        await using var database = Database.Open(server.Address(name) + ";Pooling=false");
        await database.Upgrade();
        return name;
    });

    readonly Func<Task> end;

    TestDatabase(string connectionString, Func<Task> end)
    {
        (ConnectionString, this.end) = (connectionString, end);
        Database = Database.Open(connectionString);
    }

    public string ConnectionString { get; }

    public Database Database { get; }

    /// <summary>For [MemberData]: each test on both databases.</summary>
    public static TheoryData<Dialect> Both => [Dialect.Sqlite, Dialect.Postgres];

    public static async Task<TestDatabase> New(Dialect dialect)
    {
        if (dialect == Dialect.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("engage").FullName;
            var file = Path.Combine(folder, "engage.db");
            File.Copy(await SqliteTemplate.Value, file);
            return new TestDatabase($"Data Source={file}", () => Task.Run(() => Directory.Delete(folder, recursive: true)));
        }
        var server = await PostgresServer.Running;
        var name = await server.Create(await PostgresTemplate.Value);
        return new TestDatabase(server.Address(name), () => server.Drop(name));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await end();
    }
}
