using System.Collections.Immutable;
using System.Security.Claims;
using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Store.People;
using CsEngage.Web.Account;

namespace CsEngage.Web.Studio.Documents;

/// <summary>One kind of thing that authors write.</summary>
/// <param name="Key">As documents, rules and the API call it.</param>
/// <param name="Shelf">Its part of the address: plays, segments …</param>
/// <param name="Name">Several of it.</param>
/// <param name="One">One of it.</param>
/// <param name="Says">What it is for, in a sentence.</param>
/// <param name="Writes">The permission to write it.</param>
/// <param name="Publishes">The permission to publish it.</param>
public sealed record DocumentKind(string Key, string Shelf, string Name, string One, string Says, string Writes, string Publishes)
{
    public static readonly ImmutableArray<DocumentKind> All =
    [
        new("guide", "guides", Words.Key("Guides"), Words.Key("Guide"), Words.Key("What a customer reads and completes."), Permission.ContentWrite, Permission.ContentPublish),
        new("template", "templates", Words.Key("Mail templates"), Words.Key("Mail template"), Words.Key("The text of a mail, with the values of whom it goes to."), Permission.ContentWrite, Permission.ContentPublish),
        new("journey", "journeys", Words.Key("Journeys"), Words.Key("Journey"), Words.Key("The way to the value, checkpoint by checkpoint."), Permission.JourneysWrite, Permission.JourneysPublish),
        new("segment", "segments", Words.Key("Segments"), Words.Key("Segment"), Words.Key("Accounts or contacts of whom a rule holds."), Permission.JourneysWrite, Permission.JourneysPublish),
        new("play", "plays", Words.Key("Plays"), Words.Key("Play"), Words.Key("Work for a CSM, with steps and outcomes."), Permission.JourneysWrite, Permission.JourneysPublish),
        new("survey", "surveys", Words.Key("Surveys"), Words.Key("Survey"), Words.Key("Questions to customers."), Permission.ContentWrite, Permission.ContentPublish),
        new("scorecard", "scorecards", Words.Key("Scorecards"), Words.Key("Scorecard"), Words.Key("How health is computed."), Permission.HealthDesign, Permission.HealthDesign),
        new("topic", "topics", Words.Key("Topics"), Words.Key("Topic"), Words.Key("What one can be subscribed to."), Permission.ContentWrite, Permission.ContentPublish),
        new("page", "pages", Words.Key("Pages"), Words.Key("Page"), Words.Key("Blocks on one page of a portal."), Permission.ContentWrite, Permission.ContentPublish),
        new("announcement", "announcements", Words.Key("Announcements"), Words.Key("Announcement"), Words.Key("Dated news on the pages of portals."), Permission.ContentWrite, Permission.ContentPublish),
        new("blueprint", "blueprints", Words.Key("Blueprints"), Words.Key("Blueprint"), Words.Key("What portals are made from."), Permission.ContentWrite, Permission.ContentPublish),
        new("settings", "settings", Words.Key("Settings"), Words.Key("Settings"), Words.Key("Tiers, fields, touch models, the touch policy, portals: what holds for all accounts."), Permission.Settings, Permission.Settings),
    ];

    /// <summary>There is one such document and never another; it has no key to name and no title to give.</summary>
    public bool IsOnly => Key == "settings";

    /// <summary>What the document of that key is called.</summary>
    public LocalizedText TitleOf(Definition document) => IsOnly ? new(LocalizedText.Empty.Texts.Add("en", "Settings").Add("ja", "設定")) : document.Title;

    /// <summary>Whether it is kept as one document in all languages; guides and templates have a text for each.</summary>
    public bool IsDefinition => Key is not ("guide" or "template");

    public bool MayWrite(ClaimsPrincipal person) => person.May(Writes);

    public bool MayPublish(ClaimsPrincipal person) => person.May(Publishes);

    public string AddressOf(string key) => $"/studio/{Shelf}/{key}";

    public static DocumentKind? At(string? shelf) => All.FirstOrDefault(kind => kind.Shelf == shelf);

    public static DocumentKind Of(string key) => All.First(kind => kind.Key == key);

    /// <summary>The address of a document named as kind:key.</summary>
    public static string? AddressOf(string kind, string key) => All.FirstOrDefault(one => one.Key == kind)?.AddressOf(key);
}
