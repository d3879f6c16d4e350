using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using CsEngage.Core;
using Microsoft.AspNetCore.Identity;

namespace CsEngage.Store.People;

/// <summary>The title of a member of staff, which may be kept in several languages.</summary>
public static class StaffTitle
{
    /// <summary>The title for a reader.</summary>
    public static string? In(string? kept, string locale)
    {
        if (kept is not ['{', ..]) return kept;
        using var map = JsonDocument.Parse(kept);
        return new LocalizedText(map.RootElement.EnumerateObject().ToImmutableSortedDictionary(one => one.Name, one => one.Value.GetString() ?? "", StringComparer.Ordinal)).In(locale);
    }
}

/// <summary>A login of the operator.</summary>
public sealed class Staff : IdentityUser<Guid>
{
    public string Name { get; set; } = "";

    public string? Locale { get; set; }

    public string? Zone { get; set; }

    /// <summary>Address of the picture that customers see beside this name.</summary>
    public string? Photo { get; set; }

    /// <summary>Plain, or a map of locales as JSON; see <see cref="StaffTitle"/>.</summary>
    public string? Title { get; set; }

    /// <summary>Where customers book a time with this person.</summary>
    public string? BookUrl { get; set; }

    /// <summary>Keys of roles, separated by blanks.</summary>
    public string Roles { get; set; } = "";

    /// <summary>Single permissions beside those of the roles, separated by blanks.</summary>
    public string Grants { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Set when this person may no longer sign in.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    [NotMapped]
    public ImmutableHashSet<string> Permissions =>
    [
        .. StaffRole.All.Where(role => Roles.Split(' ').Contains(role.Key)).SelectMany(role => role.Permissions),
        .. Grants.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ];
}
