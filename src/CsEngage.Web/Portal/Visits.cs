using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Store.Settings;

namespace CsEngage.Web.Portal;

/// <summary>Finds out who visits what. No visit means: there is nothing here, for whatever reason.</summary>
sealed class Visits(PortalBook portals, AccountBook accounts, ContactBook contacts, VisitSources sources)
{
    public async Task<Visit?> Of(string slug, Guid contactId, CultureInfo culture)
    {
        if (await portals.Find(slug) is not { } portal) return null;
        if ((await contacts.Of(contactId)).FirstOrDefault(membership => membership.AccountId == portal.AccountId) is not { } membership) return null;
        return await contacts.Member(membership.Id) is { } member ? await Make(portal, member, culture, isPreview: false) : null;
    }

    /// <summary>As staff see it while they look as this contact.</summary>
    public async Task<Visit?> Preview(Guid membershipId, CultureInfo culture)
    {
        if (await contacts.Member(membershipId) is not { } member) return null;
        return (await portals.Of(member.Membership.AccountId)) is [var portal, ..] ? await Make(portal, member, culture, isPreview: true) : null;
    }

    async Task<Visit?> Make(Store.Content.Portal portal, Member member, CultureInfo culture, bool isPreview)
    {
        if (await accounts.Find(portal.AccountId) is not { Value: var account }) return null;
        var profile = await sources.Settings.Get<OperatorProfile>(OperatorProfile.Key);
        var blueprint = await sources.Blueprints.Of(portal);
        var locale = culture.TwoLetterISOLanguageName;
        var now = sources.Clock.GetUtcNow();
        var entries = (await sources.Catalogue.All()).Where(entry => entry.Item.Kind == "guide").ToDictionary(entry => entry.Item.Key, StringComparer.Ordinal);
        // What a checkpoint of the portal's journey points to belongs to the portal, listed or not.
        var ofJourneys = (await sources.Journeys.InForce()).Where(journey => blueprint.Journeys.Contains(journey.Key)).SelectMany(journey => journey.Checkpoints).SelectMany(checkpoint => checkpoint.Guides);
        ImmutableArray<Guide> guides =
        [
            .. from key in blueprint.Guides.Concat(ofJourneys).Distinct(StringComparer.Ordinal)
               where entries.ContainsKey(key)
               let entry = entries[key]
               where !(entry.Item.VisibleFrom > now) && !(entry.Item.VisibleUntil <= now)
               let shown = Locales.Choose([.. entry.Variants.Select(variant => variant.Locale)], locale, account.Locale, profile.Locale)
               where shown is not null
               let variant = entry.Variants.First(variant => variant.Locale == shown.Locale)
               select new Guide(entry.Item, variant, GuideFront.Parse(variant.Front)),
        ];
        var zone = member.Contact.Zone ?? account.Zone ?? profile.Zone;
        return new Visit(portal, blueprint, account, member, account.CsmId is { } csm ? await sources.Staff.Find(csm) : null, profile, guides, culture,
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc, isPreview);
    }
}

/// <summary>Where the parts of a visit come from.</summary>
sealed record VisitSources(SettingsBook Settings, StaffList Staff, Blueprints Blueprints, GuideCatalogue Catalogue, JourneyShelf Journeys, TimeProvider Clock);
