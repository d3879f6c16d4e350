using System.Collections.Immutable;
using CsEngage.Store.Audit;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Content;

/// <summary>Items, their variants and immutable versions. What readers see is a pointer; publishing wakes "content".</summary>
public sealed class ContentShelf(Database database)
{
    public async Task<Item?> Find(string kind, string key)
    {
        await using var db = database.Read();
        return (await db.Set<ItemRow>().FirstOrDefaultAsync(row => row.Kind == kind && row.Key == key))?.Record;
    }

    /// <summary>Whether readers can see any variant of it.</summary>
    public async Task<bool> IsPublished(string kind, string key) => await database.First(
        "SELECT count(*) FROM items i JOIN variants r ON r.item_id = i.id WHERE i.kind = $1 AND i.key = $2 AND i.archived_at IS NULL AND r.published IS NOT NULL", row => row.Long(0), kind, key) > 0;

    public async Task<Item?> Find(Guid id)
    {
        await using var db = database.Read();
        return (await db.Set<ItemRow>().FirstOrDefaultAsync(row => row.Id == id))?.Record;
    }

    /// <summary>All items of a kind with their drafts, for the author's list.</summary>
    public async Task<ImmutableArray<(Item Item, ImmutableArray<Draft> Drafts)>> All(string kind, bool archived = false)
    {
        await using var db = database.Read();
        var items = await db.Set<ItemRow>().Where(row => row.Kind == kind && (archived || row.ArchivedAt == null)).OrderBy(row => row.Key).ToListAsync();
        var drafts = (await db.Set<VariantRow>().Where(row => db.Set<ItemRow>().Any(item => item.Id == row.ItemId && item.Kind == kind)).OrderBy(row => row.Locale).ToListAsync()).ToLookup(row => row.ItemId);
        return [.. items.Select(item => (item.Record, drafts[item.Id].Select(draft => draft.Record).ToImmutableArray()))];
    }

    /// <summary>Everything that readers may see, without bodies. Meant to be kept in memory until "content" wakes.</summary>
    public async Task<ImmutableArray<CatalogueEntry>> Catalogue()
    {
        var rows = await database.Query(
            """
            SELECT i.id, i.kind, i.key, i.tags, i.owner, i.review_by, i.audience, i.visible_from, i.visible_until, i.created_at, i.archived_at, i.version,
              v.locale, v.number, v.title, v.slug, v.front, v.created_at
            FROM items i JOIN variants r ON r.item_id = i.id JOIN versions v ON v.item_id = r.item_id AND v.locale = r.locale AND v.number = r.published
            WHERE i.archived_at IS NULL ORDER BY i.kind, i.key, v.locale
            """,
            row => (Item: new Item(row.Guid(0), row.Text(1), row.Text(2), StoredJson.Keys(row.Text(3)), row.MaybeText(4), row.MaybeDay(5), row.MaybeText(6), row.MaybeInstant(7), row.MaybeInstant(8), row.Instant(9),
                    row.MaybeInstant(10), row.Int(11)),
                Variant: new CatalogueVariant(row.Text(12), row.Int(13), row.Text(14), row.Text(15), row.Text(16), row.Instant(17))));
        return [.. rows.GroupBy(row => row.Item.Id).Select(group => new CatalogueEntry(group.First().Item, [.. group.Select(row => row.Variant)]))];
    }

    /// <summary>Makes an item or changes the parts that all locales share. Null when somebody else saved since.</summary>
    public Task<Item?> Put(Item item) => database.Writer.Do(async transaction =>
    {
        var row = await transaction.Rows.Set<ItemRow>().FirstOrDefaultAsync(row => row.Id == item.Id);
        if ((row?.Version ?? 0) != item.Version) return null;
        if (row is null) transaction.Rows.Add(row = new ItemRow { Id = item.Id, Kind = item.Kind, Key = item.Key, CreatedAt = item.CreatedAt });
        (row.Tags, row.Owner, row.ReviewBy, row.Audience) = (StoredJson.Keys(item.Tags), item.Owner, item.ReviewBy, item.Audience);
        (row.VisibleFrom, row.VisibleUntil, row.ArchivedAt) = (item.VisibleFrom, item.VisibleUntil, item.ArchivedAt);
        row.Version++;
        await transaction.Save();
        transaction.Wake("content");
        return item with { Version = row.Version };
    });

    public async Task<Draft?> Draft(Guid itemId, string locale)
    {
        await using var db = database.Read();
        return (await db.Set<VariantRow>().FirstOrDefaultAsync(row => row.ItemId == itemId && row.Locale == locale))?.Record;
    }

    /// <summary>Keeps a draft whose <see cref="Content.Draft.Version"/> is the one that was edited (0 for a new locale). Null when somebody else saved since: show a merge page.</summary>
    public Task<Draft?> SaveDraft(Draft draft) => database.Writer.Do(transaction => SaveDraft(transaction, draft));

    internal static async Task<Draft?> SaveDraft(WriteTransaction transaction, Draft draft)
    {
        var row = await transaction.Rows.Set<VariantRow>().FirstOrDefaultAsync(row => row.ItemId == draft.ItemId && row.Locale == draft.Locale);
        if ((row?.Version ?? 0) != draft.Version) return null;
        if (row is null) transaction.Rows.Add(row = new VariantRow { ItemId = draft.ItemId, Locale = draft.Locale });
        (row.Title, row.TitleKey, row.Slug, row.Body, row.Front) = (draft.Title, Folded.Of(draft.Title), draft.Slug, draft.Body, draft.Front);
        (row.State, row.SavedAt, row.SavedBy, row.ApprovedBy, row.PublishAt) = (draft.State, draft.SavedAt, draft.SavedBy, draft.ApprovedBy, draft.PublishAt);
        row.Version++;
        await transaction.Save();
        return row.Record;
    }

    /// <summary>
    /// Makes the draft the version that readers see, with its address and search text, in one transaction. Null when the draft is no longer
    /// the one that was looked at. Of two drafts with one slug the second gets "-2".
    /// </summary>
    public Task<ContentVersion?> Publish(Guid itemId, string locale, int draftVersion, PublishedText text, string actor, DateTimeOffset now, string? note = null) =>
        database.Writer.Do(transaction => Publish(transaction, itemId, locale, draftVersion, text, actor, now, note));

    /// <summary>
    /// The same, and with it what all locales share is in force: the item's own fields, and in each other locale what <paramref name="carried"/>
    /// makes of its front matter, its draft's and that of the version that readers see, which becomes a new version of the same text.
    /// </summary>
    public Task<ContentVersion?> Publish(Item shared, string locale, int draftVersion, PublishedText text, Func<string, string> carried, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await Publish(transaction, shared.Id, locale, draftVersion, text, actor, now, note: null) is not { } version) return null;
        var rows = transaction.Rows;
        var item = await rows.Set<ItemRow>().FirstAsync(row => row.Id == shared.Id);
        var before = (item.Tags, item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil);
        (item.Tags, item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil) = (StoredJson.Keys(shared.Tags), shared.Owner, shared.ReviewBy, shared.Audience, shared.VisibleFrom, shared.VisibleUntil);
        if (before != (item.Tags, item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil)) item.Version++;
        foreach (var other in await rows.Set<VariantRow>().Where(row => row.ItemId == shared.Id && row.Locale != locale).ToListAsync())
        {
            if (carried(other.Front) is var front && front != other.Front) (other.Front, other.Version) = (front, other.Version + 1);
            if (other.Published is not { } number || await rows.Set<VersionRow>().AsNoTracking().FirstOrDefaultAsync(row => row.ItemId == shared.Id && row.Locale == other.Locale && row.Number == number) is not { } seen) continue;
            if (carried(seen.Front) is var kept && kept == seen.Front) continue;
            var next = await rows.Set<VersionRow>().Where(row => row.ItemId == shared.Id && row.Locale == other.Locale).MaxAsync(row => row.Number) + 1;
            rows.Add(new VersionRow { ItemId = shared.Id, Locale = other.Locale, Number = next, Title = seen.Title, Slug = seen.Slug, Body = seen.Body, Front = kept, CreatedBy = actor, CreatedAt = Instants.Cut(now) });
            other.Published = next;
        }
        await transaction.Save();
        return version;
    });

    /// <summary>Several drafts at once: all or none.</summary>
    public Task<bool> Release(IReadOnlyList<(Guid ItemId, string Locale, int DraftVersion, PublishedText Text)> drafts, string actor, DateTimeOffset now, string? note = null) =>
        database.Writer.Do(async transaction =>
        {
            // All are looked at before the first is written, because an answer keeps what was written before it.
            foreach (var draft in drafts)
                if (await transaction.Number("SELECT count(*) FROM variants WHERE item_id = $1 AND locale = $2 AND version = $3", draft.ItemId, draft.Locale, draft.DraftVersion) == 0) return false;
            foreach (var draft in drafts) await Publish(transaction, draft.ItemId, draft.Locale, draft.DraftVersion, draft.Text, actor, now, note);
            return true;
        });

    internal static async Task<ContentVersion?> Publish(WriteTransaction transaction, Guid itemId, string locale, int draftVersion, PublishedText text, string actor, DateTimeOffset now, string? note)
    {
        var rows = transaction.Rows;
        var variant = await rows.Set<VariantRow>().FirstOrDefaultAsync(row => row.ItemId == itemId && row.Locale == locale && row.Version == draftVersion);
        if (variant is null) return null;
        var item = await rows.Set<ItemRow>().AsNoTracking().FirstAsync(row => row.Id == itemId);
        var number = (await rows.Set<VersionRow>().Where(row => row.ItemId == itemId && row.Locale == locale).MaxAsync(row => (int?)row.Number) ?? 0) + 1;
        var slug = await FreeSlug(transaction, item, locale, variant.Slug);
        var version = new VersionRow
        {
            ItemId = itemId, Locale = locale, Number = number, Title = variant.Title, Slug = slug, Body = variant.Body, Front = variant.Front, Note = note,
            CreatedBy = actor, CreatedAt = Instants.Cut(now),
        };
        rows.Add(version);
        (variant.Published, variant.State, variant.PublishAt, variant.Slug) = (number, "published", null, slug);
        await transaction.Save();
        await transaction.Execute("INSERT INTO slugs (kind, locale, slug, item_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", item.Kind, locale, slug, itemId);
        await Index(transaction, item, locale, variant.Title, text);
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, "item.published", $"{item.Kind}:{item.Key}", null, $"{{\"locale\":\"{locale}\",\"version\":{number}}}"));
        transaction.Wake("content");
        return version.Record;
    }

    /// <summary>Readers no longer see this locale; its versions and address stay.</summary>
    public Task<bool> Withdraw(Guid itemId, string locale, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        if (await transaction.Execute("UPDATE variants SET published = NULL, state = 'draft' WHERE item_id = $1 AND locale = $2 AND published IS NOT NULL", itemId, locale) == 0) return false;
        await transaction.Execute("DELETE FROM search_texts WHERE item_id = $1 AND locale = $2", itemId, locale);
        await transaction.Execute("DELETE FROM item_links WHERE item_id = $1 AND locale = $2", itemId, locale);
        await AuditTrail.Append(transaction, new AuditEntry(now, actor, "item.withdrawn", $"item:{itemId:D}", null, $"{{\"locale\":\"{locale}\"}}"));
        transaction.Wake("content");
        return true;
    });

    public Task<ContentVersion?> Version(Guid itemId, string locale, int number) => database.First(
        "SELECT item_id, locale, number, title, slug, body, front, note, created_by, created_at FROM versions WHERE item_id = $1 AND locale = $2 AND number = $3",
        row => (ContentVersion?)new ContentVersion(row.Guid(0), row.Text(1), row.Int(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.MaybeText(7), row.Text(8), row.Instant(9)), itemId, locale, number);

    /// <summary>What readers see in exactly this locale.</summary>
    public async Task<ContentVersion?> Published(string kind, string key, string locale)
    {
        await using var db = database.Read();
        return (await (
            from item in db.Set<ItemRow>()
            join variant in db.Set<VariantRow>() on item.Id equals variant.ItemId
            join version in db.Set<VersionRow>() on new { variant.ItemId, variant.Locale, Number = variant.Published } equals new { version.ItemId, version.Locale, Number = (int?)version.Number }
            where item.Kind == kind && item.Key == key && item.ArchivedAt == null && variant.Locale == locale
            select version).FirstOrDefaultAsync())?.Record;
    }

    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<ContentVersion>> Versions(Guid itemId, string locale)
    {
        await using var db = database.Read();
        var rows = await db.Set<VersionRow>().Where(row => row.ItemId == itemId && row.Locale == locale).OrderByDescending(row => row.Number).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>The key that an address leads to, by any locale's slug, old ones too; this locale's first.</summary>
    public Task<string?> KeyOf(string kind, string slug, string locale) => database.First(
        "SELECT items.key FROM slugs JOIN items ON items.id = slugs.item_id WHERE slugs.kind = $1 AND slugs.slug = $2 ORDER BY CASE WHEN slugs.locale = $3 THEN 0 ELSE 1 END, slugs.locale LIMIT 1",
        row => row.Text(0), kind, slug, locale);

    /// <summary>Published texts that hold every one of these words, title or body; or any of them. Half and full width, upper and lower case are one.</summary>
    public async Task<ImmutableArray<FoundText>> Search(IReadOnlyList<string> words, int limit, bool any = false)
    {
        if (words.Count == 0) return [];
        // The trigram index answers LIKE from three characters on; below that both databases scan the guides, which are few.
        var (table, key) = database.Dialect == Dialect.Sqlite ? ("search_fts f JOIN search_texts s ON s.number = f.rowid", "f") : ("search_texts s", "s");
        var conditions = words.Select((_, at) => $"({key}.title LIKE ${at + 1} ESCAPE '\\' OR {key}.body LIKE ${at + 1} ESCAPE '\\')");
        return [.. await database.Query(
            $"SELECT s.item_id, s.locale, s.kind, s.title, s.body FROM {table} WHERE {string.Join(any ? " OR " : " AND ", conditions)} ORDER BY s.number LIMIT {limit}",
            row => new FoundText(row.Guid(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4)), [.. words.Select(Folded.Anywhere)])];
    }

    /// <summary>Items whose published text points to <paramref name="target"/>, such as snippet:footer.</summary>
    public async Task<ImmutableArray<Item>> WhereUsed(string target)
    {
        await using var db = database.Read();
        var rows = await db.Set<ItemRow>().Where(item => db.Set<ItemLinkRow>().Any(link => link.ItemId == item.Id && link.Target == target)).OrderBy(item => item.Kind).ThenBy(item => item.Key).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    /// <summary>Drafts whose publishing time has come.</summary>
    public async Task<ImmutableArray<Draft>> DueForPublishing(DateTimeOffset now)
    {
        await using var db = database.Read();
        var rows = await db.Set<VariantRow>().Where(row => row.PublishAt != null && row.PublishAt <= now).OrderBy(row => row.PublishAt).ToListAsync();
        return [.. rows.Select(row => row.Record)];
    }

    static async Task<string> FreeSlug(WriteTransaction transaction, ItemRow item, string locale, string wanted)
    {
        for (var n = 1; ; n++)
        {
            var slug = n == 1 ? wanted : $"{wanted}-{n}";
            var owner = await transaction.Query("SELECT item_id FROM slugs WHERE kind = $1 AND locale = $2 AND slug = $3", row => row.Guid(0), item.Kind, locale, slug);
            if (owner.Count == 0 || owner[0] == item.Id) return slug;
        }
    }

    static async Task Index(WriteTransaction transaction, ItemRow item, string locale, string title, PublishedText text)
    {
        var updated = await transaction.Execute("UPDATE search_texts SET title = $1, body = $2 WHERE item_id = $3 AND locale = $4", Folded.Of(title), Folded.Of(text.PlainText), item.Id, locale);
        if (updated == 0 && item.Kind is not ("template" or "snippet"))
        {
            if (transaction.Dialect == Dialect.Postgres) await transaction.Number("SELECT 1 FROM pg_advisory_xact_lock(20261123)");
            await transaction.Execute(
                "INSERT INTO search_texts (number, item_id, locale, kind, title, body) SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5 FROM search_texts",
                item.Id, locale, item.Kind, Folded.Of(title), Folded.Of(text.PlainText));
        }
        await transaction.Execute("DELETE FROM item_links WHERE item_id = $1 AND locale = $2", item.Id, locale);
        foreach (var target in text.Links.Distinct(StringComparer.Ordinal))
            await transaction.Execute("INSERT INTO item_links (item_id, locale, target) VALUES ($1, $2, $3)", item.Id, locale, target);
    }
}
