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

/// <summary>One thing that a recipe says otherwise than what is in force.</summary>
/// <param name="What">kind:key, with .locale where there are several.</param>
/// <param name="Change">"new" or "changed".</param>
public sealed record RecipeDifference(string What, string Change)
{
    /// <summary>Whether what an author wrote and did not publish is replaced by it.</summary>
    public bool ReplacesDraft { get; init; }

    public override string ToString() => ReplacesDraft ? $"{Change} {What} (replaces a draft that is not published)" : $"{Change} {What}";
}

/// <summary>What applying a recipe came to.</summary>
/// <param name="Changes">What is otherwise now.</param>
/// <param name="Portals">How many portals show a blueprint that is.</param>
public sealed record RecipeApplied(ImmutableArray<RecipeDifference> Changes, int Portals);

/// <summary>Applies recipes: all of one or nothing of it, in one transaction.</summary>
public sealed class RecipeShelf(Database database)
{
    /// <summary>What <see cref="Apply"/> would change.</summary>
    public Task<ImmutableArray<RecipeDifference>> Compare(RecipePack pack) => database.Writer.Do(async transaction =>
    {
        var differences = ImmutableArray.CreateBuilder<RecipeDifference>();
        void Note(RecipeDifference? difference) { if (difference is not null) differences.Add(difference); }
        if (pack.Operator is { } profile) Note((await Difference(transaction, profile)).Found);
        foreach (var definition in pack.Definitions) Note(await Difference(transaction, definition));
        foreach (var media in pack.Media) Note(await Difference(transaction, media));
        foreach (var text in pack.Texts) Note((await Difference(transaction, text)).Found);
        return differences.ToImmutable();
    });

    /// <summary>
    /// Puts what differs into force, and portals on the blueprints that do, as publishing does. Applying the same again changes nothing, drafts of
    /// what does not differ stay, and so does who the operator is once somebody said it.
    /// </summary>
    public Task<RecipeApplied> Apply(RecipePack pack, string actor, DateTimeOffset now) => database.Writer.Do(async transaction =>
    {
        var (changes, portals) = (ImmutableArray.CreateBuilder<RecipeDifference>(), 0);
        if (pack.Operator is { } profile && await Difference(transaction, profile) is { Found: { } otherwise } identity)
        {
            changes.Add(otherwise);
            await SettingsBook.Put(transaction, OperatorProfile.Key, identity.Wanted, actor, now);
        }
        foreach (var definition in pack.Definitions)
        {
            if (await Difference(transaction, definition) is not { } difference) continue;
            changes.Add(difference);
            var number = await Put(transaction, definition, actor, now);
            if (definition.Kind == "blueprint") portals += await PortalBook.Move(transaction, definition.Key, number);
        }
        foreach (var media in pack.Media)
        {
            if (await Difference(transaction, media) is not { } difference) continue;
            changes.Add(difference);
            await MediaShelf.AddNew(transaction, media);
        }
        foreach (var text in pack.Texts)
        {
            if (await Difference(transaction, text) is not { Found: { } difference } found) continue;
            changes.Add(difference);
            await Put(transaction, text, found.IsText, actor, now);
        }
        if (changes.Count > 0) await AuditTrail.Append(transaction, new AuditEntry(now, actor, "recipe.applied", $"recipe:{pack.Name}", null, $"{{\"changed\":{changes.Count}}}"));
        transaction.Wake("settings");
        transaction.Wake("definitions");
        transaction.Wake("content");
        return new RecipeApplied(changes.ToImmutable(), portals);
    });

    // Name, address, language and days are said at set-up and under "Your company"; of a company that is known a recipe brings only what no page asks.
    static async Task<(RecipeDifference? Found, OperatorProfile Wanted)> Difference(WriteTransaction transaction, OperatorProfile profile)
    {
        if (await SettingsBook.Find<OperatorProfile>(transaction, OperatorProfile.Key) is not { } known) return (new($"setting:{OperatorProfile.Key}", "new"), profile);
        var wanted = known with { Currency = profile.Currency, FiscalYearStart = profile.FiscalYearStart };
        return (wanted == known ? null : new($"setting:{OperatorProfile.Key}", "changed"), wanted);
    }

    static async Task<RecipeDifference?> Difference(WriteTransaction transaction, RecipeDefinition definition)
    {
        var found = await transaction.First(
            """
            SELECT d.draft, d.archived_at, v.json FROM definitions d LEFT JOIN definition_versions v ON v.kind = d.kind AND v.key = d.key AND v.number = d.published
            WHERE d.kind = $1 AND d.key = $2
            """,
            row => (Draft: (string?)row.Text(0), IsArchived: row.Has(1), Json: row.MaybeText(2)), definition.Kind, definition.Key);
        if (found.Json == definition.Json && !found.IsArchived) return null;
        var what = definition.Kind == "settings" ? "settings" : $"{definition.Kind}:{definition.Key}";
        return new(what, found.Json is null ? "new" : "changed") { ReplacesDraft = found.Draft is not null && found.Draft != found.Json && found.Draft != definition.Json };
    }

    static async Task<RecipeDifference?> Difference(WriteTransaction transaction, Media media) =>
        await transaction.Number("SELECT count(*) FROM media WHERE key = $1", media.Key) > 0 ? null : new($"media:{media.Key}", "new");

    /// <summary>Whether the words themselves differ, and not only what all locales share.</summary>
    static async Task<(RecipeDifference? Found, bool IsText)> Difference(WriteTransaction transaction, RecipeText text)
    {
        var (rows, what) = (transaction.Rows, $"{text.Item.Kind}:{text.Item.Key}.{text.Locale}");
        var item = await rows.Set<ItemRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Kind == text.Item.Kind && row.Key == text.Item.Key);
        if (item is null) return (new(what, "new"), true);
        var variant = await rows.Set<VariantRow>().AsNoTracking().FirstOrDefaultAsync(row => row.ItemId == item.Id && row.Locale == text.Locale);
        var seen = variant is { Published: { } number } ? await rows.Set<VersionRow>().AsNoTracking().FirstOrDefaultAsync(row => row.ItemId == item.Id && row.Locale == text.Locale && row.Number == number) : null;
        if (seen is null) return (new(what, "new") { ReplacesDraft = variant is not null && (variant.Body, variant.Front) != (text.Body, text.Front) }, true);
        if ((seen.Body, seen.Front) != (text.Body, text.Front))
            return (new(what, "changed") { ReplacesDraft = (variant!.Body, variant.Front) != (seen.Body, seen.Front) && (variant.Body, variant.Front) != (text.Body, text.Front) }, true);
        return (Shared(text.Item) == Shared(item) && item.ArchivedAt is null ? null : new(what, "changed"), false);
    }

    static (string, string?, DateOnly?, string?, DateTimeOffset?, DateTimeOffset?) Shared(Item item) => (StoredJson.Keys(item.Tags), item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil);

    static (string, string?, DateOnly?, string?, DateTimeOffset?, DateTimeOffset?) Shared(ItemRow row) => (row.Tags, row.Owner, row.ReviewBy, row.Audience, row.VisibleFrom, row.VisibleUntil);

    /// <summary>The number of its new version.</summary>
    static async Task<int> Put(WriteTransaction transaction, RecipeDefinition definition, string actor, DateTimeOffset now)
    {
        var (kind, key, title) = (definition.Kind, definition.Key, StoredJson.Localized(definition.Title));
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

    static async Task Put(WriteTransaction transaction, RecipeText text, bool isText, string actor, DateTimeOffset now)
    {
        var rows = transaction.Rows;
        var item = await rows.Set<ItemRow>().FirstOrDefaultAsync(row => row.Kind == text.Item.Kind && row.Key == text.Item.Key);
        if (item is null) rows.Add(item = new ItemRow { Id = text.Item.Id, Kind = text.Item.Kind, Key = text.Item.Key, CreatedAt = now });
        if (Shared(text.Item) != Shared(item) || item.ArchivedAt is not null) item.Version++;
        (item.Tags, item.Owner, item.ReviewBy, item.Audience, item.VisibleFrom, item.VisibleUntil) = Shared(text.Item);
        item.ArchivedAt = null;
        var itemId = item.Id;
        await transaction.Save();
        if (!isText) return;
        var draft = await rows.Set<VariantRow>().AsNoTracking().FirstOrDefaultAsync(row => row.ItemId == itemId && row.Locale == text.Locale);
        var saved = await ContentShelf.SaveDraft(transaction, new Draft(itemId, text.Locale, text.Title, text.Slug, text.Body, text.Front, "draft", draft?.Version ?? 0, now, actor));
        await ContentShelf.Publish(transaction, itemId, text.Locale, saved!.Version, text.Published, actor, now, "recipe");
    }
}
