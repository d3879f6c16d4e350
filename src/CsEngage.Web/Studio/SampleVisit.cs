using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Accounts;
using CsEngage.Store.Settings;
using CsEngage.Web.Portal;

namespace CsEngage.Web.Studio;

/// <summary>A made-up contact of a made-up account, for previews before there are customers.</summary>
static class SampleVisit
{
    public static Visit Of(OperatorProfile profile, CultureInfo culture, DateTimeOffset now)
    {
        var account = new Core.Account(Guid.Empty, "sample", "Acme", "Acme, Inc.", null, "onboarding", "tech", null, null, null, null, null, now, ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var contact = new Contact(Guid.Empty, "hana@example.com", "hana@example.com", culture.TwoLetterISOLanguageName == "ja" ? "佐藤" : "Sato", culture.TwoLetterISOLanguageName == "ja" ? "花" : "Hana", "さとう はな", null, null, null, null);
        var membership = new Membership(Guid.Empty, Guid.Empty, Guid.Empty, null, ["organizer"], null, null, true, now, null);
        var portal = new Store.Content.Portal(Guid.Empty, Guid.Empty, "sample", "Acme", true, "", 0, "{}", null, "verified", [], [], now);
        return new Visit(portal, Blueprint.Empty, account, new Member(membership, contact), null, profile, GuideList.None, culture,
            TimeZoneInfo.TryFindSystemTimeZoneById(profile.Zone, out var zone) ? zone : TimeZoneInfo.Utc, IsPreview: true);
    }
}
