using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>Which scorecards accounts have for which this holds.</summary>
/// <param name="When">For whom; null for everybody who is left.</param>
/// <param name="Cards">Keys of their cards.</param>
/// <param name="Primary">Key of the card that is shown as their health.</param>
public sealed record CardRule(Rule? When, ImmutableArray<string> Cards, string Primary);

/// <summary>Chooses scorecards by ordered rules.</summary>
public static class CardChoice
{
    /// <summary>The first rule that is true; null when none is. Unknown is not true.</summary>
    public static CardRule? Of(ImmutableArray<CardRule> rules, Facts facts, DateTimeOffset now)
    {
        foreach (var rule in rules)
            if (rule.When is null || rule.When.Test(facts, now) == Truth.True)
                return rule;
        return null;
    }

    /// <summary>How many of these accounts go from one primary card to another when the rules change; for the preview before saving. Null means none.</summary>
    public static ImmutableArray<(string? From, string? To, int Accounts)> Moves(
        ImmutableArray<CardRule> before, ImmutableArray<CardRule> after, IEnumerable<Facts> accounts, DateTimeOffset now) =>
        [.. accounts.Select(facts => (From: Of(before, facts, now)?.Primary, To: Of(after, facts, now)?.Primary)).Where(move => move.From != move.To)
            .GroupBy(move => move).Select(move => (move.Key.From, move.Key.To, move.Count())).OrderByDescending(move => move.Item3).ThenBy(move => move.From, StringComparer.Ordinal).ThenBy(move => move.To, StringComparer.Ordinal)];
}
