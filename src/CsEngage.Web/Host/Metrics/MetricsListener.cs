using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using CsEngage.Engine.Metrics;

namespace CsEngage.Web.Host.Metrics;

/// <summary>
/// Listens to chosen meters and writes what they say as Prometheus text. Chosen, because listening to everything that a web server measures
/// would cost more than it tells.
/// </summary>
sealed class MetricsListener : IHostedService, IDisposable
{
    /// <summary>More sets of labels than this for one name are not kept: a label that grows without end must not fill the memory.</summary>
    const int MostSets = 1000;

    static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    readonly MeterListener listener = new();
    // By name: instruments of one name are one figure, however many meters make them.
    readonly ConcurrentDictionary<string, Series> all = new(StringComparer.Ordinal);
    long dropped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (IsChosen(instrument)) own.EnableMeasurementEvents(instrument, all.GetOrAdd($"{instrument.Meter.Name}/{instrument.Name}", static (_, one) => new Series(one), instrument));
        };
        listener.SetMeasurementEventCallback<byte>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<short>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<float>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) => Take(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<decimal>((instrument, value, tags, state) => Take(instrument, (double)value, tags, state));
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        listener.Dispose();
        return Task.CompletedTask;
    }

    static bool IsChosen(Instrument instrument) =>
        instrument.Meter.Name is EngageMeter.Name or "System.Runtime" || instrument is { Meter.Name: "Microsoft.AspNetCore.Hosting", Name: "http.server.request.duration" };

    void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var series = (Series)state!;
        var key = Series.KeyOf(tags);
        if (!series.Cells.TryGetValue(key, out var cell))
        {
            if (series.Cells.Count >= MostSets)
            {
                Interlocked.Increment(ref dropped);
                return;
            }
            cell = series.Cells.GetOrAdd(key, new Cell(MetricsText.Labels(tags), series.Bounds.Length));
        }
        // Observed totals replace, steps add up.
        if (instrument.IsObservable || series.Type == "gauge" && instrument is Gauge<int> or Gauge<long> or Gauge<double>) cell.Set(value);
        else cell.Add(value, series.Bounds);
    }

    public void Write(MetricsText text)
    {
        listener.RecordObservableInstruments();
        foreach (var series in all.Values.OrderBy(series => series.Name, StringComparer.Ordinal))
        {
            if (series.Cells.IsEmpty) continue;
            text.Head(series.Name, series.Type, series.Says);
            foreach (var cell in series.Cells.Values) cell.Write(text, series);
        }
        text.Head("engage_metrics_dropped_total", "counter", "Measurements that were not kept because their name has too many sets of labels.");
        text.Line("engage_metrics_dropped_total", "", Interlocked.Read(ref dropped));
    }

    public void Dispose() => listener.Dispose();

    /// <summary>One figure.</summary>
    sealed class Series
    {
        public Series(Instrument instrument)
        {
            var type = instrument.GetType().Name.Split('`')[0];
            Type = type.Contains("UpDown", StringComparison.Ordinal) || type.Contains("Gauge", StringComparison.Ordinal) ? "gauge" : type.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : "counter";
            Bounds = Type != "histogram" ? [] : instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } ? [.. advised] : UsualBounds;
            Says = instrument.Description ?? instrument.Name;
            var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            var name = instrument.Name.Replace('.', '_').Replace('-', '_');
            Name = (name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit) + (Type == "counter" ? "_total" : "");
        }

        public string Name { get; }
        public string Type { get; }
        public string Says { get; }
        public double[] Bounds { get; }
        public ConcurrentDictionary<(int, int), Cell> Cells { get; } = new();

        // Two hashes: that two of at most a thousand sets share both does not happen.
        public static (int, int) KeyOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var (one, other) = (new HashCode(), new HashCode());
            other.Add(tags.Length);
            foreach (var (name, value) in tags)
            {
                one.Add(name);
                one.Add(value);
                other.Add(value);
                other.Add(name);
            }
            return (one.ToHashCode(), other.ToHashCode());
        }
    }

    /// <summary>One set of labels of an instrument.</summary>
    sealed class Cell(string labels, int bounds)
    {
        readonly Lock turn = new();
        readonly long[] buckets = new long[bounds + 1];
        double sum;
        long count;

        public void Set(double value)
        {
            lock (turn) sum = value;
        }

        public void Add(double value, double[] limits)
        {
            lock (turn)
            {
                sum += value;
                if (limits.Length == 0) return;
                count++;
                var at = Array.BinarySearch(limits, value);
                buckets[at >= 0 ? at : ~at]++;
            }
        }

        public void Write(MetricsText text, Series series)
        {
            lock (turn)
            {
                if (series.Type != "histogram")
                {
                    text.Line(series.Name, labels, sum);
                    return;
                }
                var (below, comma) = (0L, labels.Length > 0 ? "," : "");
                for (var i = 0; i < series.Bounds.Length; i++)
                {
                    below += buckets[i];
                    text.Line(series.Name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{labels}{comma}le=\"{series.Bounds[i]}\""), below);
                }
                text.Line(series.Name + "_bucket", $"{labels}{comma}le=\"+Inf\"", count);
                text.Line(series.Name + "_sum", labels, sum);
                text.Line(series.Name + "_count", labels, count);
            }
        }
    }
}

/// <summary>Prometheus' text format, version 0.0.4.</summary>
sealed class MetricsText
{
    readonly StringBuilder text = new();

    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public void Head(string name, string type, string says) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(says.Replace("\\", @"\\", StringComparison.Ordinal).ReplaceLineEndings("\\n")).Append('\n').Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Line(string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(double.IsPositiveInfinity(value) ? "+Inf" : double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (labels.Length > 0) labels.Append(',');
            foreach (var c in name) labels.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            labels.Append("=\"").Append(Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        return labels.ToString();
    }

    public override string ToString() => text.ToString();
}
