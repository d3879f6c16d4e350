using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CsEngage.Core;

/// <summary>What a simulation over many accounts came to, as text that stays the same for the same seed.</summary>
public static class SimulationReport
{
    /// <summary>A line per journey, checkpoint and outcome of touches.</summary>
    /// <param name="pasts">The accounts.</param>
    /// <param name="journeys">The journeys they could enter.</param>
    /// <param name="days">How many days were simulated.</param>
    public static string Of(ImmutableArray<SimulatedPast> pasts, ImmutableArray<Journey> journeys, int days)
    {
        var text = new StringBuilder();
        Line(text, $"accounts {pasts.Length}  days {days}  signals {pasts.Sum(past => past.Signals.Length)}");
        foreach (var journey in journeys) Of(text, pasts, journey);
        var touches = pasts.SelectMany(past => past.Touches).ToArray();
        foreach (var outcome in touches.GroupBy(touch => Word(touch.Decision)).OrderBy(group => group.Key, StringComparer.Ordinal)) Line(text, $"touches {outcome.Key} {outcome.Count()}");
        foreach (var hold in touches.SelectMany(touch => touch.Holds).GroupBy(why => why.ToString()).OrderBy(group => group.Key, StringComparer.Ordinal)) Line(text, $"held {hold.Key} {hold.Count()}");
        var contacts = pasts.Sum(past => past.History.Memberships.Length);
        Line(text, $"mails per contact and week {touches.Count(touch => touch.Decision is TouchDecision.Send) / Math.Max(1.0, contacts * days / 7.0):0.000}");
        foreach (var play in pasts.SelectMany(past => past.Effects).OfType<Effect.OpenPlay>().GroupBy(play => play.Play).OrderBy(group => group.Key, StringComparer.Ordinal)) Line(text, $"plays {play.Key} {play.Count()}");
        return text.ToString();
    }

    static void Of(StringBuilder text, ImmutableArray<SimulatedPast> pasts, Journey journey)
    {
        var enrollments = pasts.SelectMany(past => past.Enrollments).Where(enrollment => enrollment.Journey == journey.Key).ToArray();
        var states = enrollments.GroupBy(enrollment => enrollment.State).OrderBy(group => group.Key).Select(group => FormattableString.Invariant($"{group.Key} {group.Count()}"));
        Line(text, $"journey {journey.Key}  entered {enrollments.Length}  {string.Join("  ", states)}");
        foreach (var checkpoint in journey.Checkpoints)
        {
            var progress = enrollments.Select(enrollment => enrollment.Find(checkpoint.Key)).OfType<CheckpointProgress>().ToArray();
            var days = progress.Where(one => one.IsReached).Select(one => (one.ReachedAt!.Value - one.OpenedAt).TotalDays).Order().ToArray();
            Line(text, $"  {checkpoint.Key}  opened {progress.Length}  reached {days.Length}  fell behind {progress.Count(one => one.Firings.Behind > 0)}  got stuck {progress.Count(one => one.Firings.Stuck > 0)}  median days {(days.Length == 0 ? "-" : days[days.Length / 2].ToString("0.0", CultureInfo.InvariantCulture))}");
        }
    }

    static string Word(TouchDecision decision) => decision switch
    {
        TouchDecision.Skip skip => $"skipped {skip.Why}",
        TouchDecision.Hold hold => $"held {hold.Why}",
        _ => decision.GetType().Name.ToLowerInvariant(),
    };

    static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
