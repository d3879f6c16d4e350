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

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a command and waits until the port greets.</summary>
    public static async Task<Running> Start(string folder, string command, int port, string? stop = null)
    {
        var script = $"{command} >{folder}/out 2>&1 & p=$!; read _; {stop ?? "kill -TERM $p"}; wait $p; rm -rf {folder}";
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = folder };
        var running = new Running(folder, Process.Start(start)!);
        for (var since = Stopwatch.StartNew(); ;)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                if (await client.GetStream().ReadAsync(new byte[4]) > 0) return running;
            }
            catch (SocketException) when (since.Elapsed < TimeSpan.FromMinutes(3)) { await Task.Yield(); }
            if (since.Elapsed < TimeSpan.FromMinutes(3)) continue;
            var said = File.Exists(folder + "/out") ? await File.ReadAllTextAsync(folder + "/out") : "";
            await running.DisposeAsync();
            throw new InvalidOperationException($"The server did not start: {said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
