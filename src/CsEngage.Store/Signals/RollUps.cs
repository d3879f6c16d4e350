using System.Runtime.InteropServices;
using CsEngage.Core;

namespace CsEngage.Store.Signals;

/// <summary>What a batch of signals adds to buckets and roll-ups, each row once and in key order, so that two transactions never wait for each other crosswise.</summary>
internal sealed class RollUps
{
    readonly Dictionary<(Guid Account, string Kind, string? Subject, Guid? Member, DateOnly Day), DayCount> facts = [];
    readonly Dictionary<(Guid Account, DateOnly Day, string Kind), Tally> accounts = [];
    readonly Dictionary<(string Subject, DateOnly Day, string Kind), Tally> contents = [];
    readonly HashSet<Guid> touched = [];

    public IEnumerable<((Guid Account, string Kind, string? Subject, Guid? Member, DateOnly Day) Key, DayCount Count)> Facts => facts
        .OrderBy(pair => pair.Key.Account).ThenBy(pair => pair.Key.Kind, StringComparer.Ordinal).ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.Member).ThenBy(pair => pair.Key.Day).Select(pair => (pair.Key, pair.Value));

    public IEnumerable<((Guid Account, DateOnly Day, string Kind) Key, Tally Tally)> Accounts =>
        accounts.OrderBy(pair => pair.Key.Account).ThenBy(pair => pair.Key.Day).ThenBy(pair => pair.Key.Kind, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value));

    public IEnumerable<((string Subject, DateOnly Day, string Kind) Key, Tally Tally)> Contents =>
        contents.OrderBy(pair => pair.Key.Subject, StringComparer.Ordinal).ThenBy(pair => pair.Key.Day).ThenBy(pair => pair.Key.Kind, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value));

    /// <summary>Accounts to look at again.</summary>
    public IEnumerable<Guid> Touched => touched.Order();

    public void Add(Signal signal, TimeZoneInfo zone)
    {
        // What machines, staff and previews do is kept in the log and counted nowhere.
        if (!signal.Counts) return;
        touched.Add(signal.AccountId);
        var one = DayCount.Of(signal, zone);
        ref var fact = ref CollectionsMarshal.GetValueRefOrAddDefault(facts, (signal.AccountId, signal.Kind, signal.Subject, signal.MembershipId, one.Day), out var known);
        fact = known ? fact!.Plus(one) : one;
        CollectionsMarshal.GetValueRefOrAddDefault(accounts, (signal.AccountId, one.Day, signal.Kind), out _).Add(one.Sum);
        if (IsContent(signal.Subject)) CollectionsMarshal.GetValueRefOrAddDefault(contents, (signal.Subject!, one.Day, signal.Kind), out _).Add(one.Sum);
    }

    public static bool IsContent(string? subject) => subject is not null
        && (subject.StartsWith("guide:", StringComparison.Ordinal) || subject.StartsWith("page:", StringComparison.Ordinal)
            || subject.StartsWith("announcement:", StringComparison.Ordinal) || subject.StartsWith("media:", StringComparison.Ordinal));

    public struct Tally
    {
        public long N;
        public decimal Sum;

        public void Add(decimal value)
        {
            N++;
            Sum += value;
        }
    }
}
