using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>The life of one account in a simulation, day by day.</summary>
sealed partial class SimulatedLife(SimulatedAccount account, SimulatedWorld world, Dice dice)
{
    readonly List<Signal> signals = [.. account.History.Signals];
    readonly int before = account.History.Signals.Length;
    readonly List<Effect> effects = [];
    readonly List<(Enrollment Enrollment, Journey Journey, DateTimeOffset? NextAt)> enrollments = [];
    readonly PriorityQueue<Happening, (DateTimeOffset, int)> ahead = new();
    readonly Calendars calendars = new(account.Calendar, world.Operator);
    AccountHistory history = account.History;
    Facts? facts;
    Facts people = Facts.Of(account.History with { Signals = [], Counts = [] });
    int number;

    /// <summary>Something that will happen unless the account has left by then.</summary>
    sealed record Happening(DateTimeOffset At, Action<DateTimeOffset> Do);

    public SimulatedPast Live(DateTimeOffset from, DateTimeOffset to)
    {
        var calendar = account.Calendar;
        for (var (start, date) = (from, calendar.DateOf(from)); start < to;)
        {
            date = date.AddDays(1);
            var end = calendar.StartOf(date) is var midnight && midnight < to ? midnight : to;
            Day(start, end);
            start = end;
        }
        var known = signals.Skip(before).OrderBy(signal => signal.CountedAt).ToImmutableArray();
        return new(Current(), known, [.. enrollments.Select(pair => pair.Enrollment)], Decided(), [.. effects]);
    }

    void Day(DateTimeOffset start, DateTimeOffset end)
    {
        var had = signals.Count;
        if (!(account.LeavesAt <= start) && history.Account.CreatedAt < end) Behave(start, end);
        while (ahead.TryPeek(out var next, out _) && next.At < end)
        {
            ahead.Dequeue();
            if (!(account.LeavesAt <= next.At)) next.Do(next.At);
        }
        Enter(start, end);
        for (var i = 0; i < enrollments.Count; i++)
            if (!enrollments[i].Enrollment.HasEnded && (signals.Count > had || enrollments[i].NextAt <= end)) Advance(i, end);
        Touches(end);
    }

    void Plan(DateTimeOffset at, Action<DateTimeOffset> what) => ahead.Enqueue(new(at, what), (at, number++));

    // ---- What is known ----

    // Looking things up in facts after each signal would build them anew each time.
    readonly HashSet<(Guid? Who, string Kind, string? Subject)> firsts = [];
    bool isConnected = account.History.Signals.Any(signal => signal.Kind == "data.connected");

    AccountHistory Current() => history with { Signals = [.. signals] };

    Facts Known => facts ??= Facts.Of(Current());

    Signal Happens(DateTimeOffset at, string kind, Guid? who, string? subject = null, decimal? value = null, string source = "simulator")
    {
        at = SignalTime.Cut(at);
        var id = string.Create(CultureInfo.InvariantCulture, $"sim/{history.Account.ExternalId}/{signals.Count}/{kind}");
        var signal = new Signal(SignalKey.Of(at, id), id, kind, at, at, at, history.Account.Id, who, Subject: subject, Value: value, Source: source);
        firsts.Add((who, kind, subject));
        if (kind == "data.connected") isConnected = true;
        return Add(signal);
    }

    Signal Add(Signal signal)
    {
        signals.Add(signal);
        facts = null;
        return signal;
    }

    // ---- Journeys ----

    void Enter(DateTimeOffset start, DateTimeOffset end)
    {
        foreach (var journey in world.Journeys)
        {
            if (journey.Participant != ParticipantKind.Account) continue;
            var earlier = enrollments.Where(pair => pair.Journey.Key == journey.Key).Select(pair => pair.Enrollment).ToImmutableArray();
            if (history.Account.CreatedAt >= end || earlier.Any(enrollment => !enrollment.HasEnded) || (earlier.Length > 0 && journey.Reentry is Reentry.Never)) continue;
            var from = history.Account.CreatedAt > start ? history.Account.CreatedAt : start;
            if (journey.FirstEntry(Known, earlier, from, end.AddMilliseconds(-1)).At is { } at) Begin(journey, earlier.Length + 1, at, cause: null);
        }
    }

    void Begin(Journey journey, int entry, DateTimeOffset at, Cause? cause)
    {
        var id = SignalKey.Of(at, $"sim/{history.Account.ExternalId}/{journey.Key}/{entry}");
        var entered = journey.Enter(id, history.Account.Id, null, entry, at, world.Salt, cause: cause);
        enrollments.Add((entered.Enrollment, journey, entered.NextAt));
        Take(journey, entered.Effects, at);
    }

    void Advance(int index, DateTimeOffset now)
    {
        var (enrollment, journey, _) = enrollments[index];
        var advanced = journey.Advance(enrollment, Known, now, calendars);
        enrollments[index] = (advanced.Enrollment, journey, advanced.NextAt);
        Take(journey, advanced.Effects, now);
    }

    void Take(Journey journey, ImmutableArray<Effect> taken, DateTimeOffset now)
    {
        effects.AddRange(taken);
        foreach (var effect in taken)
            switch (effect)
            {
                case Effect.Append append:
                    Add(append.Signal);
                    if (append.Signal.Kind == "checkpoint.opened" && journey.Find(append.Signal.Subject!.Split('/')[^1]) is { } checkpoint) Pursue(journey, checkpoint, now);
                    break;
                case Effect.Plan plan:
                    Add(TouchSignal.Planned(plan.Touch, journey.Key, plan.Touch.DueAt));
                    waiting.Add(new(plan.Touch, plan.Touch.DueAt));
                    break;
                case Effect.GiveTask given:
                    Plan(Soon(now, 3), at =>
                    {
                        if (dice.Happens(Behaviour(at).Reaches)) Happens(at, "task.done", Organizer(at), given.Task.Subject(journey.Key));
                    });
                    break;
                case Effect.SetField { Field: var field, Value: var value, At: var at, Cause: var cause }:
                    var name = field[(field.IndexOf('.', StringComparison.Ordinal) + 1)..];
                    history = history with { Changes = history.Changes.Add(new(history.Account.Id, "account", name, Known.Field(name, at), value, at, at, "journey", cause)) };
                    (facts, people) = (null, Facts.Of(history with { Signals = [], Counts = [] }));
                    break;
                case Effect.StartJourney start when world.Journeys.FirstOrDefault(other => other.Key == start.Journey) is { } other:
                    var entries = enrollments.Count(pair => pair.Journey.Key == other.Key);
                    if (!enrollments.Any(pair => pair.Journey.Key == other.Key && !pair.Enrollment.HasEnded)) Begin(other, entries + 1, start.At, start.Cause);
                    break;
            }
    }

    // ---- People ----

    Behaviour Behaviour(DateTimeOffset at) => (account.Behaviour.LastOrDefault(span => span.From <= at) ?? account.Behaviour[0]).Behaviour;

    double Trend(DateTimeOffset at)
    {
        var span = account.Behaviour.LastOrDefault(span => span.From <= at) ?? account.Behaviour[0];
        return Math.Pow(span.Behaviour.Trend, Math.Max(0, (at - span.From).TotalDays / 30));
    }

    Guid? Organizer(DateTimeOffset at) =>
        people.MembersAt(at).OrderBy(member => member.Roles.Contains("organizer") ? 0 : member.Roles.Contains("champion") ? 1 : 2).ThenBy(member => member.Id).Select(member => (Guid?)member.Id).FirstOrDefault();

    /// <summary>A working hour of a business day, some days from now; tomorrow at the earliest.</summary>
    DateTimeOffset Soon(DateTimeOffset now, double businessDays)
    {
        var days = Math.Max(1, (int)Math.Round(businessDays * (0.5 + dice.Share())));
        // What is decided at the end of a day is decided on that day.
        return Hour(account.Calendar.AddBusinessDays(account.Calendar.DateOf(now.AddMilliseconds(-1)), days));
    }

    DateTimeOffset Hour(DateOnly date) => account.Calendar.At(date, new TimeOnly(9, 0)).AddMinutes(dice.Between(0, (9 * 60) - 1)).AddSeconds(dice.Between(0, 59));
}
