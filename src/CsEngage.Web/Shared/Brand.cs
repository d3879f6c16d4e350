using CsEngage.Store.Settings;

namespace CsEngage.Web.Shared;

/// <summary>Whose installation this is, for the corner of each page.</summary>
public sealed class Brand(SettingsBook book)
{
    public Task<OperatorProfile> Operator() => book.Get<OperatorProfile>(OperatorProfile.Key);
}
