using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Settings;
using CsEngage.Store.Definitions;
using CsEngage.Web.Desk;
using CsEngage.Web.Shared;
using Microsoft.Extensions.Localization;

namespace CsEngage.Web.Studio.Journeys;

/// <summary>Something that an author should know of a journey before publishing it.</summary>
/// <param name="IsFault">It cannot work, so it is not published like this.</param>
/// <param name="Line">Its line in the document as text.</param>
public sealed record ShownFinding(bool IsFault, int Line, string Message, string Remedy);

/// <summary>The check of journeys against everything that is in force, said in the author's language with the line of the document.</summary>
public sealed class JourneyFindings(Engine.Settings.Authored authored, Desk.Authored texts, DefinitionShelf definitions, IStringLocalizer<Words> words)
{
    public Task<ImmutableArray<ShownFinding>> Of(string draft) => Of(YamlText.Read(YamlText.Write(JsonNode.Parse(draft)), ""));

    /// <summary>Faults first. A document that is no journey yet has other faults, which are told elsewhere.</summary>
    public async Task<ImmutableArray<ShownFinding>> Of(PlacedJson document)
    {
        if (document.Root is not JsonObject fields || Read(fields) is not { } journey) return [];
        return [.. journey.Check(await Known()).Select(finding => new ShownFinding(finding.IsFault, document.LineOf(Pointer(fields, finding.Path)), words.Say(finding.Message), words.Say(finding.Remedy)))];
    }

    static Journey? Read(JsonObject fields)
    {
        using var json = System.Text.Json.JsonDocument.Parse(fields.ToJsonString());
        return Journey.Read(json.RootElement).Journey;
    }

    async Task<CheckAgainst> Known()
    {
        var (set, names) = (await authored.Current(), (await texts.Texts()).Names.Texts);
        var settings = await SettingsDocument.InForce(definitions);
        ImmutableArray<string> locales = [.. (settings["locales"] as JsonArray ?? []).Select(locale => locale!.ToString())];
        ImmutableHashSet<string> Names(TextKind kind) => [.. names.GetValueOrDefault(kind, [])];
        return new(
            set.Catalogue.Where(entry => entry.Item.Kind == "template").ToImmutableDictionary(entry => entry.Item.Key, entry => entry.Variants.Select(variant => variant.Locale).ToImmutableArray(), StringComparer.Ordinal),
            [.. (await definitions.InForce("survey")).Select(survey => survey.Key)], [.. set.Plays.Keys], [.. set.Catalogue.Where(entry => entry.Item.Kind == "guide").Select(entry => entry.Item.Key)],
            [.. set.Segments.Select(segment => segment.Key)], set.Journeys.ToImmutableDictionary(journey => journey.Key, journey => journey.Value.Starts, StringComparer.Ordinal), Names(TextKind.Role),
            // As the settings write their keys, and as rules may write them.
            [.. Names(TextKind.Attribute).SelectMany(name => new[] { name, name.Replace('-', '_') }), "created", "joined"], locales.IsEmpty ? [set.Operator.Locale] : locales, Names(TextKind.Kind));
    }

    /// <summary>Where in the document it stands that the check calls checkpoint, checkpoint.evidence or checkpoint.trigger.step.</summary>
    static string Pointer(JsonObject fields, string path)
    {
        if (path is "entry" or "exit") return "/" + path;
        var parts = path.Split('.');
        var stages = fields["stages"] as JsonArray ?? [];
        for (var s = 0; s < stages.Count; s++)
        {
            var checkpoints = stages[s]?["checkpoints"] as JsonArray ?? [];
            for (var c = 0; c < checkpoints.Count; c++)
            {
                if (checkpoints[c]?["key"]?.ToString() != parts[0]) continue;
                var here = $"/stages/{s}/checkpoints/{c}";
                return parts is [_, var trigger, var step] ? Step(checkpoints[c]?["on"]?[trigger] as JsonArray, $"{here}/on/{trigger}", step) ?? $"{here}/on/{trigger}" : parts is [_, var part] ? $"{here}/{part}" : here;
            }
        }
        return "/key";
    }

    static string? Step(JsonArray? steps, string here, string key)
    {
        for (var i = 0; i < (steps?.Count ?? 0); i++)
        {
            if (steps![i]?["key"]?.ToString() == key) return $"{here}/{i}";
            var arms = steps[i]?["split"] as JsonArray ?? [];
            for (var arm = 0; arm < arms.Count; arm++)
                if (Step(arms[arm]?["steps"] as JsonArray, $"{here}/{i}/split/{arm}/steps", key) is { } found) return found;
        }
        return null;
    }
}
