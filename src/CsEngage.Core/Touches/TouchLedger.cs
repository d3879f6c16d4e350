using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What happens to a touch in the ledger.</summary>
public enum TouchEvent
{
    /// <summary>The policy holds it.</summary>
    Hold,
    /// <summary>Its hold has ended.</summary>
    Resume,
    /// <summary>It comes into the review queue.</summary>
    Ask,
    /// <summary>A worker takes it.</summary>
    Claim,
    /// <summary>The claim is given back before the message went over the wire: by the policy, a lost lease or a transient answer.</summary>
    GiveBack,
    /// <summary>The server accepted it.</summary>
    Accept,
    /// <summary>The server refused it for good, or it cannot be rendered.</summary>
    Refuse,
    /// <summary>The connection was lost after the message went over the wire.</summary>
    Lose,
    /// <summary>The policy skips it, or a person cancels it.</summary>
    Skip,
    /// <summary>It is held out.</summary>
    Ghost,
    /// <summary>A provider reports delivery.</summary>
    Deliver,
    /// <summary>It came back.</summary>
    Bounce,
    /// <summary>The person complained.</summary>
    Complain,
}

/// <summary>
/// The transitions of the ledger. A state that is not in the answer may not be taken: the store's conditional UPDATE names the states it may
/// come from, and no row changed means that somebody else was first.
/// </summary>
public static class TouchLedger
{
    static readonly ImmutableDictionary<(TouchState, TouchEvent), TouchState> Next = new Dictionary<(TouchState, TouchEvent), TouchState>
    {
        [(TouchState.Pending, TouchEvent.Hold)] = TouchState.Held,
        [(TouchState.Pending, TouchEvent.Ask)] = TouchState.InReview,
        [(TouchState.Pending, TouchEvent.Claim)] = TouchState.Claimed,
        [(TouchState.Pending, TouchEvent.Skip)] = TouchState.Skipped,
        [(TouchState.Pending, TouchEvent.Ghost)] = TouchState.Ghost,
        [(TouchState.Held, TouchEvent.Resume)] = TouchState.Pending,
        [(TouchState.Held, TouchEvent.Hold)] = TouchState.Held,
        [(TouchState.Held, TouchEvent.Ask)] = TouchState.InReview,
        [(TouchState.Held, TouchEvent.Skip)] = TouchState.Skipped,
        [(TouchState.InReview, TouchEvent.Resume)] = TouchState.Pending,
        [(TouchState.InReview, TouchEvent.Hold)] = TouchState.Held,
        [(TouchState.InReview, TouchEvent.Skip)] = TouchState.Skipped,
        [(TouchState.Claimed, TouchEvent.GiveBack)] = TouchState.Pending,
        [(TouchState.Claimed, TouchEvent.Hold)] = TouchState.Held,
        [(TouchState.Claimed, TouchEvent.Ask)] = TouchState.InReview,
        [(TouchState.Claimed, TouchEvent.Skip)] = TouchState.Skipped,
        [(TouchState.Claimed, TouchEvent.Accept)] = TouchState.Sent,
        [(TouchState.Claimed, TouchEvent.Refuse)] = TouchState.Failed,
        [(TouchState.Claimed, TouchEvent.Lose)] = TouchState.Ambiguous,
        [(TouchState.Sent, TouchEvent.Deliver)] = TouchState.Delivered,
        [(TouchState.Sent, TouchEvent.Bounce)] = TouchState.Bounced,
        [(TouchState.Sent, TouchEvent.Complain)] = TouchState.Complained,
        [(TouchState.Delivered, TouchEvent.Bounce)] = TouchState.Bounced,
        [(TouchState.Delivered, TouchEvent.Complain)] = TouchState.Complained,
        // A report settles what the lost connection left open; a person may settle it too.
        [(TouchState.Ambiguous, TouchEvent.Accept)] = TouchState.Sent,
        [(TouchState.Ambiguous, TouchEvent.Deliver)] = TouchState.Delivered,
        [(TouchState.Ambiguous, TouchEvent.Bounce)] = TouchState.Bounced,
        [(TouchState.Ambiguous, TouchEvent.Complain)] = TouchState.Complained,
    }.ToImmutableDictionary();

    /// <summary>The state after an event; null when that may not happen from there.</summary>
    public static TouchState? After(TouchState state, TouchEvent what) => Next.TryGetValue((state, what), out var then) ? then : null;

    /// <summary>The states from which an event may happen.</summary>
    public static ImmutableArray<TouchState> From(TouchEvent what) => [.. Next.Keys.Where(key => key.Item2 == what).Select(key => key.Item1).Order()];

    /// <summary>Whether nothing of ours moves it any more; reports from outside still may.</summary>
    public static bool IsSettled(TouchState state) => state is not (TouchState.Pending or TouchState.Held or TouchState.InReview or TouchState.Claimed);

    /// <summary>When to try again after the n-th transient failure (from 1): 1, 5, 15, 30 minutes, then hourly doubling to 8 hours.</summary>
    public static TimeSpan BackOff(int failures) => failures switch
    {
        <= 1 => TimeSpan.FromMinutes(1),
        2 => TimeSpan.FromMinutes(5),
        3 => TimeSpan.FromMinutes(15),
        4 => TimeSpan.FromMinutes(30),
        _ => TimeSpan.FromHours(Math.Min(8, 1 << Math.Min(failures - 5, 3))),
    };

    /// <summary>Transient failures become permanent after this long.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(48);

    /// <summary>When to try again; null when it has been tried for long enough.</summary>
    public static DateTimeOffset? RetryAt(DateTimeOffset firstTriedAt, int failures, DateTimeOffset now) =>
        now + BackOff(failures) is var then && then - firstTriedAt <= GiveUpAfter ? then : null;
}
