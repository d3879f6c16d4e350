using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;

namespace CsEngage.Store.Signals;

/// <summary>Loads what rules may read of one account, and nothing that they do not need.</summary>
public sealed class FactShelf(Database database, SettingsBook settings)
{
    /// <summary>
    /// The account's history, readable at <paramref name="from"/> and later; null when there is no such account. Raw signals speak from the
    /// day of <paramref name="from"/> less the raw days that <paramref name="needs"/> asks for; before that, the counters.
    /// </summary>
    /// <param name="needs">What will be read; null for everything.</param>
    public async Task<AccountHistory?> Load(Guid accountId, RuleNeeds? needs, DateTimeOffset from) => (await Load([accountId], needs, from)).GetValueOrDefault(accountId);

    /// <summary>The same for several accounts in as many statements as for one. Accounts that are not there are not in the answer.</summary>
    public async Task<IReadOnlyDictionary<Guid, AccountHistory>> Load(IReadOnlyCollection<Guid> accountIds, RuleNeeds? needs, DateTimeOffset from)
    {
        var (zone, unengaged) = (await settings.OperatorZone(), await settings.Unengaged());
        var days = OperatorDays.In(zone);
        var first = days.DateOf(from).AddDays(-(needs?.RawDaysBack ?? 1));
        var horizon = days.StartOf(first);
        var ids = accountIds.ToArray();

        var accounts = await database.Query(
            $"SELECT id, external_id, name, legal_name, tier, lifecycle, touch_model, csm_id, country, zone, locale, parent_id, created_at, attributes FROM accounts WHERE {Among("id")}",
            row => new Account(row.Guid(0), row.Text(1), row.Text(2), row.MaybeText(3), row.MaybeText(4), row.Text(5), row.Text(6), row.MaybeGuid(7), row.MaybeText(8), row.MaybeText(9),
                row.MaybeText(10), row.MaybeGuid(11), row.Instant(12), StoredJson.Attributes(row.Text(13))), ids);
        if (accounts.Count == 0) return ImmutableDictionary<Guid, AccountHistory>.Empty;

        var members = (await database.Query(
            $"SELECT id, contact_id, external_id, roles, title, department, is_primary, joined_at, ended_at, merged_into, account_id FROM memberships WHERE {Among("account_id")} ORDER BY joined_at, id",
            row => (Membership: new Membership(row.Guid(0), row.Guid(10), row.Guid(1), row.MaybeText(2), StoredJson.Keys(row.Text(3)), row.MaybeText(4), row.MaybeText(5), row.Flag(6), row.Instant(7), row.MaybeInstant(8)),
                Into: row.MaybeGuid(9)), ids)).ToLookup(member => member.Membership.AccountId);
        var contracts = (await database.Query(
            $"SELECT id, external_id, department, products, start_on, end_on, notice_by, auto_renew, amount, period, currency, status, outcome, account_id FROM contracts WHERE {Among("account_id")} ORDER BY start_on, id",
            row => new Contract(row.Guid(0), row.Guid(13), row.Text(1), row.MaybeText(2), StoredJson.Keys(row.Text(3)), row.Day(4), row.Day(5), row.MaybeDay(6), row.Flag(7), row.Long(8), row.Text(9), row.Text(10),
                row.Text(11), row.MaybeText(12)), ids)).ToLookup(contract => contract.AccountId);
        var changes = (await database.Query(
            $"SELECT subject, field, old, new, at, recorded_at, source, cause, account_id FROM changes WHERE {Among("account_id")} ORDER BY id",
            row => new Change(row.Guid(8), row.Text(0), row.Text(1), StoredJson.Value(row.MaybeText(2)), StoredJson.Value(row.MaybeText(3)), row.Instant(4), row.Instant(5), row.Text(6), StoredJson.Cause(row.MaybeText(7))),
            ids)).ToLookup(change => change.AccountId);
        var (counts, signals) = ((await Counts(ids, needs, first)).ToLookup(one => one.Account, one => one.Count), (await Signals(ids, needs, horizon)).ToLookup(signal => signal.AccountId));
        return accounts.ToDictionary(account => account.Id, account => new AccountHistory(
            account, [.. members[account.Id].Select(member => member.Membership)], [.. changes[account.Id]], [.. contracts[account.Id]], [.. counts[account.Id]], [.. signals[account.Id]], horizon, zone)
        {
            Unengaged = unengaged, Merged = members[account.Id].Where(member => member.Into is not null).ToImmutableDictionary(member => member.Membership.Id, member => member.Into!.Value),
        });
    }

    /// <summary>
    /// What a page asks about one person now. Fields are as they stand; the past of fields, contracts and colleagues, which only rules ask for,
    /// is left where it is.
    /// </summary>
    /// <param name="needs">What will be read, of this person and of the account; of nothing else is anything loaded.</param>
    /// <param name="isMerged">Whether other memberships may have gone into this one.</param>
    public async Task<AccountHistory> Present(Account account, Membership member, RuleNeeds needs, DateTimeOffset now, bool isMerged = true)
    {
        var (zone, unengaged) = (await settings.OperatorZone(), await settings.Unengaged());
        var days = OperatorDays.In(zone);
        var first = days.DateOf(now).AddDays(-needs.RawDaysBack);
        var horizon = days.StartOf(first);
        var merged = !isMerged ? [] : await database.Query("SELECT id FROM memberships WHERE account_id = $1 AND merged_into = $2", row => row.Guid(0), account.Id, member.Id);
        return new AccountHistory(account, [member], [], [], [.. (await Counts([account.Id], needs, first)).Select(one => one.Count)], [.. await Signals([account.Id], needs, horizon)], horizon, zone)
        {
            Unengaged = unengaged, Merged = merged.ToImmutableDictionary(id => id, _ => member.Id),
        };
    }

    async Task<IEnumerable<(Guid Account, DayCount Count)>> Counts(Guid[] accounts, RuleNeeds? needs, DateOnly before)
    {
        if (Of(needs) is not { Kinds: { } kinds } asked) return await database.Query(All(accounts).Counts, One, Ids(accounts), before);
        if (kinds.Length == 0) return [];
        var found = await database.Query(asked.Select(accounts.Length == 1).Counts, One, [Ids(accounts), before, .. kinds]);
        found.RemoveAll(one => !asked.Reads(one.Count.Kind, one.Count.Subject));
        return found;

        static (Guid Account, DayCount Count) One(SqlRow row) => (row.Guid(10), Read(row));
    }

    async Task<IEnumerable<Signal>> Signals(Guid[] accounts, RuleNeeds? needs, DateTimeOffset horizon)
    {
        if (Of(needs) is not { Kinds: { } kinds } asked) return await database.Query(All(accounts).Signals, SignalLog.Read, Ids(accounts), horizon);
        if (kinds.Length == 0) return [];
        var found = await database.Query(asked.Select(accounts.Length == 1).Signals, SignalLog.Read, [Ids(accounts), horizon, .. kinds]);
        found.RemoveAll(signal => !asked.Reads(signal.Kind, signal.Subject));
        return found;
    }

    string Among(string column) => SqlSession.Among(column, 1, database.Dialect);

    KindsAsked? Of(RuleNeeds? needs) => needs is null ? null : statements.GetValue(needs, needs => new(needs, database.Dialect));

    // Needs live as long as the documents that they were read from, and pages ask with the same ones again and again.
    readonly ConditionalWeakTable<RuleNeeds, KindsAsked> statements = [];

    const string CountColumns = "kind, subject, membership_id, day, n, sum, first_at, last_at, last_value, last_value_at, account_id";

    Statements All(Guid[] accounts)
    {
        var among = accounts.Length == 1 ? "account_id = $1" : Among("account_id");
        return new($"SELECT {CountColumns} FROM fact_days WHERE {among} AND day < $2", $"SELECT {SignalLog.Columns} FROM signals WHERE {among} AND counted_at >= $2");
    }

    sealed record Statements(string Counts, string Signals);

    /// <summary>The statements of some needs, put together once.</summary>
    sealed class KindsAsked(RuleNeeds needs, Dialect dialect)
    {
        // What pages ask for. Rules may ask for more, and then a table is worth its making.
        const int Few = 12;

        readonly FrozenDictionary<string, CounterKey[]> counters = needs.Counters.GroupBy(counter => counter.Kind, StringComparer.Ordinal).ToFrozenDictionary(kind => kind.Key, kind => kind.ToArray(), StringComparer.Ordinal);
        Statements? ofOne, ofSeveral;

        /// <summary>The kinds that are asked for; null when that is all of them.</summary>
        public string[]? Kinds { get; } = needs.Counters.Any(counter => counter.Kind == CounterKey.Engagement)
            ? null : [.. needs.Counters.Select(counter => counter.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        public bool Reads(string kind, string? subject) => counters.TryGetValue(kind, out var asked) && Array.Exists(asked, counter => counter.Counts(subject));

        public Statements Select(bool isOne) => isOne ? ofOne ??= Make(isOne) : ofSeveral ??= Make(isOne);

        Statements Make(bool isOne)
        {
            var among = isOne ? "account_id = $1" : SqlSession.Among("account_id", 1, dialect);
            var numbers = Enumerable.Range(3, Kinds!.Length).Select(n => $"${n}").ToArray();
            if (dialect == Dialect.Sqlite && isOne && numbers.Length <= Few)
            {
                // For a list SQLite makes a table of its own each time, which costs more than what is looked for in it: one search for each kind, and one comparison after the other.
                return new(string.Join(" UNION ALL ", numbers.Select(number => $"SELECT {CountColumns} FROM fact_days WHERE {among} AND kind = {number} AND day < $2")),
                    $"SELECT {SignalLog.Columns} FROM signals WHERE {among} AND counted_at >= $2 AND CASE kind {string.Concat(numbers.Select(number => $"WHEN {number} THEN 1 "))}END");
            }
            var kinds = $" AND kind IN ({string.Join(", ", numbers)})";
            return new($"SELECT {CountColumns} FROM fact_days WHERE {among} AND day < $2{kinds}", $"SELECT {SignalLog.Columns} FROM signals WHERE {among} AND counted_at >= $2{kinds}");
        }
    }

    static object Ids(Guid[] accounts) => accounts.Length == 1 ? accounts[0] : accounts;

    internal static DayCount Read(SqlRow row) => new(
        row.Guid(2) is var member && member == Guid.Empty ? null : member, row.Text(0), row.Text(1) is { Length: > 0 } subject ? subject : null, row.Day(3), (int)row.Long(4), row.Decimal(5),
        row.Instant(6), row.Instant(7), row.MaybeDecimal(8), row.MaybeInstant(9));
}
