using System.Collections.Immutable;
using CsEngage.Core;

namespace CsEngage.Engine.Journeys;

static class PlannedTouch
{
    /// <summary>Says of every touch that it is planned, in the transaction that plans it.</summary>
    public static Advanced Told(Advanced next, DateTimeOffset now)
    {
        var said = next.Effects.OfType<Effect.Plan>().Select(plan => plan.Touch).Select(touch => DerivedSignal.Of(
            touch.Cause with { Type = "touch", Id = touch.Id }, "touch.planned", touch.DueAt, now, touch.AccountId, touch.MembershipId, $"touch:{touch.Id}",
            properties: ImmutableSortedDictionary<string, string>.Empty.Add("journey", next.Enrollment.Journey).Add("step", touch.Origin?.Step ?? "").Add("template", touch.Template).Add("channel", touch.Channel)));
        return next with { Effects = [.. next.Effects, .. said.Select(signal => new Effect.Append(signal.Id, signal.OccurredAt, signal))] };
    }
}
