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
    public async Task<Visit?> Of(string slug, Guid contactId, CultureInfo culture) =>
        await sources.Rows.Find(slug, contactId) is { } rows ? await Make(rows, culture, isPreview: false) : null;

    /// <summary>As staff see it while they look as this contact.</summary>
    public async Task<Visit?> Preview(Guid membershipId, CultureInfo culture)
    {
        if (await contacts.Member(membershipId) is not { } member) return null;
        if (await portals.Of(member.Membership.AccountId) is not [var portal, ..] || await accounts.Find(portal.AccountId) is not { Value: var account }) return null;
        return await Make(new VisitRows(portal, account, member), culture, isPreview: true);
    }

    async Task<Visit> Make(VisitRows rows, CultureInfo culture, bool isPreview)
    {
        var (portal, account, member) = rows;
        var profile = await sources.Settings.Get<OperatorProfile>(OperatorProfile.Key);
        var blueprint = await sources.Blueprints.Of(portal);
        var guides = await sources.Catalogue.Held(blueprint, culture.TwoLetterISOLanguageName, account.Locale, profile.Locale);
        guides = await Shown(guides, member, sources.Clock.GetUtcNow());
        var zone = member.Contact.Zone ?? account.Zone ?? profile.Zone;
        return new Visit(portal, blueprint, account, member, account.CsmId is { } csm ? await sources.Staff.Find(csm) : null, profile, guides, culture,
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc, isPreview);
    }

    /// <summary>What this person may see of what the portal holds. Facts are loaded only when some guide asks about the reader.</summary>
    async Task<ImmutableArray<Guide>> Shown(ImmutableArray<Guide> held, Member member, DateTimeOffset now)
    {
        Facts? reader = null;
        if (held.Any(guide => guide.Audience is not null || !guide.Front.Roles.IsEmpty))
        {
            var needs = held.Aggregate(RuleNeeds.None, (sum, guide) => guide.Audience is { } rule ? sum.And(rule.Needs) : sum);
            reader = await sources.Facts.Load(member.Membership.AccountId, needs, now) is { } history ? Facts.Of(history).For(member.Membership.Id) : null;
        }
        return held.RemoveAll(guide => !Visibility.Of(
            new Visible(IsPublished: true, guide.Item.VisibleFrom, guide.Item.VisibleUntil, guide.Audience, IsAssigned: true, guide.Front.Roles, []), reader, now).IsVisible);
    }
}

/// <summary>Where the parts of a visit come from.</summary>
sealed record VisitSources(SettingsBook Settings, StaffList Staff, Blueprints Blueprints, GuideCatalogue Catalogue, VisitShelf Rows, FactShelf Facts, TimeProvider Clock);
