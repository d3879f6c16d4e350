using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>What became of an account.</summary>
public enum Fate
{
    /// <summary>It renewed, or simply stayed.</summary>
    Stayed,
    /// <summary>It renewed for less.</summary>
    Contracted,
    /// <summary>It left.</summary>
    Left,
}

/// <summary>One account's past by a draft card, and what became of it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Days">Score and band at the daily closings, in order.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="On">When: the day it left or renewed; for those that stayed, the last day looked at.</param>
public sealed record Backcast(Guid AccountId, ImmutableArray<(DateOnly On, double? Score, Band Band)> Days, Fate Fate, DateOnly On);

/// <summary>What share of the accounts that scored alike left.</summary>
/// <param name="From">Lowest score, included.</param>
/// <param name="To">Highest score, excluded but for 100.</param>
/// <param name="Accounts">How many scored so.</param>
/// <param name="Lost">How many of them left or contracted.</param>
public sealed record Calibration(double From, double To, int Accounts, int Lost);

/// <summary>
/// How well a draft card would have told what happened: its scores of <see cref="LookAhead"/> days before against what became of the accounts.
/// </summary>
/// <param name="Lost">Accounts that left or contracted and had a score then.</param>
/// <param name="Kept">Accounts that stayed and had a score then.</param>
/// <param name="Unscored">Accounts without enough data then.</param>
/// <param name="Recall">Share of the lost that were red then.</param>
/// <param name="FalseGreen">Share of the green ones that were lost.</param>
/// <param name="Auc">Probability that a lost account scored below a kept one; a half is chance. Equal scores count half.</param>
/// <param name="LeadDays">Median of the days, before the end, for which lost accounts had been red without a break.</param>
/// <param name="Calibration">Shares by score, in fifths.</param>
public sealed record CardProof(
    int Lost, int Kept, int Unscored, double? Recall, double? FalseGreen, double? Auc, double? LeadDays, ImmutableArray<Calibration> Calibration)
{
    /// <summary>So many days before the end the card must have known.</summary>
    public const int LookAhead = 90;

    /// <summary>With fewer lost or kept accounts than these nothing is proven.</summary>
    public const int Fewest = 10;

    /// <summary>Whether there is too little to say anything; the figures are shown all the same, with that sentence.</summary>
    public bool IsTooLittle => Lost < Fewest || Kept < Fewest;

    /// <summary>The proof of a card on some accounts.</summary>
    public static CardProof Of(IEnumerable<Backcast> accounts)
    {
        var all = accounts.ToArray();
        var then = all.Select(account => (Account: account, Day: Then(account))).ToArray();
        var scored = then.Where(one => one.Day is { Score: not null }).Select(one => (one.Account, one.Day!.Value.Band, Score: one.Day.Value.Score!.Value, Lost: IsLost(one.Account))).ToArray();
        var (lost, kept) = (scored.Where(one => one.Lost).ToArray(), scored.Where(one => !one.Lost).ToArray());
        var green = scored.Where(one => one.Band == Band.Green).ToArray();
        return new(lost.Length, kept.Length, all.Length - scored.Length,
            Share(lost.Count(one => one.Band == Band.Red), lost.Length), Share(green.Count(one => one.Lost), green.Length),
            AreaUnderCurve([.. lost.Select(one => one.Score)], [.. kept.Select(one => one.Score)]),
            Median(all.Where(IsLost).Select(RedDays)),
            [.. Enumerable.Range(0, 5).Select(fifth => Within(fifth * 20))]);

        Calibration Within(double from)
        {
            var alike = scored.Where(one => one.Score >= from && (one.Score < from + 20 || from >= 80)).ToArray();
            return new(from, from + 20, alike.Length, alike.Count(one => one.Lost));
        }
    }

    static bool IsLost(Backcast account) => account.Fate != Fate.Stayed;

    /// <summary>The last closing at least so many days before the end.</summary>
    static (DateOnly On, double? Score, Band Band)? Then(Backcast account)
    {
        (DateOnly, double?, Band)? found = null;
        foreach (var day in account.Days)
            if (day.On <= account.On.AddDays(-LookAhead))
                found = day;
        return found;
    }

    /// <summary>For how many days before the end the account had been red without a break.</summary>
    static double RedDays(Backcast account)
    {
        var since = account.On;
        for (var i = account.Days.Length - 1; i >= 0 && (account.Days[i].On > account.On || account.Days[i].Band == Band.Red); i--)
            if (account.Days[i].On <= account.On)
                since = account.Days[i].On;
        return account.On.DayNumber - since.DayNumber;
    }

    /// <summary>Mann–Whitney: the share of pairs in which the lost one scored lower, by ranks.</summary>
    static double? AreaUnderCurve(double[] lost, double[] kept)
    {
        if (lost.Length == 0 || kept.Length == 0) return null;
        Array.Sort(kept);
        var pairs = 0.0;
        foreach (var score in lost)
        {
            var (notAbove, below) = (Below(kept, score, orEqual: true), Below(kept, score, orEqual: false));
            pairs += kept.Length - notAbove + (notAbove - below) / 2.0;
        }
        return pairs / ((double)lost.Length * kept.Length);
    }

    static int Below(double[] sorted, double score, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < score || (orEqual && sorted[middle] <= score)) low = middle + 1; else high = middle;
        }
        return low;
    }

    static double? Share(int part, int of) => of == 0 ? null : (double)part / of;

    static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
