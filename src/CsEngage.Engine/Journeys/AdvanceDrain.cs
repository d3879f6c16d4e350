using System.Collections.Concurrent;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Faults;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;
using CsEngage.Store.Segments;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Journeys;

/// <summary>
/// Moves journeys: accounts of which something is new, enrollments whose timer is due, and journeys that other journeys start.
/// Each account is loaded, decided and saved by itself; what was saved meanwhile by somebody else is looked at again.
/// </summary>
public sealed class AdvanceDrain(DirtyAccounts dirty, TimerBook timers, EnrollmentBook enrollments, AccountLook look) : Drain("advance", "dirty", "timers", "starts")
{
    const int Batch = 200;

    // So many accounts at once: each is decided and saved by itself, and they wait for the disk together.
    const int Together = 8;

    static readonly string[] Others = [AccountLook.Timer, SegmentRoll.Timer];
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        var taken = await dirty.Take(Batch, now, Lease);
        var due = await timers.Take(TimerBook.Enrollment, now, Batch, Lease);
        foreach (var kind in Others) due.AddRange(await timers.Take(kind, now, Batch, Lease));
        var starts = await enrollments.Starts(Batch);
        var accounts = taken.Select(account => account.AccountId).Concat(due.Select(timer => timer.AccountId)).Concat(starts.Select(start => start.AccountId)).Distinct().Order().ToList();
        var (failed, left) = (new ConcurrentDictionary<Guid, Exception>(), new ConcurrentDictionary<Guid, bool>());
        await Parallel.ForEachAsync(accounts, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = CancellationToken.None }, async (account, _) =>
        {
            if (stop.IsCancellationRequested)
            {
                left[account] = true;
                return;
            }
            try
            {
                await look.At(account, now, [.. due.Where(timer => timer.AccountId == account)], [.. starts.Where(start => start.AccountId == account)]);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The others go on; this one comes back when its lease is over, and its trouble is thrown below, where it is seen.
                failed[account] = trouble;
            }
            Fault.At("mid-batch");
        });
        await dirty.Done([.. taken.Where(account => !failed.ContainsKey(account.AccountId) && !left.ContainsKey(account.AccountId))]);
        // Whoever comes next need not wait for leases of a process that has gone.
        await dirty.GiveBack([.. taken.Select(account => account.AccountId).Where(left.ContainsKey)]);
        foreach (var timer in due.Where(timer => left.ContainsKey(timer.AccountId))) await timers.Set(timer.Kind, timer.AccountId, timer.Id, timer.DueAt);
        if (!failed.IsEmpty) throw new AggregateException($"{failed.Count} of {accounts.Count} accounts could not be looked at, {failed.Keys.First()} among them.", failed.Values);
        var next = await timers.Next(TimerBook.Enrollment);
        foreach (var kind in Others) next = DrainRun.Earlier(next, await timers.Next(kind));
        return new(accounts.Count - left.Count, next);
    }
}
