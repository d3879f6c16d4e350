using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Store.Settings;

namespace CsEngage.Engine.Settings;

/// <summary>The rules of the settings document by which accounts get their touch model.</summary>
/// <param name="InOrder">The first that is true decides.</param>
/// <param name="Zone">The operator's, in which days are counted.</param>
public sealed record TouchModelRules(ImmutableArray<TouchModelRule> InOrder, TimeZoneInfo Zone)
{
    public static ImmutableArray<TouchModelRule> Of(JsonObject settings) =>
    [
        .. (settings["touch_models"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(rule => new TouchModelRule(rule["when"] is { } when ? Rule.Parse(when.ToString(), RuleScope.Account) : null, rule["model"]!.ToString())),
    ];

    public static async Task<TouchModelRules> InForce(DefinitionShelf definitions, SettingsBook settings) =>
        new(Of(await SettingsDocument.InForce(definitions)), await settings.OperatorZone());

    /// <summary>The model of an account for which nobody named one: a new account, and one that had what the rules gave it, follows the rules; what somebody chose stays.</summary>
    /// <param name="before">The account as it was; null for a new one.</param>
    public string Next(Account? before, Account now, DateTimeOffset at) => before is null || before.TouchModel == Model(before, at) ? Model(now, at) : now.TouchModel;

    string Model(Account account, DateTimeOffset at) => TouchModels.Of(InOrder, Facts.Of(AccountHistory.Of(account, Zone)), at);
}
