using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Settings;

namespace CsEngage.Engine.Settings;

/// <summary>
/// What the settings document calls the operator, in each language. The profile has one text for all: the document's own, taken over in one
/// language, or what somebody wrote instead, which then holds in every language.
/// </summary>
public sealed record OperatorWords(LocalizedText Name, LocalizedText LegalName, LocalizedText Address)
{
    public static readonly OperatorWords None = new(LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty);

    public static OperatorWords Of(JsonObject settings)
    {
        return settings["operator"] is not JsonObject given ? None : new(Read("name"), Read("legal_name"), Read("address"));

        LocalizedText Read(string field) => given[field] is JsonObject text ? LocalizedJson.Read(text) : LocalizedText.Empty;
    }

    /// <summary>The profile for a reader of this language.</summary>
    public OperatorProfile In(OperatorProfile profile, string locale) =>
        (Said(profile.Name, Name, locale), Said(profile.LegalName, LegalName, locale), Said(profile.Address, Address, locale)) is var (name, legal, address)
        && (name, legal, address) == (profile.Name, profile.LegalName, profile.Address) ? profile : profile with { Name = name!, LegalName = legal, Address = address };

    static string? Said(string? chosen, LocalizedText written, string locale) => chosen is not null && written.Texts.ContainsValue(chosen) ? written.In(locale) : chosen;
}
