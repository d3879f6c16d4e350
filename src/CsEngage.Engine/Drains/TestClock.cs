namespace CsEngage.Engine.Drains;

/// <summary>A clock that stands still until it is moved. Timers still run by the machine's clock.</summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    long ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    /// <exception cref="ArgumentOutOfRangeException">Time does not run backwards.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
        Interlocked.Exchange(ref ticks, instant.UtcTicks);
    }
}
