using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Content;

namespace CsEngage.Engine.Content;

/// <summary>A guide in the variant that this reader gets.</summary>
/// <param name="Audience">Who may see it; null for everybody.</param>
public sealed record Guide(Item Item, CatalogueVariant Shown, GuideFront Front, Rule? Audience)
{
    public string Key => Item.Key;

    /// <summary>Whether nothing depends on who reads it, or when.</summary>
    public bool IsForAll { get; } = Item.VisibleFrom is null && Item.VisibleUntil is null && Audience is null && Front.Roles.IsEmpty && Front.Locks.IsEmpty;

    /// <summary>Whether lists by this tag hold it.</summary>
    public bool HasTag(string tag) => Front.Tags.Contains(tag) || Item.Tags.Contains(tag);

    /// <summary>As signals name it.</summary>
    public string Subject { get; } = $"guide:{Item.Key}";

    /// <summary>The last part of its address.</summary>
    public string Slug { get; } = Uri.EscapeDataString(Shown.Slug);

    /// <summary>What has to hold for a reader to see it.</summary>
    /// <param name="isAssigned">Whether the reader's portal holds it.</param>
    public Visible Asked(bool isAssigned = true) => new(IsPublished: true, Item.VisibleFrom, Item.VisibleUntil, Audience, isAssigned, Front.Roles, Front.Locks);
}

/// <summary>A published guide with what its texts say, read once.</summary>
/// <param name="Audience">Who may see it; null for everybody.</param>
public sealed record PublishedGuide(Item Item, Rule? Audience, ImmutableArray<(CatalogueVariant Variant, GuideFront Front)> Variants)
{
    public ImmutableArray<string> Locales { get; } = [.. Variants.Select(one => one.Variant.Locale)];

    /// <summary>The variant of exactly this locale.</summary>
    public CatalogueVariant? In(string locale) => Variants.FirstOrDefault(one => one.Variant.Locale == locale).Variant;

    /// <summary>The variant that suits a reader.</summary>
    public Guide? For(string locale, string? account, string profile) =>
        Core.Locales.Choose(Locales, locale, account, profile) is { } shown && Variants.First(one => one.Variant.Locale == shown.Locale) is var (variant, front) ? new Guide(Item, variant, front, Audience) : null;
}
