using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Audit;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Settings;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Recipes;

/// <summary>A definition as a recipe brings it.</summary>
public sealed record RecipeDefinition(string Kind, string Key, LocalizedText Title, string Json);

/// <summary>A guide or template in one locale as a recipe brings it.</summary>
/// <param name="Item">The parts that all locales share; its id is used when there is no such item yet.</param>
public sealed record RecipeText(Item Item, string Locale, string Title, string Slug, string Body, string Front, PublishedText Published);

/// <summary>Everything that a recipe puts into the database.</summary>
public sealed record RecipePack(
    string Name, ImmutableArray<RecipeDefinition> Definitions, ImmutableArray<RecipeText> Texts, OperatorProfile? Operator, ImmutableArray<Media> Media);

/// <summary>What applying a recipe came to.</summary>
/// <param name="Changed">How many documents, texts and files are otherwise now.</param>
/// <param name="Portals">How many portals show a blueprint that is.</param>
public readonly record struct RecipeApplied(int Changed, int Portals)
{
    public static RecipeApplied operator +(RecipeApplied one, RecipeApplied other) => new(one.Changed + other.Changed, one.Portals + other.Portals);
}

/// <summary>Applies recipes: all of one or nothing of it, in one transaction.</summary>
public sealed class RecipeShelf(Database database)
{
    /// <summary>Puts what differs into force, and portals on the blueprints that do, as publishing does. Applying the same again changes nothing.</summary>
    public Task<RecipeApplied> Apply(RecipePack pack, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var (changed, portals) = (0, 0);
        if (pack.Operator is { } profile && await SettingsBook.Put(transaction, OperatorProfile.Key, profile, actor, now)) changed++;
        foreach (var definition in pack.Definitions)
        {
            if (await Put(transaction, definition, actor, now) is not { } number) continue;
            changed++;
            if (definition.Kind == "blueprint") portals += await PortalBook.Move(transaction, definition.Key, number);
        }
        foreach (var media in pack.Media) changed += await MediaShelf.AddNew(transaction, media) ? 1 : 0;
        foreach (var text in pack.Texts) changed += await Put(transaction, text, actor, now) ? 1 : 0;
        if (changed > 0) await AuditTrail.Append(transaction, new AuditEntry(now, actor, "recipe.applied", $"recipe:{pack.Name}", null, $"{{\"changed\":{changed}}}"));
        transaction.Wake("settings");
        transaction.Wake("definitions");
        transaction.Wake("content");
        return new RecipeApplied(changed, portals);
    });

    /// <summary>The number of its new version; null when it is in force as it is.</summary>
    static async Task<int?> Put(WriteTransaction transaction, RecipeDefinition definition, string actor, DateTimeOffset now)
    {
        var (kind, key, title) = (definition.Kind, definition.Key, StoredJson.Localized(definition.Title));
        var found = await transaction.First(
            """
            SELECT d.draft, d.title, d.archived_at, v.json FROM definitions d LEFT JOIN definition_versions v ON v.kind = d.kind AND v.key = d.key AND v.number = d.published
            WHERE d.kind = $1 AND d.key = $2
            """,
            row => (Draft: row.Text(0), Title: row.Text(1), IsArchived: row.Has(2), Json: row.MaybeText(3)), kind, key);
        if (found.Json == definition.Json && found.Draft == definition.Json && found.Title == title && !found.IsArchived) return null;
        var number = (int)await transaction.Number("SELECT max(number) FROM definition_versions WHERE kind = $1 AND key = $2", kind, key) + 1;
        await transaction.Execute(
            """
            INSERT INTO definitions (kind, key, title, draft, draft_version, published, changed_at, changed_by) VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
            ON CONFLICT (kind, key) DO UPDATE SET title = excluded.title, draft = excluded.draft, draft_version = definitions.draft_version + 1, published = excluded.published,
              changed_at = excluded.changed_at, changed_by = excluded.changed_by, archived_at = NULL
            """,
            kind, key, title, definition.Json, number, now, actor);
        await transaction.Execute("INSERT INTO definition_versions (kind, key, number, json, published_at, published_by, note) VALUES ($1, $2, $3, $4, $5, $6, 'recipe')", kind, key, number, definition.Json, now, actor);
        return number;
    }

    static async Task<bool> Put(WriteTransaction transaction, RecipeText text, string actor, DateTimeOffset now)
    {
        var rows = transaction.Rows;
        var item = await rows.Set<ItemRow>().FirstOrDefaultAsync(row => row.Kind == text.Item.Kind && row.Key == text.Item.Key);
        var isNew = item is null;
        if (item is null) rows.Add(item = new ItemRow { Id = text.Item.Id, Kind = text.Item.Kind, Key = text.Item.Key, CreatedAt = now });
        var shared = (StoredJson.Keys(text.Item.Tags), text.Item.Owner, text.Item.ReviewBy, text.Item.Audience, text.Item.VisibleFrom, text.Item.VisibleUntil);
        var differs = isNew || shared != (item.Tags, item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil) || item.ArchivedAt is not null;
        (item.Tags, item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil) = shared;
        item.ArchivedAt = null;
        if (differs) item.Version++;
        var itemId = item.Id;
        await transaction.Save();

        var draft = await rows.Set<VariantRow>().AsNoTracking().FirstOrDefaultAsync(row => row.ItemId == itemId && row.Locale == text.Locale);
        if (draft is { State: "published" } && draft.Title == text.Title && draft.Slug == text.Slug && draft.Body == text.Body && draft.Front == text.Front) return differs;
        var saved = await ContentShelf.SaveDraft(transaction, new Draft(itemId, text.Locale, text.Title, text.Slug, text.Body, text.Front, "draft", draft?.Version ?? 0, now, actor));
        await ContentShelf.Publish(transaction, itemId, text.Locale, saved!.Version, text.Published, actor, now, "recipe");
        return true;
    }
}
