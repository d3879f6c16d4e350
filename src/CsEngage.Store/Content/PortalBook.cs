using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Content;

/// <summary>An account's own space: a blueprint version and sparse overrides.</summary>
/// <param name="Slug">In the address; carries a random suffix outside the demo.</param>
/// <param name="Overrides">JSON: block id → replacement or hidden; pinned notes.</param>
/// <param name="Theme">JSON: own colours and logo; null for the blueprint's.</param>
/// <param name="Access">open, claimed, listed, verified or sso.</param>
/// <param name="AllowList">Addresses and domains, for access by list.</param>
public sealed record Portal(
    Guid Id, Guid AccountId, string Slug, string Name, bool IsDefault, string Blueprint, int BlueprintVersion, string Overrides, string? Theme, string Access,
    ImmutableArray<string> AllowList, ImmutableArray<string> Hosts, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt = null, int Version = 0);

[Table("portals")]
[Index(nameof(Slug), IsUnique = true)]
[Index(nameof(AccountId))]
[Index(nameof(Blueprint), nameof(BlueprintVersion))]
internal sealed class PortalRow
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public string Slug { get; set; } = "";
    public string Name { get; set; } = "";
    public bool IsDefault { get; set; }
    public string Blueprint { get; set; } = "";
    public int BlueprintVersion { get; set; }
    public string Overrides { get; set; } = "{}";
    public string? Theme { get; set; }
    public string Access { get; set; } = "";
    public string AllowList { get; set; } = "";
    public string Hosts { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ArchivedAt { get; set; }
    public int Version { get; set; }

    public Portal Record => new(Id, AccountId, Slug, Name, IsDefault, Blueprint, BlueprintVersion, Overrides, Theme, Access, StoredJson.Keys(AllowList), StoredJson.Keys(Hosts), CreatedAt, ArchivedAt, Version);

    public static void Describe(ModelBuilder model) =>
        model.Entity<PortalRow>().HasOne<Accounts.AccountRow>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Restrict);
}

[Table("portal_hosts")]
internal sealed class PortalHostRow
{
    [Key] public string Host { get; set; } = "";
    public Guid PortalId { get; set; }
}

/// <summary>Portals by slug, host and account.</summary>
public sealed class PortalBook(Database database)
{
    public async Task<Portal?> Find(string slug)
    {
        await using var db = database.Read();
        return (await db.Set<PortalRow>().FirstOrDefaultAsync(row => row.Slug == slug && row.ArchivedAt == null))?.Record;
    }

    public async Task<Portal?> Find(Guid id)
    {
        await using var db = database.Read();
        return (await db.Set<PortalRow>().FirstOrDefaultAsync(row => row.Id == id))?.Record;
    }

    public async Task<Portal?> OfHost(string host)
    {
        await using var db = database.Read();
        return (await (from name in db.Set<PortalHostRow>() join portal in db.Set<PortalRow>() on name.PortalId equals portal.Id where name.Host == host && portal.ArchivedAt == null select portal).FirstOrDefaultAsync())?.Record;
    }

    /// <summary>The default one first.</summary>
    public async Task<ImmutableArray<Portal>> Of(Guid accountId)
    {
        await using var db = database.Read();
        var rows = await db.Set<PortalRow>().Where(row => row.AccountId == accountId && row.ArchivedAt == null).OrderByDescending(row => row.IsDefault).ThenBy(row => row.Slug).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Accounts that never had a portal, by id after <paramref name="after"/>.</summary>
    public Task<List<Guid>> Missing(Guid after, int limit) => database.Query(
        "SELECT id FROM accounts WHERE id > $1 AND archived_at IS NULL AND NOT EXISTS (SELECT 1 FROM portals WHERE portals.account_id = accounts.id) ORDER BY id LIMIT $2", row => row.Guid(0), after, limit);

    public async Task<ImmutableArray<Portal>> On(string blueprint, int? version = null)
    {
        await using var db = database.Read();
        var rows = await db.Set<PortalRow>().Where(row => row.Blueprint == blueprint && (version == null || row.BlueprintVersion == version) && row.ArchivedAt == null).OrderBy(row => row.Slug).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Makes or changes a portal. Null when somebody else saved since.</summary>
    public Task<Portal?> Put(Portal portal) => database.Writer.Do(async transaction =>
    {
        var row = await transaction.Rows.Set<PortalRow>().FirstOrDefaultAsync(row => row.Id == portal.Id);
        if ((row?.Version ?? 0) != portal.Version) return null;
        if (row is null) transaction.Rows.Add(row = new PortalRow { Id = portal.Id, AccountId = portal.AccountId, CreatedAt = portal.CreatedAt });
        (row.Slug, row.Name, row.IsDefault, row.Blueprint, row.BlueprintVersion) = (portal.Slug, portal.Name, portal.IsDefault, portal.Blueprint, portal.BlueprintVersion);
        (row.Overrides, row.Theme, row.Access, row.ArchivedAt) = (portal.Overrides, portal.Theme, portal.Access, portal.ArchivedAt);
        (row.AllowList, row.Hosts) = (StoredJson.Keys(portal.AllowList), StoredJson.Keys(portal.Hosts));
        row.Version++;
        await transaction.Save();
        await transaction.Execute("DELETE FROM portal_hosts WHERE portal_id = $1", portal.Id);
        foreach (var host in portal.Hosts) await transaction.Execute("INSERT INTO portal_hosts (host, portal_id) VALUES ($1, $2)", host, portal.Id);
        transaction.Wake("portals");
        return portal with { Version = row.Version };
    });

    /// <summary>How many portals stand on which version of a blueprint.</summary>
    public Task<List<(int Version, long Portals)>> Standing(string blueprint) => database.Query(
        "SELECT blueprint_version, count(*) FROM portals WHERE blueprint = $1 AND archived_at IS NULL GROUP BY blueprint_version", row => (row.Int(0), row.Long(1)), blueprint);

    /// <summary>Moves portals to a version of their blueprint. Seconds for thousands.</summary>
    public Task<int> Move(string blueprint, int to) => database.Writer.Do(transaction => Move(transaction, blueprint, to));

    /// <summary>The same, within what else is published.</summary>
    internal static async Task<int> Move(WriteTransaction transaction, string blueprint, int to)
    {
        transaction.Wake("portals");
        return await transaction.Execute("UPDATE portals SET blueprint_version = $1, version = version + 1 WHERE blueprint = $2 AND blueprint_version <> $1", to, blueprint);
    }
}
