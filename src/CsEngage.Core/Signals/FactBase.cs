using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>One membership as facts see it.</summary>
sealed class Member(Membership row, IReadOnlyDictionary<string, Change[]> changes)
{
    // Few are asked for and rarely by two at once, and there are many members: each table begins small, and most never begin.
    ConcurrentDictionary<string, Timeline>? fields;
    ConcurrentDictionary<string, ImmutableArray<string>>? split;
    ImmutableArray<string> steady;

    internal Guid Id => row.Id;
    internal long Joined { get; } = row.JoinedAt.UtcTicks;
    internal long Ended { get; } = row.EndedAt?.UtcTicks ?? long.MaxValue;

    internal bool IsThere(long now) => Joined <= now && now < Ended;

    internal Timeline Field(string name) => (fields ??= new(1, 3, StringComparer.Ordinal)).GetOrAdd(name, static (name, self) => new Timeline(self.Current(name), self.Changes(name)), this);

    internal ImmutableArray<string> RolesAt(long now, long seen)
    {
        // Of most people they never changed, or their past was not asked for: then they are what the row says.
        if (!changes.ContainsKey("roles")) return steady.IsDefault ? steady = RoleList.Read(RoleList.Write(row.Roles)) : steady;
        return Field("roles").At(now, seen).Value is AttributeValue.Text(var text) ? (split ??= new(1, 1, StringComparer.Ordinal)).GetOrAdd(text, static text => RoleList.Read(text)) : [];
    }

    internal bool HasRole(string role, long now, long seen) => RolesAt(now, seen).Contains(role);

    /// <summary>Since when this role has been held; the start of the membership if from then on.</summary>
    internal long RoleSince(string role, long now, long seen) =>
        Math.Max(Joined, Field("roles").Since(value => value is AttributeValue.Text(var text) && RoleList.Read(text).Contains(role), now, seen));

    Change[]? Changes(string name) => changes.GetValueOrDefault(name);

    AttributeValue? Current(string name) => name switch
    {
        "roles" => new AttributeValue.Text(RoleList.Write(row.Roles)),
        "title" => row.Title is { } title ? new AttributeValue.Text(title) : null,
        "department" => row.Department is { } department ? new AttributeValue.Text(department) : null,
        "external-id" => row.ExternalId is { } id ? new AttributeValue.Text(id) : null,
        "primary" => new AttributeValue.Flag(row.IsPrimary),
        _ => null,
    };
}

/// <summary>One contract as facts see it.</summary>
sealed class ContractLine(Contract row, IReadOnlyDictionary<string, Change[]> changes)
{
    readonly ConcurrentDictionary<string, Timeline> fields = new(1, 3, StringComparer.Ordinal);
    readonly long known = changes.Count == 0 ? long.MinValue : changes.Values.Min(field => field.Min(change => change.At.UtcTicks));

    internal Guid Id => row.Id;

    /// <summary>A contract is there from its first recorded change; one without any has always been there.</summary>
    internal bool IsThere(long now) => known <= now;

    internal long Known => known;

    internal Timeline Field(string name) => fields.GetOrAdd(name, static (name, self) => new Timeline(self.Current(name), self.Changes(name)), this);

    Change[]? Changes(string name) => changes.GetValueOrDefault(name);

    AttributeValue? Current(string name) => name switch
    {
        "start" => new AttributeValue.Date(row.StartOn),
        "end" => new AttributeValue.Date(row.EndOn),
        "notice-by" => row.NoticeBy is { } by ? new AttributeValue.Date(by) : null,
        "auto-renew" => new AttributeValue.Flag(row.AutoRenew),
        "amount" => new AttributeValue.Number(row.Amount / 10_000m),
        "arr" => new AttributeValue.Number(row.Arr / 10_000m),
        "mrr" => new AttributeValue.Number(row.Arr / 120_000m),
        "period" => new AttributeValue.Text(row.Period),
        "currency" => new AttributeValue.Text(row.Currency),
        "status" => new AttributeValue.Text(row.Status),
        "products" => new AttributeValue.Text(RoleList.Write(row.Products)),
        "department" => row.Department is { } department ? new AttributeValue.Text(department) : null,
        "outcome" => row.Outcome is { } outcome ? new AttributeValue.Text(outcome) : null,
        "external-id" => new AttributeValue.Text(row.ExternalId),
        _ => null,
    };
}

/// <summary>Counters of one kind and subject: for everybody together, and per person when asked.</summary>
sealed class SeriesSet(FactBase? facts, CounterKey key)
{
    /// <summary>Of kinds that never occurred.</summary>
    internal static readonly SeriesSet Empty = new(null, new(""));

    Series? all;
    Series? itself;
    Series?[]? members;

    internal Series All => all ??= Collect(null);

    /// <summary>Signals about the account itself, of nobody.</summary>
    internal Series Itself => itself ??= Collect(FactBase.Nobody);

    internal Series Of(int member)
    {
        if (facts is null) return Series.Empty;
        var list = members ??= new Series?[facts.Members.Length];
        return list[member] ??= Collect(member);
    }

    Series Collect(int? member) => facts?.Collect(key, member) ?? Series.Empty;
}

/// <summary>
/// What all readings of one account share. Everything computed on demand is a pure function of the history, so two threads at worst compute
/// the same thing twice.
/// </summary>
sealed class FactBase
{
    internal const int Nobody = -1;
    const int Stranger = -2;

    static readonly Dictionary<string, Change[]> Unchanged = new(StringComparer.Ordinal);

    ConcurrentDictionary<CounterKey, SeriesSet>? sets;
    ConcurrentDictionary<string, Timeline>? fields;
    readonly Dictionary<string, List<Entry>> entries = new(StringComparer.Ordinal);
    readonly Dictionary<string, Dictionary<string, Change[]>>? changes;
    readonly Dictionary<Guid, int>? index;
    long[]? instants;

    internal FactBase(AccountHistory history)
    {
        History = history;
        Days = OperatorDays.In(history.Zone);
        Horizon = history.Horizon.UtcTicks;
        Created = history.Account.CreatedAt.UtcTicks;
        if (!history.Changes.IsEmpty) changes = history.Changes.GroupBy(change => change.Subject, StringComparer.Ordinal).ToDictionary(subject => subject.Key,
            subject => subject.GroupBy(change => change.Field, StringComparer.Ordinal).ToDictionary(field => field.Key, field => field.ToArray(), StringComparer.Ordinal), StringComparer.Ordinal);
        Members = [.. history.Memberships.Select(row => new Member(row, ChangesOf("membership", row.Id)))];
        Contracts = [.. history.Contracts.Select(row => new ContractLine(row, ChangesOf("contract", row.Id)))];
        if (Members.Length > Few)
        {
            index = new(Members.Length);
            for (var i = 0; i < Members.Length; i++) index[Members[i].Id] = i;
        }
        for (var i = 0; i < history.Counts.Length; i++)
            if (history.Counts[i] is var count && count.FirstAt.UtcTicks < Horizon)
                Add(count.Kind, count.Subject, count.MembershipId, ~i);
        HashSet<Guid> seen = new(history.Signals.Length);
        for (var i = 0; i < history.Signals.Length; i++)
            if (history.Signals[i] is { Counts: true } signal && signal.CountedAt.UtcTicks >= Horizon && seen.Add(signal.Key))
                Add(signal.Kind, signal.Subject, signal.MembershipId, i);
    }

    /// <summary>Where something stands in the history: in the signals, or (as complement) in the counts.</summary>
    readonly record struct Entry(string? Subject, int Member, int Source);

    internal AccountHistory History { get; }
    internal OperatorDays Days { get; }
    internal long Horizon { get; }
    internal long Created { get; }
    internal Member[] Members { get; }
    internal ContractLine[] Contracts { get; }
    internal IEnumerable<string> Kinds => entries.Keys;

    // Up to so many a walk is quicker than a table; a page asks about one.
    const int Few = 4;

    internal int? IndexOf(Guid membership)
    {
        var id = Merged(membership);
        if (index is not null) return index.TryGetValue(id, out var place) ? place : null;
        // Of two rows of one id the later one counts, as in the table.
        for (var at = Members.Length - 1; at >= 0; at--)
            if (Members[at].Id == id) return at;
        return null;
    }

    internal SeriesSet Set(CounterKey key) =>
        sets is { } known && known.TryGetValue(key, out var set) ? set : !IsThere(key) ? SeriesSet.Empty : (sets ??= new(1, 7)).GetOrAdd(key, static (key, self) => new SeriesSet(self, key), this);

    internal bool IsEngagement(string kind) => SignalKinds.CountsAsEngagement(kind) && !History.Unengaged.Contains(kind);

    bool IsThere(CounterKey key) => key.Kind == CounterKey.Engagement || entries.ContainsKey(key.Kind);

    internal Series Collect(CounterKey key, int? member)
    {
        var found = new List<int>();
        if (key.Kind != CounterKey.Engagement) Collect(entries.GetValueOrDefault(key.Kind), key, member, found);
        else
            foreach (var kind in entries.Keys)
                if (IsEngagement(kind))
                    Collect(entries[kind], key, member, found);
        if (found.Count == 0) return Series.Empty;
        return found.TrueForAll(source => source >= 0 && History.Signals[source].Value is null)
            ? new Series([.. found.Select(source => History.Signals[source].CountedAt.UtcTicks)])
            : new Series([.. found.Select(At)]);
    }

    static void Collect(List<Entry>? entries, CounterKey key, int? member, List<int> found)
    {
        if (entries is null) return;
        foreach (var entry in entries)
            if ((member is null || entry.Member == member) && key.Counts(entry.Subject))
                found.Add(entry.Source);
    }

    Moment At(int source)
    {
        if (source >= 0)
        {
            var (at, value) = (History.Signals[source].CountedAt.UtcTicks, History.Signals[source].Value);
            return new(at, at, 1, value ?? 0, value, value is null ? Series.Never : at);
        }
        var count = History.Counts[~source];
        return new(count.FirstAt.UtcTicks, count.LastAt.UtcTicks, count.N, count.Sum, count.LastValue, count.LastValueAt?.UtcTicks ?? Series.Never);
    }

    internal Timeline Field(string name) =>
        (fields ??= new(1, 7, StringComparer.Ordinal)).GetOrAdd(name, static (name, self) => new Timeline(self.Current(name), self.ChangesOf("account").GetValueOrDefault(name)), this);

    /// <summary>Every instant at which something happened or changed, in order, once.</summary>
    internal long[] Instants => instants ??=
    [
        .. entries.Values.SelectMany(ofKind => ofKind).Where(entry => entry.Source >= 0).Select(entry => History.Signals[entry.Source].CountedAt.UtcTicks)
            .Concat(History.Changes.Select(change => change.At.UtcTicks))
            .Concat(Members.SelectMany(member => new[] { member.Joined, member.Ended }))
            .Where(at => at != long.MaxValue).Distinct().Order(),
    ];

    void Add(string kind, string? subject, Guid? membership, int source)
    {
        if (!entries.TryGetValue(kind, out var ofKind)) entries[kind] = ofKind = [];
        ofKind.Add(new(subject, membership is { } id ? IndexOf(id) ?? Stranger : Nobody, source));
    }

    Guid Merged(Guid membership)
    {
        // A chain of merges is short; the bound only keeps a circle in bad data from turning for ever.
        for (var step = 0; step < 16 && History.Merged.TryGetValue(membership, out var into); step++) membership = into;
        return membership;
    }

    Dictionary<string, Change[]> ChangesOf(string subject) => changes?.GetValueOrDefault(subject) ?? Unchanged;

    Dictionary<string, Change[]> ChangesOf(string kind, Guid id) => changes is null ? Unchanged : ChangesOf($"{kind}:{id:D}");

    AttributeValue? Current(string name)
    {
        var account = History.Account;
        return name switch
        {
            "name" => new AttributeValue.Text(account.Name),
            "external-id" => new AttributeValue.Text(account.ExternalId),
            "lifecycle" => new AttributeValue.Text(account.Lifecycle),
            "touch-model" => new AttributeValue.Text(account.TouchModel),
            "tier" => Text(account.Tier),
            "country" => Text(account.Country),
            "zone" => Text(account.Zone),
            "locale" => Text(account.Locale),
            "csm" => Text(account.CsmId?.ToString("D", CultureInfo.InvariantCulture)),
            "parent" => Text(account.ParentId?.ToString("D", CultureInfo.InvariantCulture)),
            _ => account.Attributes.GetValueOrDefault(name),
        };
    }

    static AttributeValue.Text? Text(string? text) => text is null ? null : new(text);
}
