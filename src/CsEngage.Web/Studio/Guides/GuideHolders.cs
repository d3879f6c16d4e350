using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Web.Portal;
using CsEngage.Web.Studio.Documents;

namespace CsEngage.Web.Studio.Guides;

/// <summary>A blueprint whose portals could hold a guide.</summary>
public sealed record Holder(string Key, string Title);

/// <summary>What came of adding a guide to a blueprint.</summary>
public abstract record Held
{
    /// <summary>It is in force, and so many portals show it.</summary>
    public sealed record InForce(int Portals) : Held;

    /// <summary>The blueprint has other changes that nobody published yet, so the guide waits among them.</summary>
    public sealed record InDraft : Held;

    /// <summary>Somebody else changed the blueprint in the meantime.</summary>
    public sealed record Changed : Held;
}

/// <summary>Which blueprints hold a guide, and how it gets into one: a guide that no portal holds is read by nobody.</summary>
sealed class GuideHolders(Blueprints blueprints, GuideCatalogue guides, DefinitionShelf definitions, PortalBook portals)
{
    /// <summary>Those to which the guide could be added; null when one holds it already.</summary>
    public async Task<ImmutableArray<Holder>?> Missing(string guide, string locale)
    {
        var inForce = await guides.Current();
        if ((await blueprints.InForce()).Any(one => inForce.Holds(one.Blueprint.Guides, guide))) return null;
        return [.. (await definitions.All("blueprint")).Where(one => one.Published is not null).Select(one => new Holder(one.Key, one.Title.In(locale)))];
    }

    /// <summary>Null when there is no such blueprint in force.</summary>
    public async Task<Held?> Add(string guide, string key, string actor, DateTimeOffset now)
    {
        if (await definitions.Find("blueprint", key) is not { Published: { } number, ArchivedAt: null } found || await definitions.Version("blueprint", key, number) is not { } force) return null;
        var document = JsonNode.Parse(found.Draft)!.AsObject();
        if (document["guides"] is not JsonArray list) document["guides"] = list = [];
        if (list.All(one => one?.ToString() != guide)) list.Add(guide);
        if (await definitions.SaveDraft("blueprint", key, found.Title, document.ToJsonString(TextModel.Plain), found.DraftVersion, actor, now) is not { } draft) return new Held.Changed();
        // What else waits in the draft is for its author to publish.
        if (found.Draft != force.Json) return new Held.InDraft();
        if (await definitions.Publish("blueprint", key, draft, actor, now) is not { } published) return new Held.Changed();
        return new Held.InForce(await portals.Move(key, published.Number));
    }
}
