using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>An earlier or open play of one account, as far as the policy looks at it.</summary>
/// <param name="Play">Key of the play.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ClosedAt">When it was closed; null while it is open.</param>
/// <param name="ByRule">Opened by its own rule: only such close by themselves when the rule clears.</param>
public sealed record PlayOnAccount(string Play, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, bool ByRule);

/// <summary>What is to be done about one play and one account.</summary>
/// <param name="Verdict">What the rule said, with the facts that satisfied it; null when it was not asked.</param>
/// <param name="AskAgainAt">When the answer may be another with no new signal.</param>
public abstract record PlayDecision(Verdict? Verdict, DateTimeOffset? AskAgainAt)
{
    /// <summary>Open it, due at <paramref name="DueAt"/>.</summary>
    public sealed record Open(Verdict? Verdict, DateTimeOffset? DueAt, DateTimeOffset? AskAgainAt) : PlayDecision(Verdict, AskAgainAt);

    /// <summary>Close it: its reason has gone.</summary>
    public sealed record Close(Verdict? Verdict, DateTimeOffset? AskAgainAt) : PlayDecision(Verdict, AskAgainAt);

    /// <summary>Leave it as it is.</summary>
    public sealed record Leave(Verdict? Verdict, PlayStand Why, DateTimeOffset? AskAgainAt) : PlayDecision(Verdict, AskAgainAt);
}

/// <summary>Why nothing is to be done about a play.</summary>
public enum PlayStand
{
    /// <summary>Its rule does not hold.</summary>
    NothingToDo,
    /// <summary>It is open already.</summary>
    IsOpen,
    /// <summary>It was closed not long ago.</summary>
    CoolingDown,
    /// <summary>It opens only by journeys and by hand.</summary>
    OnlyByHand,
}

/// <summary>When plays open and close: one open play of a key per account, none while it cools down, closed by itself when its reason has gone.</summary>
public static class PlayPolicy
{
    /// <summary>Whether the rule of a play opens or closes it for an account now.</summary>
    public static PlayDecision Decide(Play play, ImmutableArray<PlayOnAccount> history, Facts facts, DateTimeOffset now, Calendar calendar)
    {
        var open = history.FirstOrDefault(earlier => earlier.Play == play.Key && earlier.ClosedAt is null);
        if (open is not null) return Keep(play, open, facts, now);
        if (play.Opens is null) return new PlayDecision.Leave(null, PlayStand.OnlyByHand, null);
        var verdict = play.Opens.Evaluate(facts, now);
        if (!verdict.Holds) return new PlayDecision.Leave(verdict, PlayStand.NothingToDo, verdict.ChangesAt);
        if (CooledAt(play, history, calendar) is { } cooled && cooled > now)
            return new PlayDecision.Leave(verdict, PlayStand.CoolingDown, verdict.ChangesAt < cooled ? verdict.ChangesAt : cooled);
        return new PlayDecision.Open(verdict, DueAt(play, now, calendar), verdict.ChangesAt);
    }

    /// <summary>Whether a journey or a person may open it now: not while one is open. The cool-down binds rules only.</summary>
    public static bool MayOpen(Play play, ImmutableArray<PlayOnAccount> history) => !history.Any(earlier => earlier.Play == play.Key && earlier.ClosedAt is null);

    /// <summary>When a play opened now is due: business days end with their day.</summary>
    public static DateTimeOffset? DueAt(Play play, DateTimeOffset now, Calendar calendar) => play.Due switch
    {
        null => null,
        { Unit: DurationUnit.BusinessDays } days => calendar.EndOfBusinessDay(now, days.Amount),
        var span => span.After(now, calendar),
    };

    /// <summary>When a play that was closed may be opened by its rule again; null when it never was, or has no cool-down.</summary>
    public static DateTimeOffset? CooledAt(Play play, ImmutableArray<PlayOnAccount> history, Calendar calendar)
    {
        var last = history.Where(earlier => earlier.Play == play.Key).Max(earlier => earlier.ClosedAt);
        return last is { } closed && play.CoolDown is { } coolDown ? coolDown.After(closed, calendar) : null;
    }

    static PlayDecision Keep(Play play, PlayOnAccount open, Facts facts, DateTimeOffset now)
    {
        if (play.Closes is { } closes)
        {
            var verdict = closes.Evaluate(facts, now);
            return verdict.Holds ? new PlayDecision.Close(verdict, verdict.ChangesAt) : new PlayDecision.Leave(verdict, PlayStand.IsOpen, verdict.ChangesAt);
        }
        if (!open.ByRule || play.Opens is null) return new PlayDecision.Leave(null, PlayStand.IsOpen, null);
        var still = play.Opens.Evaluate(facts, now);
        // What is no longer known has not cleared: a person looks at it.
        return still.Value == Truth.False ? new PlayDecision.Close(still, still.ChangesAt) : new PlayDecision.Leave(still, PlayStand.IsOpen, still.ChangesAt);
    }
}
