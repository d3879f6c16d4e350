using System.Diagnostics;
using System.Text;

namespace CsEngage.Mail.Tests.Peers;

/// <summary>Programs that are not ours and judge our work. When one is missing the test fails with what to install.</summary>
static class Tool
{
    public const string Python = "/usr/bin/python3";    // Debian's, for which Debian's packages are

    public static string Find(string name, string package)
    {
        foreach (var folder in new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin" })
            if (File.Exists(Path.Combine(folder, name))) return Path.Combine(folder, name);
        throw new InvalidOperationException($"{name} is missing: apt-get install -y {package}");
    }

    public static async Task<(int Code, string Out, string Error)> Run(string program, string[] arguments, byte[]? input = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.HasExited) { return (process.ExitCode, await output, await error); }    // it did not want all of it
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public static async Task<string> Script(string script, byte[] input, string package)
    {
        var (code, text, error) = await Run(Python, ["-c", script], input);
        if (code != 0 && error.Contains("ModuleNotFoundError", StringComparison.Ordinal)) throw new InvalidOperationException($"A Python module is missing: apt-get install -y {package}\n{error}");
        code.ShouldBe(0, error);
        return text;
    }
}
