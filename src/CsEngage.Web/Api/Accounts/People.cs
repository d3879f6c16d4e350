using CsEngage.Store.Accounts;

namespace CsEngage.Web.Api.Accounts;

/// <summary>What the API calls the people of an account: the operator's ids, and the membership's own where there is none.</summary>
sealed class People(IReadOnlyDictionary<Guid, string?> externalIds)
{
    public static async Task<People> Of(ContactBook contacts, Guid account) => new(await contacts.ExternalIds(account));

    public string? Id(Guid? membership) => membership is { } id ? externalIds.GetValueOrDefault(id) ?? id.ToString("D") : null;
}
