namespace CsEngage.Store;

/// <summary>
/// Something that is read once and kept until a wake-up says that it may be another by now. Whoever publishes while it is being read is not
/// overlooked: what was read then is given out once and not kept.
/// </summary>
public sealed class Remembered<T> : IDisposable where T : class
{
    readonly Func<Task<T>> read;
    readonly IDisposable subscription;
    Task<T>? known;
    int generation;

    public Remembered(WakeUp wakeUp, string what, Func<Task<T>> read)
    {
        this.read = read;
        subscription = wakeUp.On(what, Forget);
    }

    public Task<T> Value() => Volatile.Read(ref known) is { } kept ? kept : Read();

    async Task<T> Read()
    {
        var asked = Volatile.Read(ref generation);
        var value = await read();
        var kept = Task.FromResult(value);
        Volatile.Write(ref known, kept);
        // Forgotten between the question and here: then what stands there may be of before.
        if (asked != Volatile.Read(ref generation)) _ = Interlocked.CompareExchange(ref known, null, kept);
        return value;
    }

    void Forget()
    {
        Interlocked.Increment(ref generation);
        Volatile.Write(ref known, null);
    }

    public void Dispose() => subscription.Dispose();
}
