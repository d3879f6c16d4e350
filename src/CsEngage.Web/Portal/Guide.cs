using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;

namespace CsEngage.Web.Portal;

/// <summary>A guide in the variant that this reader gets.</summary>
/// <param name="Audience">Who may see it; null for everybody.</param>
sealed record Guide(Item Item, CatalogueVariant Shown, GuideFront Front, Rule? Audience)
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
}
