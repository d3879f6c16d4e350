using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;

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
               let shown = Locales.Choose([.. entry.Variants.Select(variant => variant.Locale)], locale, account.Locale, profile.Locale)
               where shown is not null
               let variant = entry.Variants.First(variant => variant.Locale == shown.Locale)
               select new Guide(entry.Item, variant, GuideFront.Parse(variant.Front)),
        ];
        guides = await Shown(guides, member, now);
        var zone = member.Contact.Zone ?? account.Zone ?? profile.Zone;
        return new Visit(portal, blueprint, account, member, account.CsmId is { } csm ? await sources.Staff.Find(csm) : null, profile, guides, culture,
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc, isPreview);
    }

    /// <summary>What this person may see of what the portal holds. Facts are loaded only when some guide asks about the reader.</summary>
    async Task<ImmutableArray<Guide>> Shown(ImmutableArray<Guide> held, Member member, DateTimeOffset now)
    {
        Facts? reader = null;
        if (held.Any(guide => guide.Item.Audience is not null || !guide.Front.Roles.IsEmpty))
        {
            var needs = held.Aggregate(RuleNeeds.None, (sum, guide) => AudienceOf(guide) is { } rule ? sum.And(rule.Needs) : sum);
            reader = await sources.Facts.Load(member.Membership.AccountId, needs, now) is { } history ? Facts.Of(history).For(member.Membership.Id) : null;
        }
        return held.RemoveAll(guide => !Visibility.Of(
            new Visible(IsPublished: true, guide.Item.VisibleFrom, guide.Item.VisibleUntil, AudienceOf(guide), IsAssigned: true, guide.Front.Roles, []), reader, now).IsVisible);
    }

    static Rule? AudienceOf(Guide guide) => guide.Item.Audience is { } text ? Rule.Parse(text, RuleScope.Contact) : null;
}

/// <summary>Where the parts of a visit come from.</summary>
sealed record VisitSources(SettingsBook Settings, StaffList Staff, Blueprints Blueprints, GuideCatalogue Catalogue, JourneyShelf Journeys, FactShelf Facts, TimeProvider Clock);
