using System.Text.Json;
using CsEngage.Tests.Golden;

namespace CsEngage.Liquid.Tests;

/// <summary>The examples of docs/liquid.md are rendered as they stand there.</summary>
public sealed class GuideTests
{
    static readonly string s_guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "liquid.md")).ReplaceLineEndings("\n");

    static readonly LiquidMap s_model = Model();

    static readonly LiquidOptions s_options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal) { ["card"] = "[{{ card.title }}{{ note }}]" }));

    static LiquidMap Model()
    {
        using var document = JsonDocument.Parse(Fences().First(fence => fence.Language == "json").Body);
        return GoldenSuite.Value(document.RootElement).AsMap!;
    }

    static IEnumerable<(string Language, string Body)> Fences()
    {
        var lines = s_guide.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            var end = Array.IndexOf(lines, "```", i + 1);
            yield return (lines[i][3..], string.Join('\n', lines[(i + 1)..end]));
            i = end;
        }
    }

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        var fences = Fences().ToArray();
        for (var i = 0; i < fences.Length; i++)
        {
            if (fences[i].Language != "liquid") continue;
            if (i + 1 < fences.Length && fences[i + 1].Language == "output")
            {
                examples.Add(fences[i].Body, fences[i + 1].Body);
                continue;
            }
            foreach (var line in fences[i].Body.Split('\n'))
            {
                var parts = line.Split("  →  ");
                examples.Add(parts[0], parts[1]);
            }
        }
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_writes_what_the_guide_says(string template, string output) =>
        LiquidTemplate.Parse(template, s_options).Render(s_model).TrimEnd('\n').ShouldBe(output);

    [Fact]
    public void Every_filter_and_tag_has_an_example()
    {
        var facts = Examples().Select(example => LiquidTemplate.Parse((string)example[0], s_options).Facts).ToArray();

        LiquidOptions.Standard.FilterNames.Except(facts.SelectMany(fact => fact.Filters)).ShouldBeEmpty();
        LiquidOptions.Standard.TagNames.Except(facts.SelectMany(fact => fact.Tags)).ShouldBeEmpty();
    }
}
