using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>
/// The plain data that <see cref="Facts"/> of one account are built from. From <paramref name="Horizon"/> on the raw signals speak, before it
/// the counters; so it does no harm to give counters of later days or older signals too.
/// </summary>
/// <param name="Account">The account as it is now.</param>
/// <param name="Memberships">All of them, ended ones too.</param>
/// <param name="Changes">Changes of account, memberships and contracts; at least those since the horizon. The past of fields is read from them.</param>
/// <param name="Contracts">All contracts, as they are now.</param>
/// <param name="Counts">Counters of the days before the horizon (of the kinds that are asked for).</param>
/// <param name="Signals">Signals since the horizon (of the kinds that are asked for), in any order; a key that comes twice counts once.</param>
/// <param name="Horizon">The start of a day of the operator's zone. Facts can be read at this instant and later.</param>
/// <param name="Zone">The operator's zone, whose days the counters and windows follow.</param>
public sealed record AccountHistory(
    Account Account, ImmutableArray<Membership> Memberships, ImmutableArray<Change> Changes, ImmutableArray<Contract> Contracts,
    ImmutableArray<DayCount> Counts, ImmutableArray<Signal> Signals, DateTimeOffset Horizon, TimeZoneInfo Zone)
{
    /// <summary>Membership ids that were merged into others: their signals keep the old id, facts follow to the new one.</summary>
    public ImmutableDictionary<Guid, Guid> Merged { get; init; } = ImmutableDictionary<Guid, Guid>.Empty;

    /// <summary>Kinds from outside that the operator does not count as engagement: they are facts, and no sign of life.</summary>
    public ImmutableSortedSet<string> Unengaged { get; init; } = [];

    /// <summary>An account with nothing but itself: no contacts, contracts, signals. Readable from the beginning of time.</summary>
    public static AccountHistory Of(Account account, TimeZoneInfo zone) =>
        new(account, [], [], [], [], [], DateTimeOffset.MinValue, zone);

    /// <summary>The history with one more signal; the same history if it has that key already.</summary>
    public AccountHistory With(Signal signal) =>
        Signals.Any(known => known.Key == signal.Key) ? this : this with { Signals = Signals.Add(signal) };

    /// <summary>The history with some more signals; the same history if it has all their keys already.</summary>
    public AccountHistory With(ImmutableArray<Signal> signals)
    {
        if (signals.IsEmpty) return this;
        var known = Signals.Select(signal => signal.Key).ToHashSet();
        ImmutableArray<Signal> more = [.. signals.Where(signal => known.Add(signal.Key))];
        return more.IsEmpty ? this : this with { Signals = Signals.AddRange(more) };
    }

    /// <summary>
    /// What was known at an instant: signals received and changes recorded until then. Give histories whose horizon lies before the days in
    /// question, for counters do not tell when they were received.
    /// </summary>
    public AccountHistory AsKnownAt(DateTimeOffset instant) => this with
    {
        Signals = Signals.RemoveAll(signal => signal.ReceivedAt > instant),
        Changes = [.. Changes.Where(change => change.RecordedAt <= instant)],
    };
}
