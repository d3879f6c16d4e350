using CsEngage.Store;
using CsEngage.Store.Settings;
using CsEngage.Tests;

namespace CsEngage.Web.Tests.Processes;

/// <summary><c>backup</c> as an operator types it, and a folder that there is not.</summary>
public sealed class DatabaseVerbsTests
{
    [Fact]
    public async Task A_backup_is_a_database_of_its_own_and_never_overwrites_anything()
    {
        await using var database = await TestDatabase.New(Dialect.Sqlite);
        using (var settings = new SettingsBook(database.Database)) await settings.Save(OperatorProfile.Key, new OperatorProfile { Name = "Acme" }, 0, "test", DateTimeOffset.UnixEpoch);
        var folder = Directory.CreateTempSubdirectory("engage-backup-").FullName;
        var file = Path.Combine(folder, "monday.db");
        Task<(int Code, string Said)> Backup(string to) => EngageProgram.Run(database.ConnectionString, folder, null, "backup", to);

        var (code, said) = await Backup(file);
        code.ShouldBe(0, said);
        said.ShouldContain($"Copied the database to {file}.");
        said.ShouldContain(Path.Combine(folder, "media"));
        // The copy is taken for what it is: it answers a backup of its own.
        (await EngageProgram.Run($"Data Source={file}", folder, null, "backup", Path.Combine(folder, "again.db"))).Code.ShouldBe(0);
        (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("\"Acme\""u8).ShouldBeGreaterThan(0);

        var (refused, why) = await Backup(file);
        refused.ShouldBe(2);
        why.ShouldContain($"{file} is there already");
        (await Backup(Path.Combine(folder, "nowhere", "monday.db"))).Said.ShouldContain("There is no folder");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Of_PostgreSQL_it_says_what_does_it()
    {
        var folder = Directory.CreateTempSubdirectory("engage-backup-").FullName;
        var (code, said) = await EngageProgram.Run("Host=127.0.0.1;Port=1;Database=none", folder, null, "backup", Path.Combine(folder, "monday.db"));
        (code, said.Contains("pg_dump", StringComparison.Ordinal)).ShouldBe((2, true), said);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_content_root_that_is_not_there_is_named_in_one_sentence()
    {
        var (code, said) = await EngageProgram.Run("Data Source=:memory:", "/tmp", null, "--contentRoot", "/no/such/folder");
        code.ShouldBe(2);
        said.ShouldBe("--contentRoot is \"/no/such/folder\", and there is no such folder. Name the one in which CsEngage.Web.dll stands, or leave it out.");
    }
}
