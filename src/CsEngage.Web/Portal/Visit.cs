using System.Collections.Immutable;
using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Liquid;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.People;
using CsEngage.Store.Settings;

namespace CsEngage.Web.Portal;

/// <summary>Who looks at which portal: everything that a page of it starts from.</summary>
/// <param name="Held">What this reader sees of the portal's guides.</param>
/// <param name="IsPreview">Staff look as this contact; nothing of it is recorded as customer activity.</param>
sealed record Visit(
    Store.Content.Portal Portal, Blueprint Blueprint, Core.Account Account, Member Member, StaffCard? Csm, OperatorProfile Operator, GuideList Held,
    CultureInfo Culture, TimeZoneInfo Zone, bool IsPreview)
{
    /// <summary>Guides that this reader will see once something is reached, with what is missing. They are named and nothing more.</summary>
    public ImmutableArray<(Guide Guide, ImmutableArray<LockKey> Missing)> Locked { get; init; } = [];

    /// <summary>The pages that this reader sees beside the home page.</summary>
    public ImmutableArray<BlueprintPage> Pages { get; init; } = [];

    /// <summary>Whether other memberships may have gone into this one.</summary>
    public bool IsMerged { get; init; } = true;

    public PortalLook Look { get; } = Blueprint.Look.With(Portal.Theme);

    public string Url { get; } = $"/p/{Uri.EscapeDataString(Portal.Slug)}";

    public string Locale => Culture.TwoLetterISOLanguageName;

    public string OperatorName => Operator.Name is { Length: > 0 } name ? name : "CsEngage";

    public string? GuideUrl(string key) => Find(key) is { } guide ? UrlOf(guide) : null;

    public string UrlOf(Guide guide) => $"{Url}/guides/{guide.Slug}";

    public string UrlOf(BlueprintPage page) => $"{Url}/pages/{Uri.EscapeDataString(page.Slug(Locale))}";

    /// <summary>Where a page of the blueprint stands, if this reader sees it.</summary>
    public string? PageUrl(string key) => Pages.FirstOrDefault(page => page.Key == key) is { } page ? UrlOf(page) : key == "home" ? Url : null;

    /// <summary>What this reader sees.</summary>
    public ImmutableArray<Guide> Guides => Held.All;

    /// <summary>The guide of this key, if this reader sees it.</summary>
    public Guide? Find(string key) => Held.Find(key);

    /// <summary>The part of the model that every page, guide and mail may read; what blocks and guides of one page are rendered over.</summary>
    public LiquidMap Known => known ??= Told().Build();

    LiquidMap? known;

    /// <summary>The same, for a page to add to.</summary>
    public LiquidMapBuilder Model() => new(Known);

    /// <summary>The same for a text in another language than the reader's: it speaks of them as that language does.</summary>
    /// <param name="model">What the text may read.</param>
    /// <param name="locale">The text's.</param>
    public LiquidMap In(string locale, LiquidMap model) => locale == Locale ? model : model.With("contact", ContactIn(locale));

    LiquidMap ContactIn(string locale) => new LiquidMapBuilder(5)
    {
        ["name"] = Member.Contact.FullName(locale) ?? Member.Contact.AddressAsTyped, ["greeting_name"] = Member.Contact.GreetingName(locale), ["given_name"] = Member.Contact.GivenName,
        ["roles"] = LiquidValue.List(Member.Membership.Roles, role => role), ["locale"] = Member.Contact.Locale ?? Locale,
    }.Build();

    LiquidMapBuilder Told() => new(6)
    {
        ["operator"] = OperatorModel(Operator, OperatorName),
        ["portal"] = new LiquidMapBuilder(4) { ["logo"] = Look.Logo is { } logo ? Themes.ThemePage.MediaUrl(logo) : null, ["name"] = Portal.Name, ["url"] = Url, ["locale"] = Account.Locale ?? Operator.Locale },
        ["account"] = Engine.Content.TemplateModel.Of(Account),
        ["contact"] = ContactIn(Locale),
        ["csm"] = Csm is null ? LiquidValue.Nil : new LiquidMapBuilder(4) { ["name"] = Csm.Name, ["title"] = StaffTitle.In(Csm.Title, Locale), ["photo"] = Csm.Photo, ["book_url"] = Csm.BookUrl },
        ["preferences_url"] = $"{Url}/preferences",
    };

    public static LiquidMapBuilder OperatorModel(OperatorProfile profile, string name) => new()
    {
        ["name"] = name, ["legal_name"] = profile.LegalName, ["address"] = profile.Address, ["url"] = profile.Url,
    };
}
