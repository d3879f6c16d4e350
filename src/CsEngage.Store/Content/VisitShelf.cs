using CsEngage.Core;
using CsEngage.Store.Accounts;
using CsEngage.Store.People;

namespace CsEngage.Store.Content;

/// <summary>What every page of a portal starts from.</summary>
/// <param name="Csm">Who looks after the account, as customers see it.</param>
/// <param name="IsMerged">Whether other memberships went into this one: what they did is this person's too.</param>
public sealed record VisitRows(Portal Portal, Account Account, Member Member, StaffCard? Csm, bool IsMerged);

/// <summary>Who visits what, in one look-up: the busiest question there is.</summary>
public sealed class VisitShelf(Database database)
{
    const string Columns =
        """
        p.id, p.account_id, p.slug, p.name, p.is_default, p.blueprint, p.blueprint_version, p.overrides, p.theme, p.access, p.allow_list, p.hosts, p.created_at, p.version,
        a.external_id, a.name, a.legal_name, a.tier, a.lifecycle, a.touch_model, a.csm_id, a.country, a.zone, a.locale, a.parent_id, a.created_at, a.attributes,
        m.id, m.contact_id, m.external_id, m.roles, m.title, m.department, m.is_primary, m.joined_at,
        c.address, c.address_as_typed, c.family_name, c.given_name, c.reading, c.display_name, c.honorific, c.locale, c.zone,
        s.name, s.title, s.photo, s.book_url, EXISTS (SELECT 1 FROM memberships d WHERE d.merged_into = m.id AND d.account_id = m.account_id)
        """;

    /// <summary>The portal of this address and the contact's membership at its account; null unless both are there.</summary>
    public async Task<VisitRows?> Find(string slug, Guid contactId) => (await database.Query(
        $"""
        SELECT {Columns} FROM portals p JOIN accounts a ON a.id = p.account_id
          JOIN memberships m ON m.account_id = p.account_id AND m.contact_id = $2 AND m.ended_at IS NULL JOIN contacts c ON c.id = m.contact_id LEFT JOIN staff s ON s.id = a.csm_id
        WHERE p.slug = $1 AND p.archived_at IS NULL
        """, Read, slug, contactId)) switch
    {
        [] => null,
        [var only] => only,
        // Twice at one account: as who came first.
        var several => several.MinBy(rows => (rows.Member.Membership.JoinedAt, rows.Member.Membership.Id)),
    };

    static VisitRows Read(SqlRow row) => new(
        new Portal(row.Guid(0), row.Guid(1), row.Text(2), row.Text(3), row.Flag(4), row.Text(5), row.Int(6), row.Text(7), row.MaybeText(8), row.Text(9), StoredJson.Keys(row.Text(10)), StoredJson.Keys(row.Text(11)),
            row.Instant(12), null, row.Int(13)),
        new Account(row.Guid(1), row.Text(14), row.Text(15), row.MaybeText(16), row.MaybeText(17), row.Text(18), row.Text(19), row.MaybeGuid(20), row.MaybeText(21), row.MaybeText(22), row.MaybeText(23),
            row.MaybeGuid(24), row.Instant(25), StoredJson.Attributes(row.Text(26))),
        new Member(
            new Membership(row.Guid(27), row.Guid(1), row.Guid(28), row.MaybeText(29), StoredJson.Keys(row.Text(30)), row.MaybeText(31), row.MaybeText(32), row.Flag(33), row.Instant(34), null),
            new Contact(row.Guid(28), row.MaybeText(35), row.MaybeText(36), row.MaybeText(37), row.MaybeText(38), row.MaybeText(39), row.MaybeText(40), row.MaybeText(41), row.MaybeText(42), row.MaybeText(43))),
        row.Has(44) && row.MaybeGuid(20) is { } csm ? new StaffCard(csm, row.Text(44), row.MaybeText(45), row.MaybeText(46), row.MaybeText(47)) : null, row.Flag(48));
}
