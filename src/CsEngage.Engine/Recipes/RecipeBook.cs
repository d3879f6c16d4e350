using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Recipes;
using CsEngage.Store.Settings;

namespace CsEngage.Engine.Recipes;

/// <summary>Where recipes and media stand.</summary>
public sealed record RecipeFolders(string Recipes, string Media)
{
    /// <summary>Where those stand that come with the program, for an operator who keeps recipes of their own elsewhere.</summary>
    public string? Shipped { get; init; }

    /// <summary>The themes that blueprints may name.</summary>
    public ThemeFacts? Themes { get; init; }

    /// <summary>A recipe as it is asked for: by its name, or by the path of its folder.</summary>
    public (RecipeFolders Folders, string Name) Given(string recipe)
    {
        var isPath = recipe.AsSpan().ContainsAny('/', '\\') || (!Directory.Exists(Path.Combine(Of(recipe), recipe)) && File.Exists(Path.Combine(recipe, "recipe.json")));
        if (!isPath) return (this, recipe);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(recipe));
        // Those that it builds on stand beside it, or come with the program.
        return (this with { Recipes = Path.GetDirectoryName(folder) ?? folder, Shipped = Shipped ?? Recipes }, Path.GetFileName(folder));
    }

    /// <summary>The folder in which a recipe of that name stands.</summary>
    public string Of(string recipe) => Shipped is not null && !RecipeFiles.Names(Recipes).Contains(recipe, StringComparer.Ordinal) && RecipeFiles.Names(Shipped).Contains(recipe, StringComparer.Ordinal) ? Shipped : Recipes;
}

/// <summary>Applies, compares and exports recipes.</summary>
public sealed class RecipeBook(RecipeFolders folders, RecipeShelf shelf, DefinitionShelf definitions, ContentShelf content, MediaShelf media)
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly string[] DefinitionKinds = ["topic", "page", "blueprint", "announcement", "segment", "survey", "play", "scorecard", "journey"];

    /// <summary>The recipe and those it builds on, first things first, each valid to the last reference.</summary>
    /// <exception cref="RecipeException">Anything is wrong in any of them.</exception>
    public async Task<ImmutableArray<Recipe>> Load(string given)
    {
        var known = await Known();
        var recipes = ImmutableArray.CreateBuilder<Recipe>();
        var (places, name) = folders.Given(given);
        Collect(places, name, recipes, []);
        var problems = ImmutableArray.CreateBuilder<RecipeProblem>();
        foreach (var recipe in recipes)
        {
            problems.AddRange(RecipeCheck.Of(recipe, known, folders.Themes).Concat(Journeys(recipe)).Select(problem => recipe.Name == name ? problem : problem with { File = $"../{recipe.Name}/{problem.File}" }));
            foreach (var document in recipe.Documents) Bring(known, document.Kind, document.Key, document.Fields);
            foreach (var file in recipe.Media.Keys) known.Add("media:" + file);
        }
        return problems.Count > 0 ? throw new RecipeException(problems.ToImmutable()) : recipes.ToImmutable();
    }

    /// <summary>
    /// One document as an author writes it, judged as it would be in a recipe: by its schema, its rules, and what it points to. The fields, or
    /// everything that is wrong with them, line by line.
    /// </summary>
    public async Task<(JsonObject? Fields, ImmutableArray<RecipeProblem> Problems)> Judge(string kind, string key, string text)
    {
        var file = $"{key}.yaml";
        try
        {
            var placed = YamlText.Read(text, file);
            if (placed.Root is not JsonObject fields) return (null, [new(file, 1, Sentence.Of("A document begins with a name and a colon, such as \"key: onboarding\"."))]);
            ImmutableArray<RecipeProblem> faults = [.. Recipe.Faults(kind, placed, file)];
            if (faults.IsEmpty && kind != "settings" && fields["key"]?.ToString() != key) faults = [new(file, placed.LineOf("/key"), Sentence.Of("The key stays \"{0}\" for ever; other things point to it.", key))];
            var alone = new Recipe(key, new RecipeHeader(key, "", "1.0.0", IsSetup: false), [], [new(kind, key, null, fields, null, 1, file, placed)], ImmutableSortedDictionary<string, byte[]>.Empty, null);
            if (faults.IsEmpty) faults = RecipeCheck.Of(alone, await Known(), folders.Themes);
            if (faults.IsEmpty) faults = [.. Journeys(alone)];
            return (faults.IsEmpty ? fields : null, faults);
        }
        catch (RecipeException broken)
        {
            return (null, broken.Problems);
        }
    }

    /// <summary>What applying would change.</summary>
    public async Task<ImmutableArray<RecipeDifference>> Diff(string name, DateTimeOffset now)
    {
        var differences = ImmutableArray.CreateBuilder<RecipeDifference>();
        foreach (var recipe in await Load(name)) differences.AddRange(await shelf.Compare(Pack(recipe, "diff", now)));
        return differences.ToImmutable();
    }

    /// <summary>Puts everything but accounts and history into force, in one transaction for each recipe. Portals show a blueprint that changed, as when it is published.</summary>
    /// <exception cref="RecipeException">Something is wrong; nothing was changed.</exception>
    public async Task<RecipeApplied> Apply(string name, string actor, DateTimeOffset now)
    {
        var (changes, portals) = (ImmutableArray.CreateBuilder<RecipeDifference>(), 0);
        foreach (var recipe in await Load(name))
        {
            var pack = Pack(recipe, actor, now);
            await Write(recipe, pack);
            var applied = await shelf.Apply(pack, actor, now);
            changes.AddRange(applied.Changes);
            portals += applied.Portals;
        }
        return new(changes.ToImmutable(), portals);
    }

    /// <summary>Everything authored, as a recipe that can be applied elsewhere.</summary>
    public async Task<RecipeFiles> Export(string name)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (kind, key, locale, fields, body) in await Everything())
        {
            var path = kind == "settings" ? "settings.yaml" : locale is null ? $"{Recipe.StepOf(kind)}/{key}.yaml" : $"{Recipe.StepOf(kind)}/{key}.{locale}.md";
            files[path] = System.Text.Encoding.UTF8.GetBytes(body is null ? YamlText.Write(fields) : FrontMatter.Write(fields, body));
        }
        foreach (var file in await media.All())
            if (File.Exists(MediaPath(file.Id))) files[$"media/{file.Key}"] = await File.ReadAllBytesAsync(MediaPath(file.Id));
        string[] order = ["settings", "topics", "media", "guides", "surveys", "templates", "segments", "plays", "scorecards", "journeys", "pages", "blueprints", "announcements"];
        var steps = order.Where(step => files.Keys.Any(path => path == step + ".yaml" || path.StartsWith(step + "/", StringComparison.Ordinal)))
            .Select(step => (JsonNode)new JsonObject { ["name"] = step, ["files"] = new JsonArray(step == "settings" ? "settings.yaml" : step + (step is "guides" or "templates" ? "/*.md" : step == "media" ? "/*" : "/*.yaml")) });
        var header = new JsonObject { ["name"] = name, ["displayName"] = name, ["version"] = "1.0.0", ["issetuprecipe"] = false, ["steps"] = new JsonArray([.. steps]) };
        files["recipe.json"] = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString(new JsonSerializerOptions(Plain) { WriteIndented = true }) + "\n");
        return new(name, files);
    }

    public string MediaPath(Guid id) => Path.Combine(folders.Media, id.ToString("N", CultureInfo.InvariantCulture));

    static void Collect(RecipeFolders places, string name, ImmutableArray<Recipe>.Builder recipes, HashSet<string> path)
    {
        if (recipes.Any(recipe => recipe.Name == name)) return;
        if (!path.Add(name)) throw new RecipeException("recipe.json", 0, Sentence.Of("The recipe \"{0}\" builds on itself.", name));
        var recipe = Recipe.Read(RecipeFiles.Folder(places.Of(name), name));
        foreach (var first in recipe.First) Collect(places, first, recipes, path);
        recipes.Add(recipe);
    }

    static IEnumerable<RecipeProblem> Journeys(Recipe recipe)
    {
        foreach (var document in recipe.Documents)
        {
            var faults = ImmutableArray<DocumentProblem>.Empty;
            try
            {
                var json = JsonSerializer.SerializeToElement(document.Fields);
                if (document.Kind == "journey") Journey.Parse(json);
                if (document.Kind == "play") Play.Parse(json);
                if (document.Kind == "scorecard") Scorecard.Parse(json);
            }
            catch (DocumentException broken) { faults = broken.Problems; }
            foreach (var fault in faults) yield return document.Problem(PointerOf(fault.Path), Sentence.Of("{0} {1}", fault.Message, fault.Remedy));
        }
    }

    // $.stages[0].checkpoints[2].evidence → /stages/0/checkpoints/2/evidence
    static string PointerOf(string path) => path.TrimStart('$').Replace("]", "", StringComparison.Ordinal).Replace('[', '/').Replace('.', '/');

    async Task<HashSet<string>> Known()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in DefinitionKinds.Prepend("settings")) foreach (var version in await definitions.InForce(kind)) Bring(known, kind, version.Key, JsonNode.Parse(version.Json)!.AsObject());
        foreach (var entry in await content.Catalogue()) known.Add($"{entry.Item.Kind}:{entry.Item.Key}");
        foreach (var file in await media.All()) known.Add("media:" + file.Key);
        return known;
    }

    static void Bring(HashSet<string> known, string kind, string key, JsonObject fields)
    {
        known.Add($"{kind}:{key}");
        known.UnionWith(DocumentNames.Of(kind, key, fields));
    }

    static RecipePack Pack(Recipe recipe, string actor, DateTimeOffset now)
    {
        var texts = recipe.Documents.Where(document => document.Kind is "guide" or "template").Select(document => TextOf(document, now));
        var settings = recipe.Documents.FirstOrDefault(document => document.Kind == "settings");
        var others = recipe.Documents.Where(document => document.Kind is not ("guide" or "template" or "accounts"))
            .Select(document => new RecipeDefinition(document.Kind, document.Kind == "settings" ? "settings" : document.Key, TitleOf(document.Fields), Canonical(document.Fields)));
        var files = recipe.Media.Select(file => new Media(Guid.CreateVersion7(now), file.Key, file.Key, TypeOf(file.Key), file.Value.Length, [.. SHA256.HashData(file.Value)], null, null, LocalizedText.Empty, null, now, actor));
        return new(recipe.Name, [.. others], [.. texts], settings is null ? null : ProfileOf(settings.Fields), [.. files]);
    }

    // Before the transaction: a file without a row is litter, a row without its file is a picture that is missing.
    async Task Write(Recipe recipe, RecipePack pack)
    {
        Directory.CreateDirectory(folders.Media);
        foreach (var file in pack.Media)
            if (await media.Find(file.Key) is null) await File.WriteAllBytesAsync(MediaPath(file.Id), recipe.Media[file.Key]);
    }

    static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => "image/png", ".jpg" or ".jpeg" => "image/jpeg", ".gif" => "image/gif", ".webp" => "image/webp", ".svg" => "image/svg+xml", ".pdf" => "application/pdf", ".mp4" => "video/mp4",
        _ => "application/octet-stream",
    };

    static RecipeText TextOf(RecipeDocument document, DateTimeOffset now)
    {
        var (fields, body) = (document.Fields, Body.Compile(document.Body!));
        var item = new Item(Guid.CreateVersion7(now), document.Kind, document.Key, [.. Strings(fields["tags"])], fields["owner"]?.ToString(), Day(fields["review_by"]), fields["audience"]?.ToString(),
            Instant(fields["publish_from"]), Instant(fields["publish_until"]), now);
        var title = (document.Kind == "template" ? fields["subject"] : fields["title"])?.ToString() ?? document.Key;
        return new(item, document.Locale!, title, fields["slug"]?.ToString() ?? document.Key, document.Body!, Canonical(fields),
            new PublishedText(body.Prose, [.. body.Guides.Select(key => "guide:" + key), .. body.Media.Select(name => "media:" + name)]));
    }

    /// <summary>Takes over into the operator's profile what new settings say otherwise than those before. What somebody changed there since then stays.</summary>
    public static async Task TakeOver(SettingsBook settings, string? before, string after, string actor, DateTimeOffset now)
    {
        var (old, wanted, known) = (Of(before), Of(after), await settings.Find<OperatorProfile>(OperatorProfile.Key));
        var profile = known.Value with
        {
            Name = Otherwise(profile => profile.Name), LegalName = Otherwise(profile => profile.LegalName), Address = Otherwise(profile => profile.Address), Url = Otherwise(profile => profile.Url),
            Zone = Otherwise(profile => profile.Zone), Locale = Otherwise(profile => profile.Locale), Country = Otherwise(profile => profile.Country), Currency = Otherwise(profile => profile.Currency),
            FiscalYearStart = Otherwise(profile => profile.FiscalYearStart),
        };
        if (profile != known.Value) await settings.Save(OperatorProfile.Key, profile, known.Version, actor, now);

        static OperatorProfile Of(string? json)
        {
            if (json is null || JsonNode.Parse(json) is not JsonObject fields) return new OperatorProfile();
            fields["operator"] ??= new JsonObject();
            return ProfileOf(fields)!;
        }

        T Otherwise<T>(Func<OperatorProfile, T> field) => Equals(field(old), field(wanted)) ? field(known.Value) : field(wanted);
    }

    /// <summary>The operator as the settings of a recipe describe it.</summary>
    public static OperatorProfile? ProfileOf(JsonObject settings)
    {
        if (settings["operator"] is not JsonObject given) return null;
        var locale = Strings(settings["locales"]).FirstOrDefault() ?? "en";
        return new OperatorProfile
        {
            Name = In(given["name"], locale), LegalName = In(given["legal_name"], locale), Address = In(given["address"], locale), Url = given["url"]?.ToString(),
            Zone = settings["zone"]?.ToString() ?? "UTC", Locale = locale, Country = settings["country"]?.ToString(), Currency = settings["currency"]?.ToString() ?? "USD",
            FiscalYearStart = settings["fiscal_year_start"]?.ToString() is { Length: 5 } start ? int.Parse(start[..2], CultureInfo.InvariantCulture) : 1,
        };
    }

    static string In(JsonNode? text, string locale) => text is JsonObject map ? LocalizedJson.Read(map).In(locale) : "";

    static LocalizedText TitleOf(JsonObject fields) => fields["title"] is JsonObject map ? LocalizedJson.Read(map) : LocalizedText.Empty;

    static IEnumerable<string> Strings(JsonNode? list) => list is JsonArray array ? array.Select(item => item!.ToString()) : [];

    static DateOnly? Day(JsonNode? text) => text is null ? null : DateOnly.ParseExact(text.ToString(), "O", CultureInfo.InvariantCulture);

    static DateTimeOffset? Instant(JsonNode? text) => text is null ? null : DateTimeOffset.Parse(text.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    static string Canonical(JsonObject fields) => fields.ToJsonString(Plain);

    async Task<List<(string Kind, string Key, string? Locale, JsonObject Fields, string? Body)>> Everything()
    {
        var all = new List<(string, string, string?, JsonObject, string?)>();
        foreach (var kind in DefinitionKinds.Prepend("settings"))
            foreach (var version in await definitions.InForce(kind)) all.Add((kind, version.Key, null, JsonNode.Parse(version.Json)!.AsObject(), null));
        foreach (var entry in (await content.Catalogue()).Where(entry => entry.Item.Kind is "guide" or "template"))
            foreach (var variant in entry.Variants)
                all.Add((entry.Item.Kind, entry.Item.Key, variant.Locale, JsonNode.Parse(variant.Front)!.AsObject(), (await content.Version(entry.Item.Id, variant.Locale, variant.Number))!.Body));
        return all;
    }
}
