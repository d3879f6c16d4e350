using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>The names that rules may use because a document brings them: the tiers, roles and attributes of the settings, the checkpoints of a journey.</summary>
static class DocumentNames
{
    static readonly (string List, string Sort)[] Lists = [("tiers", "tier"), ("roles", "role"), ("attributes", "attribute")];

    /// <summary>As sort:name.</summary>
    public static IEnumerable<string> Of(string kind, string key, JsonObject fields) => kind switch
    {
        "settings" => from list in Lists from entry in RecipeNode.List(fields[list.List]) select $"{list.Sort}:{Written(list.Sort, RecipeNode.Text(entry["key"]) ?? "")}",
        "journey" => from stage in RecipeNode.List(fields["stages"]) from checkpoint in RecipeNode.List(stage["checkpoints"]) select $"checkpoint:{key}/{RecipeNode.Text(checkpoint["key"])}",
        _ => [],
    };

    /// <summary>Everything that rules may name: what a recipe brings, and what is there already and not replaced by it.</summary>
    public static RuleWords Of(Recipe recipe, IReadOnlySet<string>? known)
    {
        var brought = recipe.Documents.SelectMany(document => Of(document.Kind, document.Key, document.Fields).Append($"{document.Kind}:{document.Key}"));
        var there = (known ?? ImmutableHashSet<string>.Empty).Where(name => !IsReplaced(recipe, name)).Concat(brought).ToLookup(name => name[..name.IndexOf(':', StringComparison.Ordinal)], name => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);
        var words = RuleWords.Empty.With(TextKind.Guide, there["guide"]).With(TextKind.Journey, there["journey"]).With(TextKind.Segment, there["segment"]).With(TextKind.Survey, there["survey"]).With(TextKind.Checkpoint, there["checkpoint"]);
        // A part of a recipe, without settings beside it or in force, may be for any.
        return known is null && !HasSettings(recipe) ? words
            : words.With(TextKind.Role, RuleWords.BuiltIn.Texts[TextKind.Role]).With(TextKind.Role, there["role"]).With(TextKind.Tier, there["tier"]).With(TextKind.Attribute, there["attribute"]);
    }

    static bool HasSettings(Recipe recipe) => recipe.Documents.Any(document => document.Kind == "settings");

    static bool IsReplaced(Recipe recipe, string name) => name.Split(':') switch
    {
        ["tier" or "role" or "attribute", _] => HasSettings(recipe),
        ["checkpoint", var checkpoint] => recipe.Documents.Any(document => document.Kind == "journey" && checkpoint.StartsWith(document.Key + "/", StringComparison.Ordinal)),
        _ => false,
    };

    // Rules write go-live and go_live for the same.
    static string Written(string sort, string key) => sort == "attribute" ? key.Replace('_', '-') : key;
}
