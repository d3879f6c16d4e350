using System.Collections.Immutable;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>Human work for a CSM, as authored: what opens it, what is to be done, how it may end. Document `play/1`.</summary>
/// <param name="Key">Immutable key.</param>
/// <param name="Title">What to do, in a few words.</param>
/// <param name="Why">Why it is worth the time.</param>
/// <param name="Opens">Opens it by itself, in account scope; null = by journeys and by hand only.</param>
/// <param name="Closes">Closes it by itself; null = when <paramref name="Opens"/> no longer holds.</param>
/// <param name="CoolDown">After closing, how long the same account does not get it again by itself; null = no time.</param>
/// <param name="Due">How long one has from its opening.</param>
/// <param name="IsForPool">For whoever takes it, not for the account's own CSM.</param>
/// <param name="IsUrgent">Of high priority.</param>
/// <param name="Minutes">Effort proposed when it is closed.</param>
/// <param name="Template">Template offered for the mail that goes with it.</param>
/// <param name="Guides">Guides worth sending along.</param>
/// <param name="Checklist">Things to tick.</param>
/// <param name="Outcomes">How it may end.</param>
public sealed record Play(
    string Key, LocalizedText Title, LocalizedText Why, Rule? Opens, Rule? Closes, Duration? CoolDown, Duration? Due, bool IsForPool, bool IsUrgent,
    int? Minutes, string? Template, ImmutableArray<string> Guides, ImmutableArray<PlayItem> Checklist, ImmutableArray<PlayOutcome> Outcomes)
{
    /// <summary>Reads a play from JSON.</summary>
    /// <exception cref="DocumentException">Names everything that is wrong.</exception>
    public static Play Parse(JsonElement json)
    {
        List<DocumentProblem> problems = [];
        var play = Read(new DocumentNode(json, "$", problems));
        return problems.Count == 0 ? play : throw new DocumentException([.. problems]);
    }

    static Play Read(DocumentNode node)
    {
        node.Only("schema", "key", "title", "why", "opens", "closes", "cooldown", "due", "assign", "priority", "minutes", "template", "guides", "checklist", "outcomes");
        return new(
            node["key"].Key(), node["title"].Title(), node["why"].Localized(), node["opens"].Rule(RuleScope.Account), node["closes"].Rule(RuleScope.Account),
            node["cooldown"].Span(daysAreBusiness: false), node["due"].Span(daysAreBusiness: true),
            node["assign"].Choice(false, ("csm", false), ("pool", true)), node["priority"].Choice(false, ("normal", false), ("high", true)),
            node["minutes"].IsMissing ? null : node["minutes"].Whole(1, 1, 10_000), node["template"].KeyOrNull(), node["guides"].KeyList(),
            [.. node["checklist"].Items().Select(item => new PlayItem(item["key"].Key(), item["title"].Title()))],
            [.. node["outcomes"].Items().Select(item => new PlayOutcome(item["key"].Key(), item["title"].Title(),
                item["result"].Choice(PlayResult.Neutral, ("success", PlayResult.Success), ("neutral", PlayResult.Neutral), ("failure", PlayResult.Failure)),
                item["reason"].Flag(false)))]);
    }
}

/// <summary>A thing to tick.</summary>
public sealed record PlayItem(string Key, LocalizedText Title);

/// <summary>A way in which a play may end.</summary>
/// <param name="Key">Its code.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Result">How it is counted.</param>
/// <param name="NeedsReason">A sentence of explanation is asked for.</param>
public sealed record PlayOutcome(string Key, LocalizedText Title, PlayResult Result, bool NeedsReason);

/// <summary>How an outcome is counted.</summary>
public enum PlayResult
{
    /// <summary>It worked.</summary>
    Success,
    /// <summary>Neither.</summary>
    Neutral,
    /// <summary>It did not.</summary>
    Failure,
}
