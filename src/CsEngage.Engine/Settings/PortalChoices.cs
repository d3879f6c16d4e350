using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Settings;

/// <summary>Which blueprint the portal of an account is made from: that of the first choice whose rule is true.</summary>
sealed record PortalChoices(ImmutableArray<(Rule? When, string Blueprint)> InOrder)
{
    /// <summary>The choices of the settings document, in its order.</summary>
    public static PortalChoices Of(JsonObject settings) => new(
    [
        .. (settings["portals"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(choice => (choice["when"] is { } when ? Rule.Parse(when.ToString(), RuleScope.Account) : null, choice["blueprint"]!.ToString())),
    ]);

    /// <summary>Null when no choice fits.</summary>
    public string? For(Facts facts, DateTimeOffset now) => InOrder.FirstOrDefault(choice => choice.When is null || choice.When.Test(facts, now) == Truth.True).Blueprint;
}
