using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CsEngage.Engine.Faults;

/// <summary>
/// Points at which the shipped program can be made to fail on purpose, so that recovery is proven on what runs in production.
/// <c>Engage__Faults=after-claim=kill@3;before-mark=throw@1</c> kills the process at the third claim and throws at the first mark.
/// Without that setting a point costs one test of a field.
/// </summary>
public static class Fault
{
    /// <summary>All points that exist.</summary>
    public static readonly IReadOnlyList<string> Points = ["after-claim", "in-data", "on-the-wire", "after-dot", "before-mark", "mid-batch", "before-save"];

    static readonly ConcurrentDictionary<string, int> Hits = new(StringComparer.Ordinal);

    // Below the points, which it checks: initialisers run from top to bottom.
    static volatile Dictionary<string, (string What, int Nth)>? armed = Read(Environment.GetEnvironmentVariable("Engage__Faults"));

    public static void At(string point)
    {
        if (armed is not { } points || !points.TryGetValue(point, out var fault) || Hits.AddOrUpdate(point, 1, static (_, n) => n + 1) != fault.Nth) return;
        if (fault.What == "kill")
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
        throw new IOException($"Fault point {point}.");
    }

    static Dictionary<string, (string, int)>? Read(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting)) return null;
        var points = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        foreach (var part in setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', '@') is not [var point, var what, var nth] || what is not ("kill" or "throw") || !Points.Contains(point) || !int.TryParse(nth, CultureInfo.InvariantCulture, out var n))
                throw new FormatException($"Engage__Faults: \"{part}\" must be point=kill@n or point=throw@n; points are {string.Join(", ", Points)}.");
            points[point] = (what, n);
        }
        return points;
    }
}
