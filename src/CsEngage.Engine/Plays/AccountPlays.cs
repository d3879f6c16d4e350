using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Settings;
using CsEngage.Store.Plays;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Plays;

/// <summary>Which plays open and close for an account by their own rules.</summary>
public sealed class AccountPlays(PlayBook plays, SignalLog log)
{
    /// <summary>Opens and closes. The answer is when a rule may say something else with no new signal, and whether anything was done.</summary>
    public async Task<(DateTimeOffset? AskAgain, bool Acted)> Look(AuthoredSet set, Facts facts, DateTimeOffset now, Calendars calendars)
    {
        var account = facts.History.Account.Id;
        var (again, acted) = ((DateTimeOffset?)null, false);
        ImmutableArray<PlayOnAccount>? known = null;
        foreach (var play in set.Plays.Values.Where(play => play.Opens is not null || play.Closes is not null))
        {
            var history = known ??= await plays.History(account);
            var decision = PlayPolicy.Decide(play, history, facts, now, calendars.Account);
            again = DrainRun.Earlier(again, decision.AskAgainAt);
            var cause = Cause.Of("rule", $"play:{play.Key}@{now.ToUnixTimeMilliseconds()}");
            switch (decision)
            {
                case PlayDecision.Open open:
                    acted = true;
                    var id = $"rule/{play.Key}/{now.ToUnixTimeMilliseconds()}";
                    if (await plays.Open(new NewPlay(id, play.Key, account, null, now, open.DueAt, cause, null, ByRule: true, Reasons: open.Verdict?.Reasons.Text, Urgency: play.IsUrgent ? 1 : 0)))
                        await log.Append(DerivedSignal.Of(cause, "play.opened", now, now, account, subject: $"play:{play.Key}"));
                    break;
                case PlayDecision.Close:
                    acted = true;
                    foreach (var line in (await plays.Of(account)).Where(line => line.Play == play.Key && line.ClosedAt is null))
                        if (await plays.Close(account, line.Id, new PlayClosing("by-itself", "cleared", null, null, now)))
                            await log.Append(DerivedSignal.Of(cause, "play.closed", now, now, account, subject: $"play:{play.Key}"));
                    break;
                default: break;
            }
        }
        return (again, acted);
    }
}
