using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;

namespace CsEngage.Engine.Recipes;

/// <summary>What schemas cannot see: rules that do not parse, texts that do not compile, and things that point to nothing.</summary>
public sealed partial class RecipeCheck(Recipe recipe, IReadOnlySet<string>? known = null, ThemeFacts? themes = null)
{
    readonly List<RecipeProblem> problems = [];
    readonly HashSet<string> there = [.. recipe.Documents.Select(document => $"{document.Kind}:{document.Key}"), .. recipe.Media.Keys.Select(name => "media:" + name), .. known ?? ImmutableHashSet<string>.Empty];

    // Kinds of signals are not among them: one that never came may still come.
    readonly RuleWords words = DocumentNames.Of(recipe, known);

    /// <summary>Everything that is wrong.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="known">What is there already, as kind:key: in the database, and in recipes that this one builds on.</param>
    /// <param name="themes">The themes that blueprints may name; null when that is not known.</param>
    public static ImmutableArray<RecipeProblem> Of(Recipe recipe, IReadOnlySet<string>? known = null, ThemeFacts? themes = null) => new RecipeCheck(recipe, known, themes).Run();

    ImmutableArray<RecipeProblem> Run()
    {
        foreach (var document in recipe.Documents)
        {
            Rules(document);
            switch (document.Kind)
            {
                case "guide": Guide(document); break;
                case "template": Template(document); break;
                case "journey": Journey(document); break;
                case "blueprint": Blueprint(document); break;
                case "page": Blocks(document, document.Fields, ""); break;
                case "announcement": Texts(document, document.Fields, ""); break;
                case "play": Each(document, document.Fields, "", "guides", "guide"); One(document, document.Fields, "", "template", "template"); break;
                case "settings": Settings(document); break;
                case "survey": One(document, document.Fields, "", "topic", "topic"); break;
            }
        }
        problems.AddRange(Slugs());
        return [.. problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)];
    }

    void Rules(RecipeDocument document)
    {
        var scope = ScopeOf(document);
        var schema = JsonSchema.Of(document.Kind);
        foreach (var (pointer, text) in schema.Marked(document.Fields, "rule")) Try(document, pointer, () => Rule.Parse(text, scope).Phrase);
        foreach (var (pointer, text) in schema.Marked(document.Fields, "figure")) Try(document, pointer, () => Figure.Parse(text, scope).Phrase);
    }

    static RuleScope ScopeOf(RecipeDocument document) => document.Kind switch
    {
        "guide" or "page" or "blueprint" or "announcement" => RuleScope.Contact,
        "segment" => document.Fields["of"]?.ToString() == "contact" ? RuleScope.Contact : RuleScope.Account,
        "journey" => document.Fields["participant"]?.ToString() == "contact" ? RuleScope.Contact : RuleScope.Account,
        "scorecard" => document.Fields["scope"]?.ToString() == "membership" ? RuleScope.Contact : RuleScope.Account,
        _ => RuleScope.Account,
    };

    void Try(RecipeDocument document, string pointer, Func<Phrase> parse)
    {
        try { problems.AddRange(RuleNames.Unknown(parse(), words).Select(name => document.Problem(pointer, name.Said))); }
        catch (RuleException fault) { problems.Add(document.Problem(pointer, fault.Said)); }
    }

    void Guide(RecipeDocument document)
    {
        Each(document, document.Fields, "", "related", "guide");
        One(document, document.Fields, "", "next", "guide");
        Locks(document);
        Short(document, "/title", TextReaders.OfGuide);
        if (Compiled(document, () => Body.Compile(document.Body!)) is not { } body) return;
        Links(document, body.Guides, body.Media);
        Values(document, TextReaders.OfGuide);
    }

    void Locks(RecipeDocument document)
    {
        var locks = document.Fields["locks"] as JsonArray ?? [];
        for (var i = 0; i < locks.Count; i++)
        {
            var (journey, checkpoint) = (locks[i]?["journey"]?.ToString() ?? "", locks[i]?["checkpoint"]?.ToString() ?? "");
            Known(document, $"/locks/{i}/journey", "journey", journey);
            // Of a journey that stands elsewhere the checkpoints are not at hand.
            if (recipe.Documents.FirstOrDefault(other => other.Kind == "journey" && other.Key == journey) is { } written
                && (written.Fields["stages"] as JsonArray ?? []).SelectMany(stage => stage?["checkpoints"] as JsonArray ?? []).All(one => one?["key"]?.ToString() != checkpoint))
                problems.Add(document.Problem($"/locks/{i}/checkpoint", Sentence.Of("The journey \"{0}\" has no checkpoint \"{1}\".", journey, checkpoint)));
        }
    }

    void Template(RecipeDocument document)
    {
        One(document, document.Fields, "", "topic", "topic");
        foreach (var line in (string[])["/subject", "/preheader"]) Short(document, line, TextReaders.OfMail);
        if (Compiled(document, () => Body.Compile(document.Body!)) is not { } body) return;
        Links(document, body.Guides, body.Media);
        Values(document, TextReaders.OfMail);
    }

    /// <summary>The authored parts of a template document.</summary>
    public static TemplateText TextOf(RecipeDocument document) => TextOf(document.Key, document.Locale!, document.Fields, document.Body!);

    public static TemplateText TextOf(string key, string locale, JsonObject front, string body) => new(
        key, locale, front["subject"]?.ToString() ?? "", front["preheader"]?.ToString() ?? "", front["layout"]?.ToString() ?? "standard",
        front["transactional"]?.GetValueKind() == System.Text.Json.JsonValueKind.True ? null : front["topic"]?.ToString(), body);

    T? Compiled<T>(RecipeDocument document, Func<T> compile) where T : class
    {
        try { return compile(); }
        catch (ContentException fault)
        {
            problems.Add(new(document.File, fault.Line > 0 ? document.BodyLine + fault.Line - 1 : document.BodyLine, fault.Said));
            return null;
        }
    }

    void Links(RecipeDocument document, IEnumerable<string> guides, IEnumerable<string> media)
    {
        foreach (var key in guides.Where(key => !there.Contains("guide:" + key))) problems.Add(new(document.File, LineOf(document, "guide:" + key), Missing("guide", key)));
        foreach (var name in media.Where(name => !there.Contains("media:" + name))) problems.Add(new(document.File, LineOf(document, "media:" + name), Sentence.Of("There is no file \"{0}\" in media/.", name)));
    }

    void Values(RecipeDocument document, TextReaders readers) =>
        problems.AddRange(Values(document.Body!, readers).Select(fault => new RecipeProblem(document.File, document.BodyLine + fault.Use.Line - 1, Told(fault))));

    static IEnumerable<ValueFault> Values(string source, TextReaders readers) =>
        TextValues.Faults(LiquidTemplate.Read(CodeMask.Of(source.ReplaceLineEndings("\n")), EngageLiquid.Language, out _), readers).Where(fault => !fault.IsWarning);

    // A text on one line, in a field of its own.
    void Short(RecipeDocument document, string pointer, TextReaders readers)
    {
        var facts = LiquidTemplate.Read(document.Fields[pointer[1..]]?.ToString() ?? "", EngageLiquid.Language, out var errors);
        problems.AddRange(errors.Select(error => document.Problem(pointer, ContentException.Say(error))));
        if (errors.IsEmpty) problems.AddRange(TextValues.Faults(facts, readers).Where(fault => !fault.IsWarning).Select(fault => document.Problem(pointer, Told(fault))));
    }

    static Sentence Told(ValueFault fault) => fault is { IsBlank: false, Meant: { } meant } ? Sentence.Of("{0} Did you mean {1}?", fault.Said, $"“{meant}”") : fault.Said;

    static int LineOf(RecipeDocument document, string text)
    {
        var at = document.Body!.IndexOf(text, StringComparison.Ordinal);
        return at < 0 ? document.BodyLine : document.BodyLine + document.Body.AsSpan(0, at).Count('\n');
    }

    void Journey(RecipeDocument document)
    {
        One(document, document.Fields, "", "topic", "topic");
        var stages = document.Fields["stages"] as JsonArray ?? [];
        for (var s = 0; s < stages.Count; s++)
        {
            var checkpoints = stages[s]?["checkpoints"] as JsonArray ?? [];
            for (var c = 0; c < checkpoints.Count; c++)
            {
                var (checkpoint, pointer) = (checkpoints[c] as JsonObject ?? [], $"/stages/{s}/checkpoints/{c}");
                Each(document, checkpoint, pointer, "guides", "guide");
                foreach (var (trigger, steps) in checkpoint["on"] as JsonObject ?? []) Steps(document, steps as JsonArray ?? [], $"{pointer}/on/{trigger}");
            }
        }
    }

    void Steps(RecipeDocument document, JsonArray steps, string pointer)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, here) = (steps[i] as JsonObject ?? [], $"{pointer}/{i}");
            One(document, step, here, "send", "template");
            One(document, step, here, "ask", "survey");
            One(document, step, here, "play", "play");
            One(document, step, here, "start", "journey");
            var arms = step["split"] as JsonArray ?? [];
            for (var arm = 0; arm < arms.Count; arm++) Steps(document, arms[arm]?["steps"] as JsonArray ?? [], $"{here}/split/{arm}/steps");
        }
    }

    void Settings(RecipeDocument document)
    {
        foreach (var (list, fields) in new[] { ("portals", new[] { "blueprint" }), ("scorecards", ["primary"]) })
        {
            var choices = document.Fields[list] as JsonArray ?? [];
            for (var i = 0; i < choices.Count; i++)
            {
                var choice = choices[i] as JsonObject ?? [];
                foreach (var field in fields) One(document, choice, $"/{list}/{i}", field, field == "blueprint" ? "blueprint" : "scorecard");
                Each(document, choice, $"/{list}/{i}", "cards", "scorecard");
            }
        }
    }

    void Look(RecipeDocument document)
    {
        if (document.Fields["theme"] is not JsonObject look) return;
        if (look["logo"]?.ToString() is { } logo && !there.Contains("media:" + logo)) problems.Add(document.Problem("/theme/logo", Sentence.Of("There is no file \"{0}\" in media/.", logo)));
        var (name, tokens) = (look["name"]?.ToString() ?? "", look["tokens"] as JsonObject ?? []);
        foreach (var (token, _) in tokens.Where(token => token.Key != "accent"))
            problems.Add(document.Problem($"/theme/tokens/{token}", Sentence.Of("A blueprint sets the accent only; \"{0}\" is the theme's. Take it out, or make a theme of your own.", token)));
        var accent = tokens["accent"]?.ToString();
        if (accent is not null && !Colour().IsMatch(accent)) problems.Add(document.Problem("/theme/tokens/accent", Sentence.Of("\"{0}\" is no colour. Write one such as #1d4d3f.", accent)));
        if (themes is null) return;
        if (!themes.Names().Contains(name, StringComparer.Ordinal)) problems.Add(document.Problem("/theme/name", Sentence.Of("There is no theme \"{0}\". There are: {1}.", name, string.Join(", ", themes.Names()))));
        else if (accent is not null && Colour().IsMatch(accent) && themes.Poor(name, accent.ToLowerInvariant()) is { } poor)
            problems.Add(document.Problem("/theme/tokens/accent", Sentence.Of("The accent {0} has a contrast of {1} on the theme's {2}; text needs 4.5. Choose a darker one.", accent, poor.Contrast.ToString("0.0", CultureInfo.InvariantCulture), poor.Ground)));
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();

    void Blueprint(RecipeDocument document)
    {
        Look(document);
        Each(document, document.Fields, "", "guides", "guide");
        Each(document, document.Fields, "", "journeys", "journey");
        var pages = document.Fields["pages"] as JsonArray ?? [];
        HashSet<string> held = ["home", .. pages.Select(page => page is JsonObject own ? own["key"]?.ToString() : page?.ToString()).OfType<string>()];
        Navigation(document, document.Fields, "/navigation", held);
        for (var i = 0; i < pages.Count; i++)
        {
            if (pages[i] is JsonObject page) Blocks(document, page, $"/pages/{i}", held);
            else if (pages[i] is { } key) Known(document, $"/pages/{i}", "page", key.ToString());
        }
    }

    /// <param name="pages">The pages to which its buttons may lead; null where that is known only by the blueprints that hold it.</param>
    void Blocks(RecipeDocument document, JsonObject page, string pointer, HashSet<string>? pages = null)
    {
        var blocks = page["blocks"] as JsonArray ?? [];
        for (var i = 0; i < blocks.Count; i++)
        {
            var (block, here) = (blocks[i] as JsonObject ?? [], $"{pointer}/blocks/{i}");
            Each(document, block, here, "guides", "guide");
            One(document, block, here, "journey", "journey");
            One(document, block, here, "survey", "survey");
            Leads(document, block["url"]?.ToString(), $"{here}/url", pages);
            if (block["kind"]?.ToString() is { } kind && Later.Contains(kind)) problems.Add(document.Problem($"{here}/kind", Sentence.Of("The block \"{0}\" is not available in this version: it would stay empty. Remove it.", kind)));
            Texts(document, block, here);
        }
    }

    // Rooms that are not built yet. A block that its readers never see is a fault of its page, and said before they look for it.
    static readonly string[] Later = ["survey", "community-feed", "success-plan"];

    void Leads(RecipeDocument document, string? to, string pointer, HashSet<string>? pages)
    {
        if (to?.StartsWith("guide:", StringComparison.Ordinal) == true) Known(document, pointer, "guide", to["guide:".Length..]);
        if (pages is not null && to?.StartsWith("page:", StringComparison.Ordinal) == true && to["page:".Length..] is var page && !pages.Contains(page))
            problems.Add(document.Problem(pointer, Sentence.Of("This blueprint has no page \"{0}\". Add it to its pages, or lead elsewhere.", page)));
    }

    void Navigation(RecipeDocument document, JsonObject parent, string pointer, HashSet<string> pages)
    {
        var entries = parent[pointer[(pointer.LastIndexOf('/') + 1)..]] as JsonArray ?? [];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i] as JsonObject ?? [];
            if (entry["to"]?.ToString() == "community") problems.Add(document.Problem($"{pointer}/{i}/to", Sentence.Of("The community is not available in this version. Remove the entry.")));
            Leads(document, entry["to"]?.ToString(), $"{pointer}/{i}/to", pages);
            Navigation(document, entry, $"{pointer}/{i}/children", pages);
        }
    }

    void Texts(RecipeDocument document, JsonObject fields, string pointer)
    {
        foreach (var (locale, text) in fields["body"] as JsonObject ?? [])
        {
            var (source, here) = (text?.ToString() ?? "", $"{pointer}/body/{locale}");
            try
            {
                foreach (var key in Body.Compile(source).Guides) Known(document, here, "guide", key);
                problems.AddRange(Values(source, TextReaders.OfGuide).Select(fault => document.Problem(here, Told(fault))));
            }
            catch (ContentException fault) { problems.Add(document.Problem(here, fault.Said)); }
        }
    }

    void One(RecipeDocument document, JsonObject fields, string pointer, string field, string kind)
    {
        if (fields[field] is { } key) Known(document, $"{pointer}/{field}", kind, key.ToString());
    }

    void Each(RecipeDocument document, JsonObject fields, string pointer, string field, string kind)
    {
        var list = fields[field] as JsonArray ?? [];
        for (var i = 0; i < list.Count; i++) Known(document, $"{pointer}/{field}/{i}", kind, list[i]?.ToString() ?? "");
    }

    void Known(RecipeDocument document, string pointer, string kind, string key)
    {
        if (!there.Contains($"{kind}:{key}")) problems.Add(document.Problem(pointer, Missing(kind, key)));
    }

    Sentence Missing(string kind, string key)
    {
        var said = References.Missing(kind, key);
        var near = Nearest.Of(key, there.Where(known => known.StartsWith(kind + ":", StringComparison.Ordinal)).Select(known => known[(kind.Length + 1)..]));
        return near is null ? said : Sentence.Of("{0} Did you mean {1}?", said, $"“{near}”");
    }

    IEnumerable<RecipeProblem> Slugs() =>
        recipe.Documents.Where(document => document.Kind == "guide").GroupBy(document => (document.Locale, Slug: document.Fields["slug"]?.ToString()))
            .Where(group => group.Count() > 1).Select(group => group.Last().Problem("/slug", Sentence.Of("The slug \"{0}\" is also that of {1}.", group.Key.Slug ?? "", group.First().File)));
}
