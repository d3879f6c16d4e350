namespace CsEngage.Core;

/// <summary>Whether and how an open play ends.</summary>
public abstract record PlayEnding
{
    /// <summary>It ends so.</summary>
    /// <param name="Outcome">Key of the outcome; of a play without outcomes of its own done or dropped.</param>
    /// <param name="Reason">Why, in a sentence; null when none was given.</param>
    /// <param name="Minutes">Effort that is counted unless somebody says otherwise.</param>
    public sealed record Ends(string Outcome, string? Reason, int? Minutes) : PlayEnding;

    /// <summary>It stays open.</summary>
    public sealed record Stays(PlayStays Why) : PlayEnding;

    /// <summary>How a play ends whose outcome a person chose.</summary>
    /// <param name="play">What it was opened from; null when it was written by hand.</param>
    /// <param name="outcome">What was chosen.</param>
    /// <param name="reason">The sentence of explanation.</param>
    /// <param name="minutes">Effort as the person says; 0 to 10,000.</param>
    public static PlayEnding Chosen(Play? play, string outcome, string? reason, int? minutes)
    {
        var known = play?.Outcomes.FirstOrDefault(one => one.Key == outcome);
        if (known is null && (play is { Outcomes.Length: > 0 } || outcome is not (Done or Dropped))) return new Stays(PlayStays.NoSuchOutcome);
        var said = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (said is null && (known?.NeedsReason ?? outcome == Dropped)) return new Stays(PlayStays.NeedsReason);
        return new Ends(outcome, said, minutes is { } given ? Math.Clamp(given, 0, 10_000) : null);
    }

    /// <summary>
    /// How a play ends well without a look at it, among several: somebody else's work is theirs to end, and an outcome that asks for a sentence asks for a look.
    /// </summary>
    /// <param name="play">What it was opened from; null when it was written by hand.</param>
    /// <param name="assignee">Whose it is; null for nobody's.</param>
    /// <param name="me">Who ends it.</param>
    public static PlayEnding Well(Play? play, Guid? assignee, Guid me)
    {
        if (assignee is { } other && other != me) return new Stays(PlayStays.IsAnothers);
        if (play is not { Outcomes.Length: > 0 }) return new Ends(Done, null, play?.Minutes);
        if (play.Outcomes.FirstOrDefault(one => one is { Result: PlayResult.Success, NeedsReason: false }) is { } outcome) return new Ends(outcome.Key, null, play.Minutes);
        return new Stays(play.Outcomes.Any(one => one.Result == PlayResult.Success) ? PlayStays.NeedsReason : PlayStays.NoSuchOutcome);
    }

    const string Done = "done";
    const string Dropped = "dropped";
}

/// <summary>Why a play stays open.</summary>
public enum PlayStays
{
    /// <summary>It cannot end like that.</summary>
    NoSuchOutcome,
    /// <summary>A sentence of explanation is missing.</summary>
    NeedsReason,
    /// <summary>It is somebody else's.</summary>
    IsAnothers,
}
