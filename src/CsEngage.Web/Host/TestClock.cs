namespace CsEngage.Web.Host;

/// <summary>
/// The host's clock in tests: it runs like the real one, from wherever it was last moved to. It only moves forward,
/// because nothing in the product is meant to see time go back.
/// </summary>
public sealed class TestClock(TimeProvider real) : TimeProvider
{
    long _ahead;

    public TestClock() : this(System) { }

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    /// <summary>Moves to <paramref name="instant"/>; false when it already is later than that.</summary>
    public bool MoveTo(DateTimeOffset instant)
    {
        var step = (instant - GetUtcNow()).Ticks;
        if (step < 0) return false;
        Interlocked.Add(ref _ahead, step);
        return true;
    }
}
