using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CsEngage.Mail.Tests.Peers;

/// <summary>A real server in a folder of its own. It ends with the test run, even when that is killed: its shell waits on a pipe that then closes.</summary>
sealed class Running : IAsyncDisposable
{
    readonly Process process;

    Running(string folder, Process process) => (Folder, this.process) = (folder, process);

    public string Folder { get; }

    public static string NewFolder(string name)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"csengage-{name}-{Guid.NewGuid():N}"[..32]);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);     // servers drop to users of their own
        return folder;
    }

    /// <summary>A port that is free, below those that the system hands out by itself: until the server has it, no connection of another test takes it.</summary>
    public static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try { listener.Start(); }
            catch (SocketException) { continue; }       // somebody has it
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    /// <summary>Waits for something that another process does, looking every now and then; gives up after minutes, when that process hangs.</summary>
    public static async Task<T?> Until<T>(Func<Task<T?>> look) where T : class
    {
        using var moments = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromMinutes(5); await moments.WaitForNextTickAsync())
            if (await look() is { } found) return found;
        return null;
    }

    /// <summary>Starts a command and waits until the port greets.</summary>
    public static async Task<Running> Start(string folder, string command, int port, string? stop = null)
    {
        var script = $"{command} >{folder}/out 2>&1 & p=$!; read _; {stop ?? "kill -TERM $p"}; wait $p; rm -rf {folder}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = folder };
        var running = new Running(folder, Process.Start(start)!);
        if (await Until(Greets) is not null) return running;
        var said = File.Exists(folder + "/out") ? await File.ReadAllTextAsync(folder + "/out") : "";
        await running.DisposeAsync();
        throw new InvalidOperationException($"The server did not start: {said}");

        async Task<Running?> Greets()
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return await client.GetStream().ReadAsync(new byte[4]) > 0 ? running : null;
            }
            catch (Exception e) when (e is SocketException or IOException) { return null; }      // not yet
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
