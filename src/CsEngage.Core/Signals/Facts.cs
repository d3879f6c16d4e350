using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A member of an account at some instant, with the roles held then.</summary>
/// <param name="Id">Membership id.</param>
/// <param name="Roles">Keys of the roles.</param>
public sealed record MemberAt(Guid Id, ImmutableArray<string> Roles);

/// <summary>
/// Everything about one account that rules may read. Immutable, and readable as of any instant from its horizon on: every reader takes
/// <c>now</c> and sees nothing that happened later. Only signals that count are in it: people, no staff, no previews.
/// </summary>
public sealed class Facts
{
    readonly FactBase known;

    Facts(FactBase known, int contact, long since) => (this.known, Contact, Since) = (known, contact, since);

    /// <summary>Facts of the account, from plain data.</summary>
    public static Facts Of(AccountHistory history) => new(new FactBase(history), -1, long.MinValue);

    /// <summary>The history these facts came from.</summary>
    public AccountHistory History => known.History;

    /// <summary>The earliest instant at which they can be read.</summary>
    public DateTimeOffset Horizon => known.History.Horizon;

    /// <summary>The membership they are narrowed to; null in account scope.</summary>
    public Guid? MembershipId => Contact < 0 ? null : known.Members[Contact].Id;

    /// <summary>When the account began, or the membership that these facts are narrowed to.</summary>
    public DateTimeOffset Began => new(Contact < 0 ? known.Created : known.Members[Contact].Joined, TimeSpan.Zero);

    internal FactBase Base => known;
    internal int Contact { get; }
    internal long Since { get; }

    /// <summary>The same facts in contact scope. A membership that was merged is read as the one it went into.</summary>
    /// <exception cref="ArgumentException">The account has no such membership.</exception>
    public Facts For(Guid membershipId) =>
        known.IndexOf(membershipId) is { } at ? new(known, at, Since) : throw new ArgumentException($"Membership {membershipId} is not at this account.", nameof(membershipId));

    /// <summary>The same facts in account scope.</summary>
    public Facts ForAccount() => Contact < 0 ? this : new(known, -1, Since);

    /// <summary>The same facts as seen from an enrollment: absence is counted from no earlier than its start.</summary>
    public Facts SinceEnrollment(DateTimeOffset startedAt) => new(known, Contact, startedAt.UtcTicks);

    /// <summary>The same facts after one more signal; the same object if it is known already.</summary>
    public Facts With(Signal signal) => History.With(signal) is var more && ReferenceEquals(more, History) ? this : new(new FactBase(more), Contact, Since);

    /// <summary>The same facts after some more signals; the same object if all are known already.</summary>
    public Facts With(ImmutableArray<Signal> signals) => History.With(signals) is var more && ReferenceEquals(more, History) ? this : new(new FactBase(more), Contact, Since);

    /// <summary>Who is a member at an instant, with the roles held then.</summary>
    public ImmutableArray<MemberAt> MembersAt(DateTimeOffset now)
    {
        var at = now.UtcTicks;
        return [.. from member in known.Members where member.IsThere(at) select new MemberAt(member.Id, member.RolesAt(at, at))];
    }

    /// <summary>The roles held at an instant by the membership these facts are narrowed to; none in account scope, and none when it is not there then.</summary>
    public ImmutableArray<string> RolesAt(DateTimeOffset now) =>
        Contact >= 0 && known.Members[Contact] is var member && member.IsThere(now.UtcTicks) ? member.RolesAt(now.UtcTicks, now.UtcTicks) : [];

    /// <summary>
    /// The distinct instants after <paramref name="from"/> and up to <paramref name="to"/> at which a signal or a change happened or a
    /// membership began or ended, in order.
    /// </summary>
    public ImmutableArray<DateTimeOffset> InstantsBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var all = known.Instants;
        var low = Array.BinarySearch(all, from.UtcTicks);
        low = low < 0 ? ~low : low + 1;
        var found = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var i = low; i < all.Length && all[i] <= to.UtcTicks; i++) found.Add(new DateTimeOffset(all[i], TimeSpan.Zero));
        return found.DrainToImmutable();
    }

    /// <summary>The first of <see cref="InstantsBetween"/> after an instant; null when nothing more is known to have happened.</summary>
    public DateTimeOffset? FirstInstantAfter(DateTimeOffset from)
    {
        var at = Array.BinarySearch(known.Instants, from.UtcTicks);
        at = at < 0 ? ~at : at + 1;
        return at < known.Instants.Length ? Instant(known.Instants[at]) : null;
    }

    /// <summary>A field or attribute of the account as of an instant; null when not known.</summary>
    public AttributeValue? Field(string name, DateTimeOffset now) => known.Field(name).At(now.UtcTicks, now.UtcTicks).Value;

    /// <summary>A field of the membership these facts are narrowed to, or of the one given, as of an instant; null when not known.</summary>
    public AttributeValue? FieldOf(Guid membershipId, string name, DateTimeOffset now) =>
        known.IndexOf(membershipId) is { } at ? known.Members[at].Field(name).At(now.UtcTicks, now.UtcTicks).Value : null;

    /// <summary>How many such signals there ever were, up to an instant; in contact scope by this contact.</summary>
    public int Count(CounterKey key, DateTimeOffset now) => Line(key).Count(now.UtcTicks);

    /// <summary>When such a signal came first, up to an instant; in contact scope by this contact.</summary>
    public DateTimeOffset? FirstAt(CounterKey key, DateTimeOffset now) => Instant(Line(key).First(now.UtcTicks));

    /// <summary>When such a signal came last, up to an instant; in contact scope by this contact.</summary>
    public DateTimeOffset? LastAt(CounterKey key, DateTimeOffset now) => Instant(Line(key).Last(now.UtcTicks));

    /// <summary>The value of the last such signal that had one, up to an instant; in contact scope by this contact.</summary>
    public decimal? LastValue(CounterKey key, DateTimeOffset now) => Line(key).LastValue(now.UtcTicks).Value;

    /// <summary>When somebody (in contact scope: this contact) last did something that counts as engagement; null if never.</summary>
    public DateTimeOffset? LastEngagedAt(DateTimeOffset now)
    {
        var last = Series.Never;
        foreach (var kind in known.Kinds)
            if (known.IsEngagement(kind))
                last = Math.Max(last, Line(new CounterKey(kind)).Last(now.UtcTicks));
        return Instant(last);
    }

    Series Line(CounterKey key) => known.Set(key) is var set && Contact < 0 ? set.All : set.Of(Contact);

    static DateTimeOffset? Instant(long ticks) => ticks == Series.Never ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
