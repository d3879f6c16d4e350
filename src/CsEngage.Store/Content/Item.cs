using System.Collections.Immutable;

namespace CsEngage.Store.Content;

/// <summary>Something authors write: guide, page, announcement, snippet or template. The parts that all locales share.</summary>
/// <param name="Key">Immutable; rules, links and recipes use it.</param>
/// <param name="Audience">A rule; null for everybody.</param>
/// <param name="Version">Given back when saving.</param>
public sealed record Item(
    Guid Id, string Kind, string Key, ImmutableArray<string> Tags, string? Owner, DateOnly? ReviewBy, string? Audience, DateTimeOffset? VisibleFrom,
    DateTimeOffset? VisibleUntil, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt = null, int Version = 0);

/// <summary>The variant of one locale as authors see it.</summary>
/// <param name="Front">Further front matter as JSON: summary, minutes, next, related, topic, layout …</param>
/// <param name="State">draft, in-review, approved or published.</param>
/// <param name="Published">Number of the version that readers see; null when none.</param>
public sealed record Draft(
    Guid ItemId, string Locale, string Title, string Slug, string Body, string Front, string State, int Version, DateTimeOffset SavedAt, string SavedBy,
    string? ApprovedBy = null, DateTimeOffset? PublishAt = null, int? Published = null);

/// <summary>One immutable version of one locale.</summary>
public sealed record ContentVersion(
    Guid ItemId, string Locale, int Number, string Title, string Slug, string Body, string Front, string? Note, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>A published version without its body: what navigation, lists and visibility need of everything at once.</summary>
public sealed record CatalogueVariant(string Locale, int Number, string Title, string Slug, string Front, DateTimeOffset PublishedAt);

/// <summary>An item with what readers see of it in each locale.</summary>
public sealed record CatalogueEntry(Item Item, ImmutableArray<CatalogueVariant> Variants)
{
    /// <summary>The variant that suits a reader best; null when there is none at all.</summary>
    public CatalogueVariant? In(string reader, string? account, string profile) =>
        CsEngage.Core.Locales.Choose([.. Variants.Select(variant => variant.Locale)], reader, account, profile) is { } chosen ? Variants.First(variant => variant.Locale == chosen.Locale) : null;
}

/// <summary>A text in which all words were found; ranking is Core's.</summary>
/// <param name="Title">Folded.</param>
/// <param name="Body">Folded plain text.</param>
public sealed record FoundText(Guid ItemId, string Locale, string Kind, string Title, string Body);

/// <summary>What a publication leaves for search and where-used.</summary>
/// <param name="PlainText">The body without marks, as people read it.</param>
/// <param name="Links">guide:key, media:name, snippet:key …</param>
public sealed record PublishedText(string PlainText, ImmutableArray<string> Links);

/// <summary>A picture, PDF, video file or link. The bytes stand in the media folder under the id.</summary>
public sealed record Media(
    Guid Id, string Key, string FileName, string Type, long Bytes, ImmutableArray<byte> Sum, int? Width, int? Height, CsEngage.Core.LocalizedText Alt, string? Link,
    DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ArchivedAt = null);
