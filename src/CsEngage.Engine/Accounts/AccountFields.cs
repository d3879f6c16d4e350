using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Settings;
using CsEngage.Store.Accounts;
using CsEngage.Store.Definitions;

namespace CsEngage.Engine.Accounts;

/// <summary>A field of accounts that this operator has added.</summary>
/// <param name="Title">What the settings call it; empty when only accounts have it.</param>
/// <param name="Sample">A value that some account has; null when none has one yet.</param>
public sealed record AccountField(LocalizedText Title, AttributeValue? Sample);

/// <summary>The own fields of accounts by key: those that the settings name, and those that accounts have.</summary>
public sealed class AccountFields(AccountBook accounts, DefinitionShelf definitions)
{
    public async Task<ImmutableSortedDictionary<string, AccountField>> All()
    {
        var fields = (await accounts.Fields()).ToImmutableSortedDictionary(pair => pair.Key, pair => new AccountField(LocalizedText.Empty, pair.Value), StringComparer.Ordinal).ToBuilder();
        foreach (var one in SettingsDocument.AccountFields(await SettingsDocument.InForce(definitions)))
            fields[one["key"]!.ToString()] = new(LocalizedJson.Read(one["title"]), fields.GetValueOrDefault(one["key"]!.ToString())?.Sample);
        return fields.ToImmutable();
    }
}
