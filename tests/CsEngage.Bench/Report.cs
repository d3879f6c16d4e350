using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CsEngage.Bench;

/// <summary>Runs rows, prints a JSON line for each figure and a table at the end; a full run keeps the table in <c>docs/bench.md</c>.</summary>
static class Report
{
    // A baseline that strays further than this from its median was disturbed; the pair is measured again and counted.
    const double Stray = 0.4;
    const int MostReruns = 10;

    sealed record Result(Figure Figure, double Ours, double? Baseline, double? Ratio, double? Worst2, int Pairs, int Discarded, double Goal)
    {
        internal bool IsMet => Figure.IsLimit ? Ours <= Goal : (Ratio ?? Ours) >= Goal;
    }

    internal static int Run(IReadOnlyList<Func<Row>> rows, IReadOnlyList<string> arguments, bool verify)
    {
        var effort = verify ? Effort.Verify : arguments.Contains("--short") ? Effort.Short : Effort.Full;
        var names = arguments.Where(argument => !argument.StartsWith('-')).ToArray();
        var results = new List<Result>();
        var failed = false;
        foreach (var open in rows)
        {
            using var row = open();
            var wanted = row.Figures.Where(figure => IsWanted(figure.Name, names)).ToArray();
            if (wanted.Length == 0) continue;
            try
            {
                results.AddRange(Measure(row, wanted, effort));
            }
            catch (InvalidOperationException wrong)
            {
                // One row that does not do its job must not hide what the others say.
                Console.WriteLine($"{wanted[0].Name}: not correct: {wrong.Message}");
                Console.Error.WriteLine(wrong);
                failed = true;
            }
        }
        if (results.Count == 0 && !failed)
        {
            Console.Error.WriteLine($"There is no figure {string.Join(", ", names)}.");
            return 2;
        }
        if (verify)
        {
            Console.WriteLine($"{results.Count} figures run and are correct");
            return failed ? 1 : 0;
        }
        var table = Table(results);
        Console.WriteLine(table);
        if (effort == Effort.Full) Keep(results);
        return failed ? 1 : 0;
    }

    static bool IsWanted(string figure, string[] names) =>
        names.Length == 0 || names.Any(name => figure == name || figure.StartsWith(name + "/", StringComparison.Ordinal));

    static IEnumerable<Result> Measure(Row row, Figure[] figures, Effort effort)
    {
        row.Prepare(effort);
        row.Check();
        var names = figures.Select(figure => figure.Name).ToArray();
        var warm = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(warm) < row.WarmUp(effort))
            foreach (var _ in row.Pair(names, TimeSpan.FromSeconds(1))) { }

        var samples = figures.ToDictionary(figure => figure.Name, _ => new List<Sample>(), StringComparer.Ordinal);
        for (var pair = 0; pair < effort.Pairs; pair++) Take(row.Pair(names, effort.Slice), samples);
        var discarded = Discard(row, samples, effort);
        row.Check();
        foreach (var figure in figures)
        {
            var result = Summed(figure, samples[figure.Name], discarded.GetValueOrDefault(figure.Name), effort);
            // Where machines differ a verification says what ran, and no number that somebody might compare.
            if (effort != Effort.Verify) Console.WriteLine(Line(result));
            yield return result;
        }
    }

    static void Take(IEnumerable<Sample> pair, Dictionary<string, List<Sample>> samples)
    {
        foreach (var sample in pair) samples[sample.Figure].Add(sample);
    }

    static Dictionary<string, int> Discard(Row row, Dictionary<string, List<Sample>> samples, Effort effort)
    {
        var discarded = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var rerun = 0; rerun < MostReruns && effort.Pairs > 1; rerun++)
        {
            var strays = samples.Where(pair => Strays(pair.Value).Length > 0).Select(pair => pair.Key).ToArray();
            if (strays.Length == 0) break;
            foreach (var name in strays)
            {
                samples[name].Remove(Strays(samples[name])[0]);
                discarded[name] = discarded.GetValueOrDefault(name) + 1;
            }
            Take(row.Pair(strays, effort.Slice), samples);
        }
        return discarded;
    }

    static Sample[] Strays(List<Sample> samples)
    {
        if (samples[0].Baseline is null) return [];
        var median = Median(samples.Select(sample => sample.Baseline!.Value));
        return [.. samples.Where(sample => Math.Abs(sample.Baseline!.Value / median - 1) > Stray)];
    }

    static Result Summed(Figure figure, List<Sample> samples, int discarded, Effort effort)
    {
        var ours = Median(samples.Select(sample => sample.Ours));
        var goal = (figure.Goal ?? 0) * (figure.IsLimit ? 1 : effort.GoalShare);
        if (figure.Baseline is null) return new(figure, ours, null, null, null, samples.Count, discarded, goal);
        var ratios = samples.Select(sample => sample.Ours / sample.Baseline!.Value).Order().ToArray();
        return new(figure, ours, Median(samples.Select(sample => sample.Baseline!.Value)), Median(ratios), ratios[Math.Min(1, ratios.Length - 1)], samples.Count, discarded, goal);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    static string Line(Result result)
    {
        var line = new Dictionary<string, object?>
        {
            ["name"] = result.Figure.Name,
            ["value"] = Round(result.Ours),
            ["unit"] = result.Figure.Unit,
            ["baseline"] = Round(result.Baseline),
            ["baseline_name"] = result.Figure.Baseline,
            ["ratio"] = Round(result.Ratio),
            ["goal"] = Round(result.Goal),
            ["pairs"] = result.Pairs,
            ["worst2"] = Round(result.Worst2),
        };
        if (result.Figure.Baseline is null) line["ok"] = result.IsMet;
        if (result.Discarded > 0) line["discarded"] = result.Discarded;
        return JsonSerializer.Serialize(line);
    }

    static double? Round(double? value) => value is null ? null : value.Value >= 100 ? Math.Round(value.Value) : Math.Round(value.Value, 3);

    const string Head = "| figure | ours | baseline | unit | ratio | second worst | goal | |\n|---|--:|--:|---|--:|--:|--:|---|";

    static readonly string[] Marks = ["\\*", "†", "‡"];

    static string Table(IEnumerable<Result> results) => Head + "\n" + string.Join('\n', results.Select(TableRow));

    static string TableRow(Result result) => string.Create(CultureInfo.InvariantCulture,
        $"| `{result.Figure.Name}` | {Shown(result.Ours)} | {(result.Baseline is { } baseline ? $"{Shown(baseline)} ({result.Figure.Baseline})" : "–")} | {result.Figure.Unit} | {result.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–"} | {result.Worst2?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–"} | {(result.Figure.IsLimit ? "≤ " : "")}{result.Goal:0.##} | {(result.IsMet ? "met" : "missed")} |");

    static string Shown(double value) => value.ToString(value >= 100 ? "N0" : value >= 1 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    /// <summary>Rows that were measured replace those of the last run; the others stay.</summary>
    static void Keep(IEnumerable<Result> results)
    {
        var file = Path.Combine(Repository(), "docs", "bench.md");
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var before = File.Exists(file) ? File.ReadAllLines(file) : [];
        foreach (var line in before.Where(line => line.StartsWith("| `", StringComparison.Ordinal))) kept[line.Split('`')[1]] = line;
        foreach (var result in results) kept[result.Figure.Name] = TableRow(result);
        var text = new StringBuilder("# Figures\n\nRatios of ours to a floor or peer that ran in turns with it on the same machine: the median of at least seven pairs, and the second worst. ")
            .Append("Higher is better. The absolute numbers say what that machine was, no more. `./dev bench NAME` measures again.\n\n")
            .Append(Head).Append('\n').AppendJoin('\n', kept.Values).Append('\n');
        // A note stays as long as a row bears its mark.
        foreach (var note in before.Where(line => Array.Exists(Marks, mark => line.StartsWith(mark + " ", StringComparison.Ordinal) && kept.Values.Any(row => row.EndsWith($" {mark.TrimStart('\\')} |", StringComparison.Ordinal)))))
            text.Append('\n').Append(note).Append('\n');
        File.WriteAllText(file, text.ToString());
    }

    internal static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CsEngage.sln"))) return folder.FullName;
        throw new InvalidOperationException("Figures are measured from inside the repository.");
    }
}
