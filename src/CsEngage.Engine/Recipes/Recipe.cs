using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CsEngage.Core;

namespace CsEngage.Engine.Recipes;

/// <summary>One authored thing of a recipe, in one locale where it has several.</summary>
/// <param name="Kind">guide, page, blueprint, announcement, template, journey, scorecard, segment, survey, play, topic, settings or accounts.</param>
/// <param name="Key">Its immutable key.</param>
/// <param name="Locale">Locale of a guide or template; null for documents that hold all locales.</param>
/// <param name="Fields">The document, or the front matter.</param>
/// <param name="Body">Markdown of a guide or template.</param>
/// <param name="BodyLine">Line on which the body starts.</param>
/// <param name="File">Path inside the recipe.</param>
/// <param name="Placed">Where each field stood.</param>
public sealed record RecipeDocument(string Kind, string Key, string? Locale, JsonObject Fields, string? Body, int BodyLine, string File, PlacedJson Placed)
{
    /// <summary>A problem at a JSON pointer of the document.</summary>
    public RecipeProblem Problem(string pointer, Sentence message) => new(File, Placed.LineOf(pointer), message);
}

/// <summary>A simulated past: the demo's history.</summary>
public sealed record RecipeHistory(int Days, int Seed);

/// <summary>A recipe as read: valid by its schemas, its parts in the order of its steps.</summary>
public sealed record Recipe(
    string Name, RecipeHeader Header, ImmutableArray<string> First, ImmutableArray<RecipeDocument> Documents, ImmutableSortedDictionary<string, byte[]> Media,
    RecipeHistory? History)
{
    static readonly Dictionary<string, string> KindOfStep = new(StringComparer.Ordinal)
    {
        ["settings"] = "settings", ["topics"] = "topic", ["guides"] = "guide", ["pages"] = "page", ["blueprints"] = "blueprint", ["announcements"] = "announcement", ["templates"] = "template",
        ["segments"] = "segment", ["surveys"] = "survey", ["plays"] = "play", ["scorecards"] = "scorecard", ["journeys"] = "journey", ["accounts"] = "accounts",
    };

    /// <summary>The folder in which documents of a kind stand, which is also the name of their step.</summary>
    public static string StepOf(string kind) => KindOfStep.First(pair => pair.Value == kind).Key;

    /// <exception cref="RecipeException">Anything that does not fit the schemas, all at once.</exception>
    public static Recipe Read(RecipeFiles files)
    {
        const string header = "recipe.json";
        if (!files.All.ContainsKey(header)) throw new RecipeException(header, 0, Sentence.Of("A recipe needs this file: name, displayName, version, issetuprecipe and steps."));
        // JSON is YAML as well, and this reader knows the lines.
        var placed = YamlText.Read(files.Text(header), header);
        var problems = Faults("recipe", placed, header).ToList();
        if (problems.Count > 0) throw new RecipeException([.. problems]);
        var root = placed.Root!.AsObject();
        if (root["name"]!.GetValue<string>() != files.Name) problems.Add(new(header, placed.LineOf("/name"), Sentence.Of("The name must be that of its folder, \"{0}\".", files.Name)));

        var documents = ImmutableArray.CreateBuilder<RecipeDocument>();
        var media = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        var first = ImmutableArray.CreateBuilder<string>();
        RecipeHistory? history = null;
        var steps = root["steps"]!.AsArray();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i]!.AsObject();
            var name = step["name"]!.GetValue<string>();
            if (name == "recipe") { first.Add(step["recipe"]!.GetValue<string>()); continue; }
            if (name == "history") { history = new((int)step["days"]!.GetValue<long>(), (int)step["seed"]!.GetValue<long>()); continue; }
            foreach (var pattern in step["files"]!.AsArray().Select(pattern => pattern!.GetValue<string>()))
            {
                var found = files.Matching(pattern).ToList();
                if (found.Count == 0 && !pattern.Contains('*', StringComparison.Ordinal)) problems.Add(new(header, placed.LineOf($"/steps/{i}"), Sentence.Of("There is no file \"{0}\"; remove the step or add the file.", pattern)));
                foreach (var path in found)
                {
                    if (name == "media") media[Path.GetFileName(path)] = files.All[path];
                    else Collect(() => documents.Add(ReadDocument(files, KindOfStep[name], path, problems)), problems);
                }
            }
        }
        problems.AddRange(Twice(documents));
        if (problems.Count > 0) throw new RecipeException([.. problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)]);
        return new(files.Name, RecipeHeader.Of(root), first.ToImmutable(), documents.ToImmutable(), media.ToImmutable(), history);
    }

    static void Collect(Action read, List<RecipeProblem> problems)
    {
        try { read(); }
        catch (RecipeException broken) { problems.AddRange(broken.Problems); }
    }

    static RecipeDocument ReadDocument(RecipeFiles files, string kind, string path, List<RecipeProblem> problems)
    {
        var text = files.Text(path);
        var leaf = Path.GetFileName(path);
        if (kind is "guide" or "template")
        {
            var parts = leaf.Split('.');
            if (parts is not [var key, var locale, "md"]) throw new RecipeException(path, 0, Sentence.Of("The name must be {key}.{locale}.md, such as invite-your-team.ja.md."));
            var matter = FrontMatter.Read(text, path);
            problems.AddRange(Faults(kind, matter.Matter, path));
            return new(kind, key, locale, matter.Matter.Root as JsonObject ?? [], matter.Body, matter.BodyLine, path, matter.Matter);
        }
        var placed = YamlText.Read(text, path);
        problems.AddRange(Faults(kind, placed, path));
        var fields = placed.Root as JsonObject ?? [];
        var name = Path.GetFileNameWithoutExtension(leaf);
        if (kind is not ("settings" or "accounts") && fields["key"] is JsonValue own && own.ToString() != name)
            problems.Add(new(path, placed.LineOf("/key"), Sentence.Of("The key must be the file's name, \"{0}\".", name)));
        return new(kind, name, null, fields, null, 0, path, placed);
    }

    internal static IEnumerable<RecipeProblem> Faults(string kind, PlacedJson placed, string file) =>
        JsonSchema.Of(kind).Check(placed.Root).Select(fault => new RecipeProblem(file, placed.LineOf(fault.Pointer), fault.Message));

    static IEnumerable<RecipeProblem> Twice(IEnumerable<RecipeDocument> documents) =>
        documents.GroupBy(document => (document.Kind, document.Key, document.Locale)).Where(group => group.Count() > 1)
            .Select(group => new RecipeProblem(group.Last().File, 0, Sentence.Of("The same is also in {0}; keep one.", group.First().File)));
}

/// <summary>What a list of recipes shows.</summary>
public sealed record RecipeHeader(string DisplayName, string Description, string Version, bool IsSetup)
{
    public static RecipeHeader Of(JsonObject root) => new(
        root["displayName"]!.GetValue<string>(), root["description"]?.GetValue<string>() ?? "", root["version"]!.GetValue<string>(), root["issetuprecipe"]!.GetValue<bool>());
}
