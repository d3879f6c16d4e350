using System.Collections.Immutable;

namespace CsEngage.Core;

/// <summary>A customer organisation as it is now. Its past is read from <see cref="Change"/>s.</summary>
/// <param name="Id">UUID v7, internal.</param>
/// <param name="ExternalId">The operator's own id, used by API and imports; unique.</param>
/// <param name="Name">What people call it.</param>
/// <param name="LegalName">What contracts call it.</param>
/// <param name="Tier">Key of the price band.</param>
/// <param name="Lifecycle">onboarding, adopting, renewing, leaving or left.</param>
/// <param name="TouchModel">high, low, tech or community.</param>
/// <param name="CsmId">The staff member who looks after it.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Zone">IANA time zone; null means the operator's.</param>
/// <param name="Locale">BCP 47; null means the operator's.</param>
/// <param name="ParentId">The account above it in the tree.</param>
/// <param name="CreatedAt">When it became a customer here.</param>
/// <param name="Attributes">Own fields by key.</param>
public sealed record Account(
    Guid Id, string ExternalId, string Name, string? LegalName, string? Tier, string Lifecycle, string TouchModel, Guid? CsmId,
    string? Country, string? Zone, string? Locale, Guid? ParentId, DateTimeOffset CreatedAt,
    ImmutableSortedDictionary<string, AttributeValue> Attributes);

/// <summary>A person, unique by address.</summary>
/// <param name="Id">UUID v7; never shown. Addresses, API and templates show the membership's id.</param>
/// <param name="Address">Normalised mail address, unique when present.</param>
/// <param name="AddressAsTyped">The address as it was given.</param>
/// <param name="FamilyName">Family name.</param>
/// <param name="GivenName">Given name.</param>
/// <param name="Reading">Kana of family and given name, for sorting.</param>
/// <param name="DisplayName">The name this person chose to be shown under.</param>
/// <param name="Honorific">"様", "Dr." and so on; null means the locale's usual one.</param>
/// <param name="Locale">BCP 47.</param>
/// <param name="Zone">IANA time zone.</param>
public sealed record Contact(
    Guid Id, string? Address, string? AddressAsTyped, string? FamilyName, string? GivenName, string? Reading, string? DisplayName,
    string? Honorific, string? Locale, string? Zone)
{
    /// <summary>
    /// How a text greets this person: in Japanese the family name with 様 ("佐藤様"), otherwise the given name ("Hana").
    /// Falls back to the display name; null when no name is known, so that a template must say what it does then.
    /// </summary>
    public string? GreetingName(string locale)
    {
        var japanese = locale == "ja" || locale.StartsWith("ja-", StringComparison.Ordinal);
        var name = japanese ? FamilyName ?? DisplayName ?? GivenName : GivenName ?? DisplayName ?? FamilyName;
        return (name, japanese) switch
        {
            (null or "", _) => null,
            (_, true) => name + (Honorific ?? "様"),
            _ => name,
        };
    }

    /// <summary>
    /// The full name as its owner writes it: "佐藤 花" in Japanese, "Hana Sato" elsewhere. A name in Latin letters has its given name first
    /// in Japanese too: "Hannah Calloway" stays what it is.
    /// </summary>
    public string? FullName(string locale) =>
        DisplayName ?? (string.Join(' ', (IsFamilyFirst(locale)
            ? new[] { FamilyName, GivenName } : [GivenName, FamilyName]).Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } name ? name : null);

    /// <summary>Whether the family name comes first in a text of this locale: in Japanese, and when the name is written with Han characters, kana or hangul.</summary>
    public bool IsFamilyFirst(string locale) =>
        locale.StartsWith("ja", StringComparison.Ordinal) && $"{FamilyName}{GivenName}".EnumerateRunes().Any(IsEastAsian);

    // Han characters, kana and hangul.
    static bool IsEastAsian(System.Text.Rune letter) => letter.Value is (>= 0x3005 and <= 0x3007) or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9F) or (>= 0x20000 and <= 0x3FFFF);
}

/// <summary>A contact at an account. Its id is the only id of a person that addresses, API and templates show.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="AccountId">The account.</param>
/// <param name="ContactId">The person.</param>
/// <param name="ExternalId">The operator's own id of this person at this account; unique within it.</param>
/// <param name="Roles">Keys such as organizer, champion, sponsor, member.</param>
/// <param name="Title">Job title.</param>
/// <param name="Department">Key of the department.</param>
/// <param name="IsPrimary">The first one to write to.</param>
/// <param name="JoinedAt">Start of the membership.</param>
/// <param name="EndedAt">End of the membership; null while it lasts.</param>
public sealed record Membership(
    Guid Id, Guid AccountId, Guid ContactId, string? ExternalId, ImmutableArray<string> Roles, string? Title, string? Department,
    bool IsPrimary, DateTimeOffset JoinedAt, DateTimeOffset? EndedAt);

/// <summary>What renews. Amounts are 1/10,000 of the currency's unit.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="AccountId">The account.</param>
/// <param name="ExternalId">The operator's own id; unique within the account.</param>
/// <param name="Department">Key of the department it is for.</param>
/// <param name="Products">Keys of the products.</param>
/// <param name="StartOn">First day.</param>
/// <param name="EndOn">Last day.</param>
/// <param name="NoticeBy">Last day to give notice.</param>
/// <param name="AutoRenew">Renews unless notice is given.</param>
/// <param name="Amount">Amount per period, scaled by 10,000.</param>
/// <param name="Period">month, quarter or year.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Status">active, renewed or ended.</param>
/// <param name="Outcome">Coded outcome once it ended.</param>
public sealed record Contract(
    Guid Id, Guid AccountId, string ExternalId, string? Department, ImmutableArray<string> Products, DateOnly StartOn, DateOnly EndOn,
    DateOnly? NoticeBy, bool AutoRenew, long Amount, string Period, string Currency, string Status, string? Outcome)
{
    /// <summary>Annual recurring revenue, scaled by 10,000.</summary>
    public long Arr => Period switch { "month" => Amount * 12, "quarter" => Amount * 4, _ => Amount };
}

/// <summary>One recorded change of a field. Append-only: the past is read from these, the current row is a cache.</summary>
/// <param name="AccountId">The account it belongs to.</param>
/// <param name="Subject">account, membership:{id} or contract:{id}.</param>
/// <param name="Field">Name of the field or attribute.</param>
/// <param name="Old">Value before; null when it was not known.</param>
/// <param name="New">Value after; null when it is no longer known.</param>
/// <param name="At">When it became true.</param>
/// <param name="RecordedAt">When it was written down here.</param>
/// <param name="Source">Who or what changed it.</param>
/// <param name="Cause">The signal or decision behind it.</param>
public sealed record Change(
    Guid AccountId, string Subject, string Field, AttributeValue? Old, AttributeValue? New, DateTimeOffset At, DateTimeOffset RecordedAt,
    string Source, Cause? Cause);
