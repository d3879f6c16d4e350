using CsEngage.Core;
using CsEngage.Store.Journeys;
using CsEngage.Store.Plays;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;

namespace CsEngage.Store.Recipes;

/// <summary>A touch of the past with what became of it.</summary>
/// <param name="Decision">Send, Skip or Ghost: what settled it.</param>
/// <param name="Topic">The topic it went under; null when transactional.</param>
/// <param name="MessageId">Of what was sent.</param>
public sealed record RememberedTouch(Touch Touch, TouchDecision Decision, DateTimeOffset At, string? Topic, string? MessageId);

/// <summary>Everything that happened at one account before this installation knew it.</summary>
/// <param name="Enrollments">With those of their effects that are to be kept, and when to look at them next.</param>
public sealed record AccountPast(
    Guid AccountId, IReadOnlyList<Signal> Signals, IReadOnlyList<Advanced> Enrollments, IReadOnlyList<RememberedTouch> Touches, IReadOnlyList<(NewPlay Play, PlayClosing? Closing)> Plays,
    IReadOnlyList<Note> Notes, IReadOnlyList<ConsentAct> Consents);

/// <summary>Writes a whole past of an account in one transaction: it is there, or nothing of it is.</summary>
public sealed class PastShelf(Database database, SettingsBook settings)
{
    /// <summary>Accounts at which something has happened.</summary>
    public async Task<HashSet<Guid>> Lived() => [.. await database.Query("SELECT DISTINCT account_id FROM signals", row => row.Guid(0))];

    /// <summary>False when the account has signals already: nothing was kept then.</summary>
    public async Task<bool> Keep(AccountPast past, DateTimeOffset now)
    {
        var zone = await settings.OperatorZone();
        return await database.Writer.Do(async transaction =>
        {
            if (await transaction.Number("SELECT count(*) FROM (SELECT 1 FROM signals WHERE account_id = $1 LIMIT 1) s", past.AccountId) > 0) return false;
            // Signals first, so that those which enrollments name keep the time at which they were received then.
            await SignalLog.Append(transaction, past.Signals, zone);
            foreach (var advanced in past.Enrollments)
            {
                var enrollment = advanced.Enrollment;
                if (!await EnrollmentBook.Save(transaction, advanced, 0, now, [], zone)) continue;
                foreach (var task in enrollment.Tasks.Where(task => task.DoneAt is not null))
                    await TaskBook.Done(transaction, past.AccountId, enrollment.Id, task.Checkpoint, task.Key, task.DoneBy, null, task.DoneAt!.Value);
            }
            foreach (var touch in past.Touches) await TouchBook.Remember(transaction, touch);
            foreach (var (play, closing) in past.Plays)
            {
                await PlayBook.Open(transaction, play);
                if (closing is not null) await PlayBook.Close(transaction, past.AccountId, play.Id, closing);
            }
            foreach (var note in past.Notes) await NoteBook.Put(transaction, note);
            foreach (var act in past.Consents) await ConsentLedger.Record(transaction, act);
            return true;
        });
    }
}
