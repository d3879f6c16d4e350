using System.Diagnostics;
using Npgsql;

namespace CsEngage.Tests;

/// <summary>
/// A throw-away PostgreSQL for one test run: unix socket only, no durability. It dies with this process, even on kill -9, because a
/// shell that owns it waits on a pipe from here. `PG_BIN` names another folder of binaries.
/// </summary>
public sealed class PostgresServer
{
    static readonly Lazy<Task<PostgresServer>> One = new(Start);
    readonly string folder;
    // Held so that the pipe stays open as long as this process lives.
    readonly Process shell;
    int databases;

    PostgresServer(string folder, Process shell) => (this.folder, this.shell) = (folder, shell);

    public static Task<PostgresServer> Running => One.Value;

    public string Address(string database) => $"Host={folder};Username=engage;Database={database};Maximum Pool Size=20;Include Error Detail=true";

    /// <summary>A new database, copied from <paramref name="template"/> when one is named; the answer is its name.</summary>
    public async Task<string> Create(string? template = null)
    {
        var name = $"d{Interlocked.Increment(ref databases)}";
        await Do($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template} STRATEGY FILE_COPY"));
        return name;
    }

    public Task Drop(string name) => Do($"DROP DATABASE {name} WITH (FORCE)");

    public bool IsRunning => !shell.HasExited;

    async Task Do(string sql)
    {
        await using var connection = new NpgsqlConnection(Address("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<PostgresServer> Start()
    {
        var bin = Environment.GetEnvironmentVariable("PG_BIN")
            ?? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(version => int.Parse(Path.GetFileName(version))).Select(version => Path.Combine(version, "bin")).First();
        // Short: the path of a socket has at most 107 bytes.
        var home = Directory.CreateTempSubdirectory("pg").FullName;
        if (Environment.IsPrivilegedProcess) await Run("chown", false, home, "postgres", home);
        await Run(Path.Combine(bin, "initdb"), true, home, "-D", "d", "-U", "engage", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        var owner = Begin("sh", true, home, "-c", "\"$@\" >log 2>&1 & p=$!; read _; kill -QUIT $p; wait $p; rm -rf \"$PWD\"", "sh",
            Path.Combine(bin, "postgres"), "-D", "d", "-k", home, "-h", "", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
            "-c", "autovacuum=off", "-c", "max_connections=200");
        var server = new PostgresServer(home, owner);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await server.Do("SELECT 1");
                return server;
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                await Task.Yield();
                using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
                await moment.WaitForNextTickAsync();
            }
        }
    }

    static async Task Run(string file, bool asPostgres, string folder, params string[] arguments)
    {
        using var process = Begin(file, asPostgres, folder, arguments);
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file}: {await error}");
    }

    static Process Begin(string file, bool asPostgres, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // PostgreSQL refuses to run as root; .NET switches the child's user by itself.
        if (asPostgres && Environment.IsPrivilegedProcess) start.UserName = "postgres";
        return Process.Start(start)!;
    }
}
