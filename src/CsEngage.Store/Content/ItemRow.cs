using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Content;

[Table("items")]
[Index(nameof(Kind), nameof(Key), IsUnique = true)]
internal sealed class ItemRow
{
    public Guid Id { get; set; }
    public string Kind { get; set; } = "";
    public string Key { get; set; } = "";
    public string Tags { get; set; } = "";
    public string? Owner { get; set; }
    public DateOnly? ReviewBy { get; set; }
    /// <summary>A rule; null for everybody.</summary>
    public string? Audience { get; set; }
    public DateTimeOffset? VisibleFrom { get; set; }
    public DateTimeOffset? VisibleUntil { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? ArchivedAt { get; set; }
    public int Version { get; set; }

    public Item Record => new(Id, Kind, Key, StoredJson.Keys(Tags), Owner, ReviewBy, Audience, VisibleFrom, VisibleUntil, CreatedAt, ArchivedAt, Version);
}

[Table("variants")]
[PrimaryKey(nameof(ItemId), nameof(Locale))]
internal sealed class VariantRow
{
    public Guid ItemId { get; set; }
    public string Locale { get; set; } = "";
    public string Title { get; set; } = "";
    public string TitleKey { get; set; } = "";
    public string Slug { get; set; } = "";
    public string Body { get; set; } = "";
    public string Front { get; set; } = "{}";
    public string State { get; set; } = "";
    public int Version { get; set; }
    public DateTimeOffset SavedAt { get; set; }
    public string SavedBy { get; set; } = "";
    public string? ApprovedBy { get; set; }
    public DateTimeOffset? PublishAt { get; set; }
    /// <summary>Number of the version that readers see.</summary>
    public int? Published { get; set; }

    public Draft Record => new(ItemId, Locale, Title, Slug, Body, Front, State, Version, SavedAt, SavedBy, ApprovedBy, PublishAt, Published);

    public static void Describe(ModelBuilder model) =>
        model.Entity<VariantRow>().HasOne<ItemRow>().WithMany().HasForeignKey(row => row.ItemId).OnDelete(DeleteBehavior.Restrict);
}

[Table("versions")]
[PrimaryKey(nameof(ItemId), nameof(Locale), nameof(Number))]
internal sealed class VersionRow
{
    public Guid ItemId { get; set; }
    public string Locale { get; set; } = "";
    public int Number { get; set; }
    public string Title { get; set; } = "";
    public string Slug { get; set; } = "";
    public string Body { get; set; } = "";
    public string Front { get; set; } = "{}";
    public string? Note { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }

    public ContentVersion Record => new(ItemId, Locale, Number, Title, Slug, Body, Front, Note, CreatedBy, CreatedAt);

    public static void Describe(ModelBuilder model) =>
        model.Entity<VersionRow>().HasOne<VariantRow>().WithMany().HasForeignKey(row => new { row.ItemId, row.Locale }).OnDelete(DeleteBehavior.Restrict);
}

/// <summary>Each address that readers ever had; old ones lead on to the current one.</summary>
[Table("slugs")]
[PrimaryKey(nameof(Kind), nameof(Locale), nameof(Slug))]
[Index(nameof(Kind), nameof(Slug))]
internal sealed class SlugRow
{
    public string Kind { get; set; } = "";
    public string Locale { get; set; } = "";
    public string Slug { get; set; } = "";
    public Guid ItemId { get; set; }
}

/// <summary>The folded text of published versions, for search. On SQLite a trigram table follows it, on PostgreSQL a trigram index.</summary>
[Table("search_texts")]
[PrimaryKey(nameof(Number))]
[Index(nameof(ItemId), nameof(Locale), IsUnique = true)]
internal sealed class SearchTextRow
{
    public long Number { get; set; }
    public Guid ItemId { get; set; }
    public string Locale { get; set; } = "";
    public string Kind { get; set; } = "";
    public string Title { get; set; } = "";
    public string Body { get; set; } = "";

    public static void Describe(ModelBuilder model) => model.Entity<SearchTextRow>().Property(row => row.Number).ValueGeneratedNever();
}

/// <summary>What a published version points to (guide:key, media:name, snippet:key), for where-used and the broken-link report.</summary>
[Table("item_links")]
[PrimaryKey(nameof(ItemId), nameof(Locale), nameof(Target))]
[Index(nameof(Target))]
internal sealed class ItemLinkRow
{
    public Guid ItemId { get; set; }
    public string Locale { get; set; } = "";
    public string Target { get; set; } = "";
}

[Table("media")]
[Index(nameof(Key), IsUnique = true)]
internal sealed class MediaRow
{
    public Guid Id { get; set; }
    public string Key { get; set; } = "";
    public string FileName { get; set; } = "";
    public string Type { get; set; } = "";
    public long Bytes { get; set; }
    public byte[] Sum { get; set; } = [];
    public int? Width { get; set; }
    public int? Height { get; set; }
    public string Alt { get; set; } = "{}";
    public string? Link { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public string CreatedBy { get; set; } = "";
    public DateTimeOffset? ArchivedAt { get; set; }
}
