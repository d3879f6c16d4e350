using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What the log says about a touch: that it was planned, and what became of it.</summary>
public static class TouchSignal
{
    /// <summary>A journey planned it.</summary>
    /// <param name="touch">The touch; it says when it became due.</param>
    /// <param name="journey">Key of the journey.</param>
    /// <param name="recordedAt">When it is written down.</param>
    public static Signal Planned(Touch touch, string journey, DateTimeOffset recordedAt) => DerivedSignal.Of(
        touch.Cause with { Type = "touch", Id = touch.Id }, "touch.planned", touch.DueAt, recordedAt, touch.AccountId, touch.MembershipId, SubjectOf(touch),
        properties: ImmutableSortedDictionary<string, string>.Empty.Add("journey", journey).Add("step", touch.Origin?.Step ?? "").Add("template", touch.Template).Add("channel", touch.Channel));

    /// <summary>What a decision came to; null for decisions that say nothing yet. That something was sent is only known once it was.</summary>
    /// <param name="touch">The touch.</param>
    /// <param name="decision">The decision about it.</param>
    /// <param name="now">When it was made.</param>
    public static Signal? Of(Touch touch, TouchDecision decision, DateTimeOffset now) => decision switch
    {
        TouchDecision.Skip skip => Of(touch, "touch.skipped", now, Words(skip.Why.ToString())),
        TouchDecision.Hold { Why: not HoldReason.NotDue } hold => Of(touch, "touch.held", now, Words(hold.Why.ToString()), $"{hold.Why}@{now.ToUnixTimeMilliseconds()}"),
        _ => null,
    };

    /// <summary>What became of it.</summary>
    /// <param name="touch">The touch.</param>
    /// <param name="kind">A kind of its signals.</param>
    /// <param name="now">When.</param>
    /// <param name="reason">Why, as a word.</param>
    /// <param name="once">What tells it from another of the same kind about the same touch; null when there is only one.</param>
    public static Signal Of(Touch touch, string kind, DateTimeOffset now, string? reason = null, string? once = null)
    {
        var properties = ImmutableSortedDictionary<string, string>.Empty.Add("template", touch.Template).Add("channel", touch.Channel);
        if (reason is not null) properties = properties.Add("reason", reason);
        if (touch.Arm is { } arm) properties = properties.Add("arm", arm);
        var cause = touch.Cause with { Type = "touch", Id = once is null ? touch.Id : $"{touch.Id}#{once}" };
        return DerivedSignal.Of(cause, kind, now, now, touch.AccountId, touch.MembershipId, SubjectOf(touch), properties: properties);
    }

    /// <summary>The subject of all its signals.</summary>
    public static string SubjectOf(Touch touch) => $"touch:{touch.Id}";

    // QuietHours → quiet_hours: reasons are words in signals.
    static string Words(string name) => string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
