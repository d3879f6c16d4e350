using System.Diagnostics.Metrics;
using CsEngage.Core;

namespace CsEngage.Engine.Metrics;

/// <summary>What the engine counts while it works. Read by whoever listens: /metrics, or an exporter. Labels are words of code, never names or ids of anybody.</summary>
public static class EngageMeter
{
    public const string Name = "CsEngage";

    static readonly Meter Meter = new(Name);
    static readonly Counter<long> Signals = Meter.CreateCounter<long>("engage.signals", description: "Signals from other systems, by what became of them.");
    static readonly Counter<long> Refused = Meter.CreateCounter<long>("engage.signals.refused", description: "Signals from other systems that were not taken, by the code of the reason.");
    static readonly Counter<long> Touches = Meter.CreateCounter<long>("engage.touches", description: "Decisions about touches and what came of sending them.");
    static readonly Counter<long> Done = Meter.CreateCounter<long>("engage.drain.done", description: "Things that a drain acted on.");
    static readonly Counter<long> Troubles = Meter.CreateCounter<long>("engage.drain.troubles", description: "Runs of a drain that threw and were tried again.");
    static readonly Histogram<double> Runs = Meter.CreateHistogram<double>("engage.drain.duration", "s", "How long a run of a drain took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30] });

    public static void Took(int accepted, int duplicates, IEnumerable<string> refused)
    {
        Signals.Add(accepted, new KeyValuePair<string, object?>("outcome", "accepted"));
        Signals.Add(duplicates, new KeyValuePair<string, object?>("outcome", "duplicate"));
        foreach (var code in refused.CountBy(code => code))
        {
            Signals.Add(code.Value, new KeyValuePair<string, object?>("outcome", "refused"));
            Refused.Add(code.Value, new KeyValuePair<string, object?>("reason", code.Key));
        }
    }

    /// <summary>What the policy decided. That something is to be sent is counted when it was.</summary>
    public static void Decided(TouchDecision decision)
    {
        switch (decision)
        {
            case TouchDecision.Hold hold: Touch("held", hold.Why.ToString()); break;
            case TouchDecision.Skip skip: Touch("skipped", skip.Why.ToString()); break;
            case TouchDecision.Review: Touch("review", ""); break;
            case TouchDecision.Ghost: Touch("ghost", ""); break;
        }
    }

    /// <summary>How sending ended: sent, deferred, failed or ambiguous.</summary>
    public static void Touch(string outcome, string reason) => Touches.Add(1, new("outcome", outcome), new("reason", reason));

    public static void Ran(string drain, int done, TimeSpan took)
    {
        if (done > 0) Done.Add(done, new KeyValuePair<string, object?>("drain", drain));
        Runs.Record(took.TotalSeconds, new KeyValuePair<string, object?>("drain", drain));
    }

    public static void Trouble(string drain) => Troubles.Add(1, new KeyValuePair<string, object?>("drain", drain));
}
