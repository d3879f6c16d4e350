namespace CsEngage.Mail.Tests;

/// <summary>A clock that moves only when a test says so, with timers that fire on the way.</summary>
sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    readonly Lock gate = new();
    readonly List<HandTimer> timers = [];
    DateTimeOffset now = start;
    (TimeSpan Length, int Times) still = (Timeout.InfiniteTimeSpan, -1);

    public HandClock() : this(new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() { lock (gate) return now; }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves no further once a timer of this length was started so many times: what begins there has all the time it needs.</summary>
    public void StandStillAt(TimeSpan length, int times)
    {
        lock (gate) still = (length, times);
    }

    public void Move(TimeSpan by)
    {
        HandTimer[] due;
        lock (gate)
        {
            if (still.Times == 0) return;
            now += by;
            due = [.. timers.Where(t => t.Due <= now)];
            foreach (var timer in due)
            {
                if (timer.Period > TimeSpan.Zero) timer.Due = now + timer.Period;
                else timers.Remove(timer);
            }
        }
        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Moves on until this has ended: what waits for an answer that never comes is given its time-out.</summary>
    public async Task Until(Task ended)
    {
        while (!ended.IsCompleted)
        {
            Move(TimeSpan.FromMinutes(11));
            await Task.Yield();
        }
    }

    sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due;
        public TimeSpan Period;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                if (dueTime == clock.still.Length) clock.still.Times--;
                (Due, Period) = (clock.now + dueTime, period);
                clock.timers.Add(this);
                return true;
            }
        }

        public void Dispose() { lock (clock.gate) clock.timers.Remove(this); }

        public ValueTask DisposeAsync() { Dispose(); return default; }
    }
}
