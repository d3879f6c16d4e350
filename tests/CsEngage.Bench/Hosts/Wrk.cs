using System.Diagnostics;
using System.Globalization;

namespace CsEngage.Bench.Hosts;

/// <summary>What a load came to.</summary>
/// <param name="Answered">Requests that were answered as they should be.</param>
/// <param name="P99">The time within which 99 of 100 were answered.</param>
/// <param name="BytesEach">Of an answer, head and body.</param>
sealed record Load(long Answered, TimeSpan Took, TimeSpan P99, double BytesEach)
{
    internal double PerSecond => Answered / Took.TotalSeconds;
}

/// <summary>The load client: wrk with one thread and 32 connections, which takes little of the machine away from what is measured.</summary>
static class Wrk
{
    internal const int Connections = 32;

    const string Result = "RESULT";

    // Part of every script: counts in numbers, because wrk itself rounds for people.
    const string Done = """

        function done(summary, latency)
          local e = summary.errors
          io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99), summary.bytes, e.connect + e.read + e.write + e.status + e.timeout))
        end
        """;

    /// <exception cref="InvalidOperationException">Any request failed, or wrk is not there.</exception>
    internal static Load Run(Uri address, string script, TimeSpan time)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script + Done);
            // It counts in whole seconds.
            var seconds = Math.Max(1, (int)Math.Round(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return Read(Output(["-t1", $"-c{Connections}", $"-d{seconds}s", "--timeout", "60s", "-s", file, address.ToString()]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    static string Output(string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("The load client is missing: apt-get install wrk.", missing);
        }
    }

    static Load Read(string output)
    {
        if (output.Split('\n').FirstOrDefault(line => line.StartsWith(Result, StringComparison.Ordinal))?.Split(' ') is not [_, var requests, var micros, var p99, var bytes, var errors])
            throw new InvalidOperationException($"wrk said nothing that can be read:\n{output}");
        var answered = Number(requests);
        if (Number(errors) > 0) throw new InvalidOperationException($"Of {answered} requests {errors} failed:\n{output}");
        return new(answered, TimeSpan.FromMicroseconds(Number(micros)), TimeSpan.FromMicroseconds(Math.Max(1, Number(p99))), Number(bytes) / (double)answered);
    }

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
