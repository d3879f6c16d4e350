using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;
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
        return await Make(new VisitRows(portal, account, member, account.CsmId is { } csm ? await sources.Staff.Card(csm) : null, IsMerged: true), culture, isPreview: true);
    }

    /// <summary>Why this person can, or cannot, see a guide; null when the person has no portal.</summary>
    public async Task<VisibilityAnswer?> Why(Guid membershipId, string key)
    {
        if (await contacts.Member(membershipId) is not { } member || await portals.Of(member.Membership.AccountId) is not [var portal, ..]) return null;
        var guides = await sources.Catalogue.Current();
        var locale = Locales.Language(member.Contact.Locale ?? "");
        var guide = guides.Find(key)?.For(locale, null, "");
        var now = sources.Clock.GetUtcNow();
        if (guide is null) return Visibility.Of(new Visible(IsPublished: false, null, null, null, IsAssigned: false, [], []), null, now);
        var isAssigned = guides.Holds((await sources.Blueprints.Of(portal)).Guides, key);
        var account = (await accounts.Find(portal.AccountId))!.Value;
        return Visibility.Of(guide.Asked(isAssigned), await Reader(new GuideList([guide]), PageSet.None, account, member, now), now);
    }

    async Task<Visit> Make(VisitRows rows, CultureInfo culture, bool isPreview)
    {
        var (portal, account, member, csm, isMerged) = rows;
        var profile = (await sources.Authored.Current()).OperatorIn(culture.TwoLetterISOLanguageName);
        var blueprint = await sources.Blueprints.Of(portal);
        var held = (await sources.Catalogue.Current()).Held(blueprint.Guides, culture.TwoLetterISOLanguageName, account.Locale, profile.Locale);
        var now = sources.Clock.GetUtcNow();
        var pages = await sources.Blueprints.Pages(blueprint);
        var (guides, locked) = (held, ImmutableArray<(Guide, ImmutableArray<LockKey>)>.Empty);
        Facts? reader = null;
        if (held.IsByRoles && pages.IsForAll && member.Membership.JoinedAt <= now) guides = held.SeenBy(member.Membership.Roles, () => Seen(held, OfRoles(account, member), now).Guides);
        else
        {
            reader = await Reader(held, pages, account, member, now);
            (guides, locked) = Seen(held, reader, now);
        }
        var zone = member.Contact.Zone ?? account.Zone ?? profile.Zone;
        return new Visit(portal, blueprint, account, member, csm, profile, guides, culture,
            TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc, isPreview)
        {
            Pages = pages.IsForAll ? pages.All : pages.All.RemoveAll(page => !Visibility.Of(new Visible(IsPublished: true, null, null, page.Audience, IsAssigned: true, page.Roles, []), reader, now).IsVisible),
            IsMerged = isMerged, Locked = locked,
        };
    }

    /// <summary>What the reader sees of these guides, and what it would see but for a lock.</summary>
    static (GuideList Guides, ImmutableArray<(Guide, ImmutableArray<LockKey>)> Locked) Seen(GuideList held, Facts? reader, DateTimeOffset now)
    {
        if (held.Chosen.IsEmpty) return (held, []);
        var answers = held.Chosen.Select(guide => (Guide: guide, Answer: Visibility.Of(guide.Asked(), reader, now))).ToList();
        var hidden = answers.FindAll(one => !one.Answer.IsVisible);
        return (hidden.Count == 0 ? held : held.Without(hidden.Select(one => one.Guide.Key).ToHashSet(StringComparer.Ordinal)),
            [.. answers.Where(one => one.Answer.IsOnlyLocked).Select(one => (one.Guide, one.Answer.Missing))]);
    }

    /// <summary>The facts of the reader, loaded only when some guide or page asks about them.</summary>
    async Task<Facts?> Reader(GuideList held, PageSet pages, Core.Account account, Member member, DateTimeOffset now)
    {
        if (held.AsksFacts || pages.AsksFacts) return await sources.Facts.Load(member.Membership.AccountId, pages.With(held), now) is { } history ? Facts.Of(history).For(member.Membership.Id) : null;
        return held.AsksRoles || !pages.IsForAll ? OfRoles(account, member) : null;
    }

    // Roles stand on the membership itself.
    static Facts OfRoles(Core.Account account, Member member) => Facts.Of(AccountHistory.Of(account, TimeZoneInfo.Utc) with { Memberships = [member.Membership] }).For(member.Membership.Id);
}

/// <summary>Where the parts of a visit come from.</summary>
sealed record VisitSources(Engine.Settings.Authored Authored, StaffList Staff, Blueprints Blueprints, GuideCatalogue Catalogue, VisitShelf Rows, FactShelf Facts, TimeProvider Clock);
