using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Engine.Recipes;

namespace CsEngage.Engine.Tests.Recipes;

public sealed partial class ShippedTextsTests
{
    static readonly Recipe Programme = Recipe.Read(RecipeFiles.Folder(Shipped.Folder("recipes"), "saas-onboarding"));

    [Fact]
    public void Every_body_becomes_html_without_stray_stars()
    {
        foreach (var document in Programme.Documents.Where(document => document.Body is not null))
            Code().Replace(SafeMarkdown.Render(document.Body!).Html, "").ShouldNotContain("**", customMessage: document.File);
    }

    [Fact]
    public void Every_guide_that_a_text_points_to_exists()
    {
        var guides = Programme.Documents.Where(document => document.Kind == "guide").Select(document => document.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var document in Programme.Documents.Where(document => document.Body is not null))
            SafeMarkdown.Render(document.Body!).Guides.Except(guides).ShouldBeEmpty(document.File);
    }

    [Fact]
    public void Every_guide_and_template_is_there_in_English_and_Japanese()
    {
        foreach (var variants in Programme.Documents.Where(document => document.Body is not null).GroupBy(document => (document.Kind, document.Key)))
            variants.Select(document => document.Locale).ShouldBe(["en", "ja"], ignoreOrder: true, $"{variants.Key}");
    }

    [Fact]
    public void Every_rule_and_figure_is_read_by_the_language()
    {
        var read = 0;
        foreach (var document in Programme.Documents)
            foreach (var (name, text) in Texts(document.Fields))
            {
                // Pages, blueprints and guides ask about their reader; segments say themselves whom they are of.
                var scope = document.Kind is "guide" or "page" or "blueprint" || document.Fields["of"]?.ToString() == "contact" ? RuleScope.Contact : RuleScope.Account;
                if (name == "figure") Should.NotThrow(() => Figure.Parse(text, scope), $"{document.File}: {text}");
                else Should.NotThrow(() => Rule.Parse(text, scope), $"{document.File}: {text}");
                read++;
            }
        read.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void The_journey_is_read_and_what_is_written_of_it_fits_the_schema()
    {
        foreach (var document in Programme.Documents.Where(document => document.Kind == "journey"))
        {
            var reading = Journey.Read(JsonSerializer.SerializeToElement(document.Fields));
            reading.Problems.ShouldBeEmpty();
            JsonSchema.Of("journey").Check(JsonNode.Parse(reading.Journey!.ToJson())).ShouldBeEmpty();
        }
    }

    static readonly string[] RuleNames = ["when", "rule", "entry", "evidence", "audience", "opens", "closes", "figure"];

    static IEnumerable<(string Name, string Text)> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Value is JsonValue value && RuleNames.Contains(pair.Key) ? [(pair.Key, value.ToString())] : Texts(pair.Value)),
        JsonArray list => list.SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex("<pre.*?</pre>|<code>.*?</code>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
