using System.Collections.Concurrent;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Faults;
using CsEngage.Engine.Health;
using CsEngage.Engine.Settings;
using CsEngage.Store.Journeys;
using CsEngage.Store.Segments;
using CsEngage.Store.Signals;

namespace CsEngage.Engine.Journeys;

/// <summary>
/// Moves journeys: accounts of which something is new, enrollments whose timer is due, and journeys that other journeys start.
/// Many accounts are loaded together, each is decided by itself, and what comes of them is saved in one transaction; what was saved
/// meanwhile by somebody else is looked at again.
/// </summary>
public sealed class AdvanceDrain(DirtyAccounts dirty, TimerBook timers, EnrollmentBook enrollments, LookBook book, AccountLook look, Authored authored, CardBook cards) : Drain("advance", "dirty", "timers", "starts")
{
    const int Batch = 200;

    static readonly string[] Others = [AccountLook.Timer, SegmentRoll.Timer];
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    protected override async Task<DrainRun> Act(DateTimeOffset now, CancellationToken stop)
    {
        var taken = await dirty.Take(Batch, now, Lease);
        var due = await timers.Take(TimerBook.Enrollment, now, Batch, Lease);
        foreach (var kind in Others) due.AddRange(await timers.Take(kind, now, Batch, Lease));
        var starts = await enrollments.Starts(Batch);
        var (fallen, started) = (due.ToLookup(timer => timer.AccountId), starts.ToLookup(start => start.AccountId));
        var accounts = taken.Select(account => account.AccountId).Concat(due.Select(timer => timer.AccountId)).Concat(starts.Select(start => start.AccountId)).Distinct().Order()
            .Select(id => new LookDue(id, [.. fallen[id]], [.. started[id]])).ToList();
        var failed = new ConcurrentDictionary<Guid, Exception>();
        var done = 0;
        foreach (var together in accounts.Chunk(Together))
        {
            if (stop.IsCancellationRequested) break;
            var marks = taken.FindAll(account => together.Any(one => one.AccountId == account.AccountId));
            await Look(together, marks, now, failed);
            done += together.Length;
        }
        var left = accounts.Skip(done).Select(one => one.AccountId).ToHashSet();
        // Whoever comes next need not wait for leases of a process that has gone.
        await dirty.GiveBack([.. taken.Select(account => account.AccountId).Where(left.Contains)]);
        foreach (var timer in due.Where(timer => left.Contains(timer.AccountId))) await timers.Set(timer.Kind, timer.AccountId, timer.Id, timer.DueAt);
        if (!failed.IsEmpty) throw new AggregateException($"{failed.Count} of {accounts.Count} accounts could not be looked at, {failed.Keys.First()} among them.", failed.Values);
        var next = await timers.Next(TimerBook.Enrollment);
        foreach (var kind in Others) next = DrainRun.Earlier(next, await timers.Next(kind));
        return new(done, next);
    }

    // So many share one commit; a stop waits for no more than these.
    const int Together = 50;

    async Task Look(LookDue[] together, List<DirtyAccount> marks, DateTimeOffset now, ConcurrentDictionary<Guid, Exception> failed)
    {
        var byId = together.ToDictionary(one => one.AccountId);
        var rawDays = Math.Max((await authored.Current()).RawDaysBack, (await cards.InForce()).Needs.RawDaysBack);
        IReadOnlyDictionary<Guid, AccountAsIs> found;
        try
        {
            found = await book.Load(byId.Keys, (id, all) => AccountLook.From(byId[id], all, now, rawDays));
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // What cannot be read of one account keeps none of the others waiting: each again alone.
            if (together is [var guilty]) failed[guilty.AccountId] = unreadable;
            else foreach (var one in together) await Look([one], marks.FindAll(mark => mark.AccountId == one.AccountId), now, failed);
            return;
        }
        var looked = new ConcurrentBag<AccountLooked>();
        await Parallel.ForEachAsync(together, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = CancellationToken.None }, async (one, _) =>
        {
            try
            {
                looked.Add(await look.At(one, found[one.AccountId], now));
                Fault.At("before-save");
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // The others go on; this one comes back when its lease is over, and its trouble is thrown by the drain, where it is seen.
                failed[one.AccountId] = trouble;
            }
        });
        try
        {
            await book.Save(looked, [.. marks.Where(mark => !failed.ContainsKey(mark.AccountId))], now, _ => Fault.At("mid-batch"));
        }
        catch (Exception shared) when (shared is not OperationCanceledException)
        {
            // One of them is guilty: each again alone, and only that one fails.
            foreach (var one in looked)
            {
                try { await book.Save([one], marks.FindAll(mark => mark.AccountId == one.AccountId), now); }
                catch (Exception guilt) when (guilt is not OperationCanceledException) { failed[one.AccountId] = guilt; }
            }
        }
    }
}
