using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CsEngage.Core;
using CsEngage.Engine.Content;

namespace CsEngage.Web.Portal;

/// <summary>A page of a portal beside its home.</summary>
/// <param name="Roles">Roles of which the reader needs one; empty for anybody.</param>
/// <param name="Audience">Who sees it; null for everybody.</param>
sealed record BlueprintPage(string Key, LocalizedText Title, LocalizedText Slugs, ImmutableArray<string> Roles, Rule? Audience, PageBlocks Blocks)
{
    /// <summary>Whether nothing depends on who opens it.</summary>
    public bool IsForAll => Roles.IsEmpty && Audience is null;

    /// <summary>The last part of its address.</summary>
    public string Slug(string locale) => Slugs.In(locale) is { Length: > 0 } slug ? slug : Key;

    /// <summary>Whether an address leads here, in whatever language it was written.</summary>
    public bool IsAt(string slug) => Key == slug || Slugs.Texts.Values.Contains(slug, StringComparer.Ordinal);

    /// <summary>The page; null when its audience cannot be read, for then nobody may be shown it.</summary>
    /// <param name="origin">The document that it stands in, with its version.</param>
    public static BlueprintPage? Parse(JsonElement page, string origin)
    {
        if (PageBlock.Text(page, "key") is not { } key) return null;
        try
        {
            return new(key, PageBlock.Localized(page, "title"), PageBlock.Localized(page, "slug"), PageBlock.Texts(page, "roles"),
                PageBlock.Text(page, "audience") is { } rule ? Rule.Parse(rule, RuleScope.Contact) : null, new($"{origin}/{key}", PageBlock.All(page)));
        }
        catch (RuleException)
        {
            return null;
        }
    }
}

/// <summary>The pages of portals that are made from one blueprint, with what has to be known of a reader to say which of them it sees.</summary>
sealed class PageSet(ImmutableArray<BlueprintPage> all)
{
    readonly ConditionalWeakTable<GuideList, RuleNeeds> besideGuides = [];

    public static PageSet None { get; } = new([]);

    public ImmutableArray<BlueprintPage> All { get; } = all;

    public bool IsForAll { get; } = all.All(page => page.IsForAll);

    public bool AsksFacts { get; } = all.Any(page => page.Audience is not null);

    public RuleNeeds Needs { get; } = all.Aggregate(RuleNeeds.None, (sum, page) => page.Audience is { } rule ? sum.And(rule.Needs) : sum);

    /// <summary>What is read of the facts to say which pages and which guides a reader sees: the same object for the same guides, since what is asked of the store is kept by it.</summary>
    public RuleNeeds With(GuideList guides) => !AsksFacts ? guides.Needs : besideGuides.GetValue(guides, known => known.Needs.And(Needs));
}
