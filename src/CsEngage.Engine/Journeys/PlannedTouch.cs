using CsEngage.Core;

namespace CsEngage.Engine.Journeys;

static class PlannedTouch
{
    /// <summary>Says of every touch that it is planned, in the transaction that plans it.</summary>
    public static Advanced Told(Advanced next, DateTimeOffset now)
    {
        var said = next.Effects.OfType<Effect.Plan>().Select(plan => TouchSignal.Planned(plan.Touch, next.Enrollment.Journey, now));
        return next with { Effects = [.. next.Effects, .. said.Select(signal => new Effect.Append(signal.Id, signal.OccurredAt, signal))] };
    }
}
