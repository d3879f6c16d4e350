using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CsEngage.Tests;

/// <summary>
/// A program that answers HTTP, as a process of its own: started, asked, told to stop, killed. It chooses its port itself and says so, so
/// that nothing waits for a fixed time and no two runs meet.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    const string Listening = "Now listening on: ";
    const int MostLines = 200;
    // A hang, on a machine many times slower than any that builds this.
    static readonly TimeSpan Hung = TimeSpan.FromMinutes(5);

    readonly Process process;
    readonly ConcurrentQueue<string> lines = new();
    readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    HostProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    public Uri Address => address.Task.IsCompletedSuccessfully ? address.Task.Result : throw new InvalidOperationException("It does not listen yet.");

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>The last lines that it wrote.</summary>
    public string Said => string.Join('\n', lines);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="settings">Environment; what this process has of the product's own settings is not handed on.</param>
    public static async Task<HostProcess> Start(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var started = Begin(file, arguments, settings);
        try
        {
            await Task.WhenAny(started.address.Task, started.process.WaitForExitAsync()).WaitAsync(Hung);
            return started.address.Task.IsCompletedSuccessfully ? started : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended before it listened:\n{started.Said}");
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one that does something and ends. The answer is its exit code and what it wrote.</summary>
    public static async Task<(int Code, string Said)> Run(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        await using var started = Begin(file, arguments, settings);
        // Without a limit: only this waits until its last line was heard too.
        await started.process.WaitForExitAsync();
        return (started.ExitCode, started.Said);
    }

    static HostProcess Begin(string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable.Key is string name && (name.StartsWith("Engage__", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || name.StartsWith("Smtp__", StringComparison.Ordinal)))
                start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var begun = new Process { StartInfo = start };
        var host = new HostProcess(begun);
        begun.Start();
        begun.BeginOutputReadLine();
        begun.BeginErrorReadLine();
        return host;
    }

    void Hear(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        if (lines.Count > MostLines) lines.TryDequeue(out _);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
    }

    /// <summary>SIGTERM, as every supervisor sends it first. The answer is the exit code.</summary>
    public async Task<int> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Hung);
        return process.ExitCode;
    }

    public async Task Kill()
    {
        if (process.HasExited) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Memory that it holds now, in bytes.</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
    }
}
