using System.Collections.Concurrent;
using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Settings;

namespace CsEngage.Store.Signals;

/// <summary>What became of a batch. <paramref name="IsNew"/> tells it for each signal in order.</summary>
public sealed record Appended(int Accepted, int Duplicates, IReadOnlyList<bool> IsNew);

/// <summary>
/// The append-only log. Facts and roll-ups are written in the same transaction, so they never disagree with it. Answered means committed;
/// the same signal sent again is a duplicate and counts nothing.
/// </summary>
public sealed class SignalLog(Database database, SettingsBook settings) : IDisposable
{
    internal const string Columns =
        "account_id, key, id, kind, occurred_at, counted_at, received_at, membership_id, department, product, subject, subject_version, locale, value, properties, session, identity, actor, source, cause, is_staff, is_preview";

    readonly ConcurrentQueue<Waiting> waiting = new();
    readonly SemaphoreSlim turn = new(1);

    public async Task<Appended> Append(IReadOnlyList<Signal> signals)
    {
        if (signals.Count == 0) return new Appended(0, 0, []);
        var zone = await settings.OperatorZone();
        if (database.Dialect == Dialect.Sqlite) return await database.Writer.Do(transaction => Append(transaction, signals, zone));

        // PostgreSQL commits transactions one by one: whoever waits for the turn is written together with the others that wait.
        var mine = new Waiting(signals);
        waiting.Enqueue(mine);
        await turn.WaitAsync();
        try
        {
            if (!mine.Answer.Task.IsCompleted) await Flush(zone);
        }
        finally
        {
            turn.Release();
        }
        return await mine.Answer.Task;
    }

    public Task<Appended> Append(Signal signal) => Append([signal]);

    internal static Task<Appended> Append(WriteTransaction transaction, IReadOnlyList<Signal> signals, TimeZoneInfo zone)
    {
        transaction.Wake("signals");
        transaction.Wake("dirty");
        return transaction.Dialect == Dialect.Postgres
            ? PostgresAppend.Append(transaction, signals, zone)
            : Task.FromResult(transaction.Sql.Keep(session => new SqliteAppend(session)).Append(signals, zone));
    }

    /// <summary>The newest of an account, for timelines; older than <paramref name="before"/> when paging.</summary>
    public async Task<ImmutableArray<Signal>> Recent(Guid accountId, int limit, DateTimeOffset? before = null, Guid? membershipId = null) =>
    [
        .. await database.Query(
            $"SELECT {Columns} FROM signals WHERE account_id = $1 AND counted_at < $2 {(membershipId is null ? "" : "AND membership_id = $4")} ORDER BY counted_at DESC, key DESC LIMIT $3",
            Read, membershipId is { } id ? [accountId, before ?? Latest, limit, id] : [accountId, before ?? Latest, limit]),
    ];

    /// <summary>All of an account from an instant on, oldest first: for back-calculation.</summary>
    public async Task<ImmutableArray<Signal>> Since(Guid accountId, DateTimeOffset from, DateTimeOffset? until = null) =>
    [
        .. await database.Query($"SELECT {Columns} FROM signals WHERE account_id = $1 AND counted_at >= $2 AND counted_at < $3 ORDER BY counted_at, key", Read, accountId, from, until ?? Latest),
    ];

    public async Task<Signal?> Find(Guid accountId, Guid key) => await database.First($"SELECT {Columns} FROM signals WHERE account_id = $1 AND key = $2", Read, accountId, key);

    /// <summary>Registers kinds from outside when they are first seen; the answer holds those that were new.</summary>
    public Task<ImmutableArray<string>> Register(IReadOnlyCollection<string> kinds, string source, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var added = ImmutableArray.CreateBuilder<string>();
        foreach (var kind in kinds.Order(StringComparer.Ordinal))
            if (await transaction.Execute("INSERT INTO signal_kinds (kind, first_seen_at, source) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", kind, now, source) == 1) added.Add(kind);
        if (added.Count > 0) transaction.Wake("kinds");
        return added.ToImmutable();
    });

    public async Task<ImmutableArray<string>> Kinds() => [.. await database.Query("SELECT kind FROM signal_kinds ORDER BY kind", row => row.Text(0))];

    /// <summary>Counts what was refused, by reason.</summary>
    public Task Dropped(DateOnly day, string reason, int n) => database.Writer.Do(transaction => transaction.Execute(
        "INSERT INTO signal_drops (day, reason, n) VALUES ($1, $2, $3) ON CONFLICT (day, reason) DO UPDATE SET n = signal_drops.n + excluded.n", day, reason, (long)n));

    public async Task<ImmutableArray<(DateOnly Day, string Reason, long N)>> Drops(DateOnly from) =>
        [.. await database.Query("SELECT day, reason, n FROM signal_drops WHERE day >= $1 ORDER BY day, reason", row => (row.Day(0), row.Text(1), row.Long(2)), from)];

    internal static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static Signal Read(SqlRow row) => new(
        row.Guid(1), row.Text(2), row.Text(3), row.Instant(4), row.Instant(5), row.Instant(6), row.Guid(0), row.MaybeGuid(7), row.MaybeText(8), row.MaybeText(9), row.MaybeText(10),
        row.MaybeInt(11), row.MaybeText(12), row.MaybeDecimal(13), StoredJson.Map(row.MaybeText(14)), row.MaybeText(15), (Identity)row.Int(16), (Actor)row.Int(17), row.Text(18),
        StoredJson.Cause(row.MaybeText(19)), row.Flag(20), row.Flag(21));

    async Task Flush(TimeZoneInfo zone)
    {
        const int together = 20_000;
        var batch = new List<Waiting>();
        var size = 0;
        while (size < together && waiting.TryDequeue(out var next))
        {
            batch.Add(next);
            size += next.Signals.Count;
        }
        try
        {
            var all = batch.Count == 1 ? batch[0].Signals : [.. batch.SelectMany(one => one.Signals)];
            var appended = await database.Writer.Do(transaction => Append(transaction, all, zone));
            var at = 0;
            foreach (var one in batch)
            {
                var isNew = appended.IsNew.Skip(at).Take(one.Signals.Count).ToArray();
                at += one.Signals.Count;
                one.Answer.SetResult(new Appended(isNew.Count(yes => yes), isNew.Count(yes => !yes), isNew));
            }
        }
        catch (System.Data.Common.DbException problem)
        {
            if (batch is [var only])
            {
                only.Answer.SetException(problem);
                return;
            }
            // One of them is guilty: each again alone, and only that one fails.
            foreach (var one in batch)
            {
                try { one.Answer.SetResult(await database.Writer.Do(transaction => Append(transaction, one.Signals, zone))); }
                catch (System.Data.Common.DbException guilt) { one.Answer.SetException(guilt); }
            }
        }
    }

    public void Dispose() => turn.Dispose();

    sealed record Waiting(IReadOnlyList<Signal> Signals)
    {
        public TaskCompletionSource<Appended> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
