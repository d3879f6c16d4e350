using Npgsql;

namespace CsEngage.Store;

/// <summary>
/// Writes on PostgreSQL: a transaction per operation on a pooled connection; PostgreSQL itself commits neighbours together.
/// Deadlocks, serialisation failures and a connection that broke before COMMIT are tried again here and nowhere else.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource source, Func<NpgsqlConnection, StoreContext> map) : Writer
{
    const int Attempts = 6;

    public override async Task<T> Do<T>(Func<WriteTransaction, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                await using var began = await connection.BeginTransactionAsync();
                var session = new SqlSession(connection, Dialect.Postgres) { Transaction = began };
                StoreContext? context = null;
                var transaction = new WriteTransaction(session, _ => context = map(connection).Within(began));
                T result;
                try
                {
                    result = await work(transaction);
                    // Sent with the transaction: nobody is woken for what is rolled back.
                    foreach (var what in transaction.Wakes) await session.Execute("SELECT pg_notify('engage', $1)", what);
                }
                finally
                {
                    if (context is not null) await context.DisposeAsync();
                }
                committing = true;
                await began.CommitAsync();
                return result;
            }
            catch (NpgsqlException problem) when (attempt < Attempts && MayPass(problem, committing))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 << attempt));
            }
            catch (Microsoft.EntityFrameworkCore.DbUpdateException wrapped) when (attempt < Attempts && wrapped.InnerException is NpgsqlException problem && MayPass(problem, committing))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 << attempt));
            }
        }
    }

    /// <summary>A broken connection during COMMIT leaves open whether it was kept, so that one is not tried again.</summary>
    static bool MayPass(NpgsqlException problem, bool committing) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        _ => !committing && problem.IsTransient,
    };

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
