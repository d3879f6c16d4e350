using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace CsEngage.Store;

/// <summary>
/// The one writer of a SQLite file. Whatever waits goes into one BEGIN IMMEDIATE … COMMIT and is answered after it, so that
/// many callers share one sync to disk. If one operation of a batch fails, the batch is rolled back and each runs again alone:
/// only the guilty one fails. What another process wrote, such as `recipe apply`, is noticed with the next batch, or after a second
/// without one, and wakes everything.
/// </summary>
internal sealed class SqliteWriter : Writer
{
    const int Waiting = 8192;
    const int Together = 1000;
    static readonly TimeSpan IdleLook = TimeSpan.FromSeconds(1);

    readonly Channel<Operation> queue =
        Channel.CreateBounded<Operation>(new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    readonly Func<SqliteConnection> connect;
    readonly Func<SqliteConnection, StoreContext> map;
    readonly WakeUp wakeUp;
    readonly Thread thread;
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    SqlSession? session;
    StoreContext? context;
    long seen;

    public SqliteWriter(Func<SqliteConnection> connect, Func<SqliteConnection, StoreContext> map, WakeUp wakeUp)
    {
        (this.connect, this.map, this.wakeUp) = (connect, map, wakeUp);
        thread = new Thread(Loop) { IsBackground = true, Name = "store writer" };
        thread.Start();
    }

    public override int Queued => queue.Reader.Count;

    public override async Task<T> Do<T>(Func<WriteTransaction, Task<T>> work)
    {
        // The writer would wait for itself for ever.
        if (Thread.CurrentThread == thread) throw new InvalidOperationException("A write operation must not start another one; pass the transaction on.");
        var operation = new Operation<T>(work);
        await queue.Writer.WriteAsync(operation);
        return await operation.Answer;
    }

    /// <summary>Something that SQLite does outside of transactions only: alone, on the writer's own connection, between two batches.</summary>
    public async Task Outside(Func<SqlSession, Task> work)
    {
        var operation = new Operation<bool>(async transaction =>
        {
            await work(transaction.Sql);
            return true;
        }) { IsAlone = true };
        await queue.Writer.WriteAsync(operation);
        await operation.Answer;
    }

    void Loop()
    {
        var batch = new List<Operation>();
        while (Wait())
        {
            IReadOnlyCollection<string> wakes;
            try
            {
                wakes = Batch(batch);
            }
            catch (Exception problem) when (batch.Count > 0)
            {
                Rescue(batch, problem);
                batch.Clear();
                continue;
            }
            // Beyond the try: what is committed must never run again.
            foreach (var operation in batch) operation.Done();
            foreach (var what in wakes) wakeUp.RaiseLater(what);
            batch.Clear();
        }
        context?.Dispose();
        session?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        ended.SetResult();
    }

    bool Wait()
    {
        var wait = queue.Reader.WaitToReadAsync();
        if (wait.IsCompleted) return wait.Result;
        var waiting = wait.AsTask();
        while (!waiting.Wait(IdleLook)) Look();
        return waiting.Result;
    }

    void Look()
    {
        try
        {
            if (OthersWrote()) wakeUp.RaiseLater(WakeUp.Everything);
        }
        catch (SqliteException)
        {
            // Whatever is wrong with the file, the next operation meets it too, and its caller is told.
        }
    }

    // SQLite counts, for each connection, the commits of all the others; ours are all on this one.
    bool OthersWrote()
    {
        if (session is null) return false;
        var before = seen;
        seen = session.Rows("PRAGMA data_version", row => row.Long(0))[0];
        return before != 0 && before != seen;
    }

    IReadOnlyCollection<string> Batch(List<Operation> batch)
    {
        if (!queue.Reader.TryRead(out var first)) return [];
        batch.Add(first);
        if (first.IsAlone)
        {
            Run(first, Transaction());
            return [];
        }
        var transaction = Begin();
        Run(first, transaction);
        while (batch.Count < Together && queue.Reader.TryPeek(out var waiting) && !waiting.IsAlone && queue.Reader.TryRead(out var next))
        {
            batch.Add(next);
            Run(next, transaction);
        }
        Plain("COMMIT");
        return transaction.Wakes;
    }

    /// <summary>Each operation again in a transaction of its own. One that stands alone already is the guilty one.</summary>
    void Rescue(List<Operation> batch, Exception problem)
    {
        Rollback();
        if (batch is [var only])
        {
            only.Failed(problem);
            return;
        }
        foreach (var operation in batch)
        {
            try
            {
                var transaction = Begin();
                Run(operation, transaction);
                Plain("COMMIT");
                operation.Done();
                foreach (var what in transaction.Wakes) wakeUp.RaiseLater(what);
            }
#pragma warning disable CA1031 // whatever it is, it belongs to the caller of this operation
            catch (Exception guilt)
#pragma warning restore CA1031
            {
                Rollback();
                operation.Failed(guilt);
            }
        }
    }

    void Run(Operation operation, WriteTransaction transaction)
    {
        operation.Run(transaction);
        // What this one looked at must not be what the next one sees.
        context?.ChangeTracker.Clear();
    }

    WriteTransaction Begin()
    {
        var transaction = Transaction();
        Plain("BEGIN IMMEDIATE");
        if (OthersWrote()) transaction.Wake(WakeUp.Everything);
        return transaction;
    }

    WriteTransaction Transaction()
    {
        var open = session ??= new SqlSession(connect(), Dialect.Sqlite);
        return new WriteTransaction(open, _ => context ??= map((SqliteConnection)open.Connection));
    }

    void Rollback()
    {
        context?.ChangeTracker.Clear();
        // SQLite rolls back by itself on some errors, such as a full disk; then there is nothing left to roll back.
        if (session is { Connection: SqliteConnection { Handle: { } handle } } && SQLitePCL.raw.sqlite3_get_autocommit(handle) == 0) Plain("ROLLBACK");
    }

    void Plain(string sql) => session!.Execute(sql).GetAwaiter().GetResult();

    public override async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await ended.Task;
    }

    abstract class Operation
    {
        public bool IsAlone { get; init; }

        public abstract void Run(WriteTransaction transaction);

        public abstract void Done();

        public abstract void Failed(Exception problem);
    }

    sealed class Operation<T>(Func<WriteTransaction, Task<T>> work) : Operation
    {
        readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T result = default!;

        public Task<T> Answer => answer.Task;

        // Microsoft.Data.Sqlite answers its async calls at once, so nothing waits here.
        public override void Run(WriteTransaction transaction) => result = work(transaction).GetAwaiter().GetResult();

        public override void Done() => answer.SetResult(result);

        public override void Failed(Exception problem) => answer.SetException(problem);
    }
}
