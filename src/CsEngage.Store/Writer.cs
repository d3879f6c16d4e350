namespace CsEngage.Store;

/// <summary>Where every write goes. Answered after the commit; an operation may run twice and touches nothing but the database.</summary>
internal abstract class Writer : IAsyncDisposable
{
    /// <summary>How many operations wait for their turn.</summary>
    public virtual int Queued => 0;

    public abstract Task<T> Do<T>(Func<WriteTransaction, Task<T>> work);

    public Task Do(Func<WriteTransaction, Task> work) => Do(async transaction =>
    {
        await work(transaction);
        return true;
    });

    public abstract ValueTask DisposeAsync();
}
