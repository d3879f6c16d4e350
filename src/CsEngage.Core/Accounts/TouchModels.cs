using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>For which accounts a touch model is meant.</summary>
/// <param name="When">For whom; null for everybody who is left.</param>
/// <param name="Model">high, low, tech or community.</param>
public sealed record TouchModelRule(Rule? When, string Model);

/// <summary>Derives the touch model of accounts by ordered rules.</summary>
public static class TouchModels
{
    /// <summary>What an account gets for which no rule is true: nobody's time.</summary>
    public const string Otherwise = "tech";

    /// <summary>The model of the first rule that is true. Unknown is not true.</summary>
    public static string Of(ImmutableArray<TouchModelRule> rules, Facts facts, DateTimeOffset now)
    {
        foreach (var rule in rules)
            if (rule.When is null || rule.When.Test(facts, now) == Truth.True)
                return rule.Model;
        return Otherwise;
    }
}
