using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Settings;
using CsEngage.Store.Plays;

namespace CsEngage.Engine.Plays;

/// <summary>Which plays open and close for an account by their own rules.</summary>
public static class AccountPlays
{
    /// <summary>What is to open and close, and when a rule may say something else with no new signal.</summary>
    public static (DateTimeOffset? AskAgain, ImmutableArray<PlayMove> Moves) Look(AuthoredSet set, Facts facts, ImmutableArray<PlayOnAccount> history, DateTimeOffset now, Calendars calendars)
    {
        var account = facts.History.Account.Id;
        DateTimeOffset? again = null;
        var moves = ImmutableArray.CreateBuilder<PlayMove>();
        foreach (var play in set.Plays.Values.Where(play => play.Opens is not null || play.Closes is not null))
        {
            var decision = PlayPolicy.Decide(play, history, facts, now, calendars.Account);
            again = DrainRun.Earlier(again, decision.AskAgainAt);
            var cause = Cause.Of("rule", $"play:{play.Key}@{now.ToUnixTimeMilliseconds()}");
            switch (decision)
            {
                case PlayDecision.Open open:
                    var id = $"rule/{play.Key}/{now.ToUnixTimeMilliseconds()}";
                    moves.Add(new PlayMove.Open(
                        new NewPlay(id, play.Key, account, null, now, open.DueAt, cause, null, ByRule: true, Reasons: open.Verdict?.Reasons.Text, Urgency: play.IsUrgent ? 1 : 0),
                        DerivedSignal.Of(cause, "play.opened", now, now, account, subject: $"play:{play.Key}")));
                    break;
                case PlayDecision.Close:
                    moves.Add(new PlayMove.Close(play.Key, new PlayClosing("by-itself", "cleared", null, null, now), DerivedSignal.Of(cause, "play.closed", now, now, account, subject: $"play:{play.Key}")));
                    break;
                default: break;
            }
        }
        return (again, moves.DrainToImmutable());
    }
}
