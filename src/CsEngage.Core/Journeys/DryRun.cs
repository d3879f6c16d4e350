using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What a journey would do, or would have done, for one participant: the same decisions, no side effects.</summary>
/// <param name="Entry">Whether and why it would enter.</param>
/// <param name="Enrollment">Where it would stand at the end; null when it would not enter.</param>
/// <param name="Lines">What would happen, in order of time.</param>
public sealed record DryRun(EntryDecision? Entry, Enrollment? Enrollment, ImmutableArray<DryRunLine> Lines);

/// <summary>One thing that would happen.</summary>
/// <param name="At">When.</param>
/// <param name="Effect">What.</param>
/// <param name="Decision">For a touch: what would become of it, with the reason; null when the policy was not asked.</param>
public sealed record DryRunLine(DateTimeOffset At, Effect Effect, TouchDecision? Decision);

public sealed partial record Journey
{
    /// <summary>
    /// Runs one participant through the journey from one instant to another, by <see cref="ShouldEnter"/> and <see cref="Advance"/> themselves.
    /// </summary>
    /// <param name="facts">Facts of the account; signals up to <paramref name="to"/> are used as they come.</param>
    /// <param name="membership">The participant of a contact journey.</param>
    /// <param name="from">Start; a participant whose entry rule does not hold yet enters when it first does.</param>
    /// <param name="to">End.</param>
    /// <param name="calendars">Whose business days count.</param>
    /// <param name="salt">The operator's salt of draws.</param>
    /// <param name="decide">What would become of a touch; null = not asked.</param>
    public DryRun DryRun(
        Facts facts, Guid? membership, DateTimeOffset from, DateTimeOffset to, Calendars calendars, string salt, Func<Touch, TouchDecision>? decide = null)
    {
        var (decision, enteredAt) = Entry is null ? (ShouldEnter(facts, [], from), from) : FirstEntry(membership is { } id ? facts.For(id) : facts.ForAccount(), [], from, to);
        if (enteredAt is not { } at) return new(decision, null, []);
        // The id of an enrollment that is never stored only has to be the same each time.
        var entered = Enter(SignalKey.Of(at, $"dry-run/{Key}/{facts.History.Account.Id:D}/{membership:D}"), facts.History.Account.Id, membership, entry: 1, at, salt);
        var seen = entered.Effects.OfType<Effect.Append>().Aggregate(facts, (known, append) => known.With(append.Signal));
        var advanced = Advance(entered.Enrollment, seen, to, calendars);
        return new(decision, advanced.Enrollment,
            [.. entered.Effects.Concat(advanced.Effects).Select(effect => new DryRunLine(effect.At, effect, effect is Effect.Plan plan ? decide?.Invoke(plan.Touch) : null))]);
    }

    /// <summary>The first instant of a span at which somebody with this history enters; by hand, where there is no entry rule, at once.</summary>
    internal (EntryDecision Decision, DateTimeOffset? At) FirstEntry(Facts facts, ImmutableArray<Enrollment> history, DateTimeOffset from, DateTimeOffset to)
    {
        var known = new Queue<DateTimeOffset>(facts.InstantsBetween(from, to));
        for (var at = from; ;)
        {
            var decision = ShouldEnter(facts, history, at);
            if (decision.Enters) return (decision, at);
            while (known.TryPeek(out var past) && past <= at) known.Dequeue();
            var next = known.TryPeek(out var fact) ? fact : DateTimeOffset.MaxValue;
            if (decision.AskAgainAt is { } again && again > at && again < next) next = again;
            if (next > to) return (decision, null);
            at = next;
        }
    }
}
