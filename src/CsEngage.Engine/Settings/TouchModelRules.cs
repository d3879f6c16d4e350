using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Settings;

static class TouchModelRules
{
    /// <summary>The rules of the settings document, in its order.</summary>
    public static ImmutableArray<TouchModelRule> Of(JsonObject settings) =>
    [
        .. (settings["touch_models"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(rule => new TouchModelRule(rule["when"] is { } when ? Rule.Parse(when.ToString(), RuleScope.Account) : null, rule["model"]!.ToString())),
    ];
}
