using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Health;
using CsEngage.Store.Plays;
using CsEngage.Store.Segments;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

namespace CsEngage.Store.Journeys;

/// <summary>What stands in the store of an account that is looked at.</summary>
/// <param name="History">Null when there is no such account any more.</param>
public sealed record AccountAsIs(AccountHistory? History, ImmutableArray<LoadedEnrollment> Enrollments, ImmutableArray<SegmentPlace> Places, ImmutableArray<LiveScore> Scores, ImmutableArray<CardOverride> Overrides,
    ImmutableArray<PlayOnAccount> Plays);

/// <summary>What a look at an account came to.</summary>
/// <param name="Starts">Journeys that were to be started and need no longer wait.</param>
/// <param name="Signals">What the scores mean.</param>
/// <param name="Timers">Timers to set, or with no time to clear: kind, id, when.</param>
/// <param name="Retry">The timer to set when somebody else saved an enrollment meanwhile.</param>
/// <param name="Plays">Plays that open and close by their rules.</param>
/// <param name="IsSettled">Looking again at once, with everything that this look wrote, would change nothing.</param>
public sealed record AccountLooked(
    Guid AccountId, IReadOnlyList<(Advanced Advanced, int Version)> Advances, ImmutableArray<JourneyStart> Starts, IReadOnlyList<(string Segment, Guid? MembershipId, SegmentStep Step)> Segments,
    IReadOnlyList<(LiveScore Live, DateOnly Day)> Closed, IReadOnlyList<LiveScore>? Scores, IReadOnlyList<Signal> Signals, IReadOnlyList<(string Kind, string Id, DateTimeOffset? At)> Timers,
    (string Kind, string Id, DateTimeOffset At) Retry, ImmutableArray<PlayMove> Plays, bool IsSettled);

/// <summary>Loads and saves what a drain looks at, many accounts at once: a few statements to read, one commit to write.</summary>
public sealed class LookBook(Database database, SettingsBook settings)
{
    readonly EnrollmentBook enrollments = new(database, settings);
    readonly FactShelf facts = new(database, settings);
    readonly SegmentRoll segments = new(database, settings);
    readonly ScoreShelf scores = new(database, settings);
    readonly PlayBook plays = new(database);

    /// <param name="accounts">Which accounts.</param>
    /// <param name="from">From when on the facts of an account must be readable, seeing its enrollments.</param>
    public async Task<IReadOnlyDictionary<Guid, AccountAsIs>> Load(IReadOnlyCollection<Guid> accounts, Func<Guid, IEnumerable<LoadedEnrollment>, DateTimeOffset> from)
    {
        var (entered, days) = (await enrollments.Of(accounts), OperatorDays.In(await settings.OperatorZone()));
        var (places, live, overrides) = (await segments.Running(accounts), await scores.Whole(accounts), await scores.Overrides(accounts));
        var played = await plays.Histories(accounts);
        var found = new Dictionary<Guid, AccountAsIs>();
        // Most were last looked at on the same few days, and each day is a load of its own: nobody drags in the past of others.
        foreach (var together in accounts.GroupBy(account => days.DateOf(from(account, entered[account]))))
        {
            var ids = together.ToList();
            var histories = await facts.Load(ids, null, days.StartOf(together.Key));
            foreach (var id in ids) found[id] = new(histories.GetValueOrDefault(id), [.. entered[id]], [.. places[id]], [.. live[id]], [.. overrides[id]], [.. played[id]]);
        }
        return found;
    }

    /// <summary>
    /// Keeps what looks came to, in one transaction with the taking of the marks that led to them. An account is clean again only if
    /// nobody marked it since it was taken and its look was settled; else it waits for the next one.
    /// </summary>
    /// <param name="taken">The marks under which accounts were taken.</param>
    /// <param name="each">Called for each account within the transaction.</param>
    public async Task Save(IReadOnlyCollection<AccountLooked> looked, IReadOnlyCollection<DirtyAccount> taken, DateTimeOffset now, Action<Guid>? each = null)
    {
        var zone = await settings.OperatorZone();
        var marks = taken.ToDictionary(account => account.AccountId);
        await database.Writer.Do(async transaction =>
        {
            var signals = new List<Signal>();
            var settled = new HashSet<Guid>();
            // In the order of accounts, so that two drains never wait for each other crosswise.
            foreach (var one in looked.OrderBy(one => one.AccountId))
            {
                if (await Keep(transaction, one, now, signals) && one.IsSettled) settled.Add(one.AccountId);
                each?.Invoke(one.AccountId);
            }
            var before = await DirtyAccounts.Marks(transaction, [.. looked.Select(one => one.AccountId)]);
            var touched = await Append(transaction, signals, zone);
            var after = await DirtyAccounts.Marks(transaction, [.. looked.Select(one => one.AccountId)]);
            foreach (var one in looked.OrderBy(one => one.AccountId))
            {
                var (known, then) = (marks.GetValueOrDefault(one.AccountId), before.GetValueOrDefault(one.AccountId));
                // What we wrote marks the account too; a settled look has thought of it.
                var isAll = settled.Contains(one.AccountId) && then == (known?.Marks ?? 0) && after.GetValueOrDefault(one.AccountId) == then + (touched.Contains(one.AccountId) ? 1 : 0);
                if (known is not null) await DirtyAccounts.Done(transaction, known, isAll ? after[one.AccountId] : known.Marks);
                else if (isAll && touched.Contains(one.AccountId)) await DirtyAccounts.Clean(transaction, one.AccountId, after[one.AccountId]);
            }
        });
    }

    /// <summary>The answer is of which accounts something new was counted.</summary>
    static async Task<HashSet<Guid>> Append(WriteTransaction transaction, List<Signal> signals, TimeZoneInfo zone)
    {
        if (signals.Count == 0) return [];
        var appended = await SignalLog.Append(transaction, signals, zone);
        return [.. signals.Where((signal, at) => appended.IsNew[at] && signal.Counts).Select(signal => signal.AccountId)];
    }

    /// <summary>False when somebody else saved one of its enrollments since they were loaded.</summary>
    static async Task<bool> Keep(WriteTransaction transaction, AccountLooked one, DateTimeOffset now, List<Signal> signals)
    {
        var isKept = true;
        foreach (var (advanced, version) in one.Advances) isKept &= await EnrollmentBook.Save(transaction, advanced, version, now, signals);
        foreach (var start in one.Starts) await EnrollmentBook.Started(transaction, start);
        await SegmentRoll.Save(transaction, one.AccountId, one.Segments, now, signals);
        await ScoreShelf.Close(transaction, one.Closed);
        if (one.Scores is { } live) await ScoreShelf.Save(transaction, one.AccountId, live);
        signals.AddRange(one.Signals);
        foreach (var move in one.Plays)
            if (await PlayBook.Do(transaction, one.AccountId, move)) signals.Add(move.Signal with { ReceivedAt = now });
        foreach (var (kind, id, at) in one.Timers) await TimerBook.Set(transaction, kind, one.AccountId, id, at);
        if (!isKept) await TimerBook.Set(transaction, one.Retry.Kind, one.AccountId, one.Retry.Id, one.Retry.At);
        return isKept;
    }
}
