using System.Collections.Immutable;

namespace CsEngage.Web.Api.Reference;

/// <summary>Values of the examples: one story through all calls, so that they can be tried one after the other.</summary>
static class ApiExample
{
    public static readonly ImmutableSortedDictionary<string, string> Account = ImmutableSortedDictionary<string, string>.Empty.Add("id", "northwind");

    /// <summary>Where the account is the first place of the address.</summary>
    public static readonly ImmutableSortedDictionary<string, string> OfAccount = ImmutableSortedDictionary<string, string>.Empty.Add("account", "northwind");

    public static readonly ImmutableSortedDictionary<string, string> Contact = OfAccount.Add("id", "hana");

    public static readonly ImmutableSortedDictionary<string, string> Contract = OfAccount.Add("id", "2026-main");
}
