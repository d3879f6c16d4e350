using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations.Schema;
using CsEngage.Core;
using CsEngage.Store.Audit;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Definitions;

/// <summary>
/// Something authored that has a key, a draft and immutable numbered versions, as JSON: journey, blueprint, scorecard, segment, survey,
/// play, topic, tier, product, role, attribute.
/// </summary>
/// <param name="DraftVersion">Counts saves; the editor gives it back.</param>
/// <param name="Published">Number of the version in force; null before the first.</param>
public sealed record Definition(
    string Kind, string Key, LocalizedText Title, string Draft, int DraftVersion, int? Published, DateTimeOffset ChangedAt, string ChangedBy, DateTimeOffset? ArchivedAt);

/// <summary>One published version. Never changed.</summary>
public sealed record DefinitionVersion(string Kind, string Key, int Number, string Json, DateTimeOffset PublishedAt, string PublishedBy, string? Note);

[Table("definitions")]
[PrimaryKey(nameof(Kind), nameof(Key))]
internal sealed class DefinitionRow
{
    public string Kind { get; set; } = "";
    public string Key { get; set; } = "";
    public string Title { get; set; } = "{}";
    public string Draft { get; set; } = "";
    public int DraftVersion { get; set; }
    public int? Published { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public DateTimeOffset? ArchivedAt { get; set; }

    public Definition Record => new(Kind, Key, StoredJson.Localized(Title), Draft, DraftVersion, Published, ChangedAt, ChangedBy, ArchivedAt);
}

[Table("definition_versions")]
[PrimaryKey(nameof(Kind), nameof(Key), nameof(Number))]
internal sealed class DefinitionVersionRow
{
    public string Kind { get; set; } = "";
    public string Key { get; set; } = "";
    public int Number { get; set; }
    public string Json { get; set; } = "";
    public DateTimeOffset PublishedAt { get; set; }
    public string PublishedBy { get; set; } = "";
    public string? Note { get; set; }

    public DefinitionVersion Record => new(Kind, Key, Number, Json, PublishedAt, PublishedBy, Note);

    public static void Describe(ModelBuilder model) =>
        model.Entity<DefinitionVersionRow>().HasOne<DefinitionRow>().WithMany().HasForeignKey(row => new { row.Kind, row.Key }).OnDelete(DeleteBehavior.Restrict);
}

/// <summary>Drafts and versions of everything that is authored as a document. Publishing wakes "definitions".</summary>
public sealed class DefinitionShelf(Database database)
{
    // What the engine and each page run on is read without EF, which need not have been built for it.
    const string Versioned = "v.kind, v.key, v.number, v.json, v.published_at, v.published_by, v.note";

    public async Task<Definition?> Find(string kind, string key)
    {
        await using var db = database.Read();
        return (await db.Set<DefinitionRow>().FirstOrDefaultAsync(row => row.Kind == kind && row.Key == key))?.Record;
    }

    /// <summary>Whether there is any document of a kind, archived ones too: asked at each start, so without EF.</summary>
    public async Task<bool> Has(string kind) => await database.First("SELECT 1 FROM definitions WHERE kind = $1 LIMIT 1", _ => true, kind);

    public async Task<ImmutableArray<Definition>> All(string kind, bool archived = false)
    {
        await using var db = database.Read();
        var rows = await db.Set<DefinitionRow>().Where(row => row.Kind == kind && (archived || row.ArchivedAt == null)).OrderBy(row => row.Key).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>The versions in force of one kind: what the engine runs on.</summary>
    public async Task<ImmutableArray<DefinitionVersion>> InForce(string kind) => [.. await database.Query(
        $"SELECT {Versioned} FROM definitions d JOIN definition_versions v ON v.kind = d.kind AND v.key = d.key AND v.number = d.published WHERE d.kind = $1 AND d.archived_at IS NULL ORDER BY d.key",
        Read, kind)];

    public Task<DefinitionVersion?> Version(string kind, string key, int number) =>
        database.First($"SELECT {Versioned} FROM definition_versions v WHERE v.kind = $1 AND v.key = $2 AND v.number = $3", row => (DefinitionVersion?)Read(row), kind, key, number);

    public async Task<ImmutableArray<DefinitionVersion>> Versions(string kind, string key)
    {
        await using var db = database.Read();
        var rows = await db.Set<DefinitionVersionRow>().Where(row => row.Kind == kind && row.Key == key).OrderByDescending(row => row.Number).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Keeps a draft. The answer is its new version, or null when somebody else saved since <paramref name="version"/> (0 for a new one).</summary>
    public Task<int?> SaveDraft(string kind, string key, LocalizedText title, string json, int version, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var written = version == 0
            ? await transaction.Execute(
                "INSERT INTO definitions (kind, key, title, draft, draft_version, changed_at, changed_by) VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT DO NOTHING",
                kind, key, StoredJson.Localized(title), json, now, actor)
            : await transaction.Execute(
                "UPDATE definitions SET title = $3, draft = $4, draft_version = draft_version + 1, changed_at = $5, changed_by = $6 WHERE kind = $1 AND key = $2 AND draft_version = $7",
                kind, key, StoredJson.Localized(title), json, now, actor, version);
        if (written == 0) return (int?)null;
        transaction.Wake("drafts");
        return version + 1;
    });

    /// <summary>Makes the draft a version and puts it in force. Null when the draft is no longer the one that was looked at.</summary>
    public Task<DefinitionVersion?> Publish(string kind, string key, int draftVersion, string actor, DateTimeOffset now, string? note = null) => database.Writer.Do(async transaction =>
    {
        var number = (int)await transaction.Number("SELECT max(number) FROM definition_versions WHERE kind = $1 AND key = $2", kind, key) + 1;
        if (await transaction.Execute("UPDATE definitions SET published = $1, archived_at = NULL WHERE kind = $2 AND key = $3 AND draft_version = $4", number, kind, key, draftVersion) == 0) return null;
        var json = (await transaction.First("SELECT draft FROM definitions WHERE kind = $1 AND key = $2", row => row.Text(0), kind, key))!;
        var version = new DefinitionVersion(kind, key, number, json, Instants.Cut(now), actor, note);
        await transaction.Execute("INSERT INTO definition_versions (kind, key, number, json, published_at, published_by, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            kind, key, number, json, version.PublishedAt, actor, note);
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, $"{kind}.published", $"{kind}:{key}", null, $"{{\"version\":{number}}}"));
        transaction.Wake("definitions");
        return version;
    });

    /// <summary>Draft and version in one step, as recipes do. Changes nothing when the version in force says the same.</summary>
    public async Task<DefinitionVersion> Put(string kind, string key, LocalizedText title, string json, string actor, DateTimeOffset now)
    {
        while (true)
        {
            var found = await Find(kind, key);
            if (found is { Published: { } number, ArchivedAt: null } && await Version(kind, key, number) is { } current && current.Json == json && found.Draft == json && found.Title.Equals(title)) return current;
            if (await SaveDraft(kind, key, title, json, found?.DraftVersion ?? 0, actor, now) is { } draft && await Publish(kind, key, draft, actor, now) is { } version) return version;
        }
    }

    public Task<int> Archive(string kind, string key, string actor, DateTimeOffset? at, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var rows = await transaction.Execute("UPDATE definitions SET archived_at = $1, changed_at = $2, changed_by = $3 WHERE kind = $4 AND key = $5", at, now, actor, kind, key);
        if (rows > 0) await AuditTrail.Append(transaction, new AuditEntry(now, actor, at is null ? $"{kind}.restored" : $"{kind}.archived", $"{kind}:{key}"));
        transaction.Wake("definitions");
        return rows;
    });

    static DefinitionVersion Read(SqlRow row) => new(row.Text(0), row.Text(1), row.Int(2), row.Text(3), row.Instant(4), row.Text(5), row.MaybeText(6));
}
