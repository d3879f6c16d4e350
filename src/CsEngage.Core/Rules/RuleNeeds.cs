using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What a rule or figure depends on: what must be loaded to evaluate it, and what makes its verdict stale.</summary>
/// <param name="Counters">Kinds and subjects of signals. A kind of * stands for all that count as engagement; a subject that ends with * for all that begin so.</param>
/// <param name="AccountFields">Fields and attributes of the account.</param>
/// <param name="ContactFields">Fields of memberships.</param>
/// <param name="ContractFields">Fields of contracts.</param>
/// <param name="Segments">Keys of segments whose remembered membership is read.</param>
/// <param name="Journeys">Keys of journeys whose enrollments, checkpoints or progress are read.</param>
/// <param name="Surveys">Keys of surveys.</param>
/// <param name="Contacts">Whether it looks at several contacts and their roles.</param>
/// <param name="DaysBack">How many days of counters back from now its windows reach.</param>
/// <param name="RawDaysBack">How many days of raw signals back from now its windows in hours and minutes reach.</param>
public sealed record RuleNeeds(
    ImmutableHashSet<CounterKey> Counters, ImmutableSortedSet<string> AccountFields, ImmutableSortedSet<string> ContactFields,
    ImmutableSortedSet<string> ContractFields, ImmutableSortedSet<string> Segments, ImmutableSortedSet<string> Journeys,
    ImmutableSortedSet<string> Surveys, bool Contacts, int DaysBack, int RawDaysBack)
{
    static readonly ImmutableSortedSet<string> NoNames = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Depends on nothing.</summary>
    public static readonly RuleNeeds None = new([], NoNames, NoNames, NoNames, NoNames, NoNames, NoNames, false, 0, 0);

    /// <summary>What either of them depends on.</summary>
    public RuleNeeds And(RuleNeeds other) => new(
        Counters.Union(other.Counters), AccountFields.Union(other.AccountFields), ContactFields.Union(other.ContactFields),
        ContractFields.Union(other.ContractFields), Segments.Union(other.Segments), Journeys.Union(other.Journeys),
        Surveys.Union(other.Surveys), Contacts || other.Contacts, Math.Max(DaysBack, other.DaysBack), Math.Max(RawDaysBack, other.RawDaysBack));

    /// <summary>
    /// Whether signals alone answer it, in the scope of a contact those of this contact and of its account: no field, whose past might count, no contract, no colleague.
    /// </summary>
    public bool IsOfSignals => !Contacts && AccountFields.IsEmpty && ContactFields.IsEmpty && ContractFields.IsEmpty;

    /// <summary>Whether such a signal can change the verdict.</summary>
    public bool Reads(string kind, string? subject) => Counters.Any(counter =>
        (counter.Kind == kind || (counter.Kind == CounterKey.Engagement && SignalKinds.CountsAsEngagement(kind))) && counter.Counts(subject));

    internal RuleNeeds Counting(CounterKey key, Window? window = null) => this with
    {
        Counters = Counters.Add(key),
        DaysBack = Math.Max(DaysBack, window?.Reach.Days ?? 0),
        RawDaysBack = window is { Reach.Raw: true } ? Math.Max(RawDaysBack, window.Reach.Days) : RawDaysBack,
    };
}
