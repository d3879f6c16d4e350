using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Store.Health;
using CsEngage.Store.Settings;

namespace CsEngage.Engine.Health;

/// <summary>Scores that change because time passes, and the closing of days. What signals change is scored where dirty accounts are looked at.</summary>
public sealed class ScoreDrain(ScoreBoard board, ScoreShelf scores, SettingsBook settings) : Drain("scores", "scores", "settings")
{
    const int Batch = 100;

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        var days = OperatorDays.In(await settings.OperatorZone());
        var today = days.DateOf(now);

        var unclosed = await scores.Unclosed(today.AddDays(-1), Batch);
        foreach (var account in unclosed)
        {
            stop.ThrowIfCancellationRequested();
            await board.Score(account, now);
        }
        var due = await scores.Due(now, Batch);
        foreach (var (account, _) in due)
        {
            stop.ThrowIfCancellationRequested();
            await board.Score(account, now);
        }
        return new DrainRun(unclosed.Count + due.Count, DrainRun.Earlier(await scores.NextDue(), days.StartOf(today.AddDays(1))));
    }
}
