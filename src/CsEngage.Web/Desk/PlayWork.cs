using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;

namespace CsEngage.Web.Desk;

/// <summary>What is done to a play on its own page and among others of the queue.</summary>
static class PlayWork
{
    /// <summary>Closes it and appends the signal; false when somebody else was first.</summary>
    public static async Task<bool> End(this PlayBook plays, SignalLog log, PlayLine play, PlayEnding.Ends ending, Guid me, DateTimeOffset now)
    {
        if (!await plays.Close(play.AccountId, play.Id, new PlayClosing(ending.Outcome, ending.Reason, me, ending.Minutes, now))) return false;
        await log.Append(DerivedSignal.Of(
            Cause.Of("play", $"{play.Id}/{play.Version}"), "play.closed", now, now, play.AccountId, play.MembershipId, $"play:{play.Play ?? "by-hand"}", ending.Minutes,
            ImmutableSortedDictionary<string, string>.Empty.Add("outcome", ending.Outcome), "desk"));
        return true;
    }
}
