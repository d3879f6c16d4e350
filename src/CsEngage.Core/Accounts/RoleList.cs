using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>How a list of keys (roles of a membership, products of a contract) is written into one field of a <see cref="Change"/>: "champion,organizer".</summary>
public static class RoleList
{
    /// <summary>Keys in ordinal order, once each, with commas between.</summary>
    public static string Write(IEnumerable<string> keys) => string.Join(',', keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ImmutableArray<string> Read(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
