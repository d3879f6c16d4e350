using System.Text.Json;
using System.Text.RegularExpressions;
using CsEngage.Tests.Golden;

namespace CsEngage.Liquid.Tests;

/// <summary>The examples of docs/liquid.md are rendered as they stand there.</summary>
public sealed partial class GuideTests
{
    static readonly string s_guide = Read("liquid.md");

    static readonly LiquidMap s_model = Model();

    static readonly LiquidOptions s_options = LiquidOptions.Standard.With(LiquidPartials.From(new Dictionary<string, string>(StringComparer.Ordinal) { ["card"] = "[{{ card.title }}{{ note }}]" }));

    static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)).ReplaceLineEndings("\n");

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

    [Fact]
    public void The_tag_of_ones_own_stands_there_as_it_is_tested() =>
        Fences().ShouldContain(fence => fence.Language == "csharp" && Read("RepeatTagTests.cs").EndsWith("\n\n" + fence.Body + "\n", StringComparison.Ordinal));

    [Fact]
    public void The_cases_of_a_file_that_it_shows_pass() =>
        GoldenSuite.Read(Fences().Last(fence => fence.Language == "json").Body).Select(test => test.Failure()).ShouldAllBe(failure => failure == null);

    [Fact]
    public void Line_for_line_the_Japanese_guide_has_the_same_examples_headings_and_names() =>
        Bones(Read("liquid.ja.md")).ShouldBe(Bones(s_guide[..(s_guide.IndexOf("\n## Differences\n", StringComparison.Ordinal) + 1)]));

    // What is the same in every language: lines of code whole, and of the others what they are (heading, row, item, text) and the code in them, however it is ordered.
    static List<string> Bones(string guide)
    {
        var inFence = false;
        return [.. guide.Split('\n').Where(line => line.Length > 0).Select(line =>
        {
            var isMark = line.StartsWith("```", StringComparison.Ordinal);
            if (isMark) inFence = !inFence;
            return inFence || isMark ? line : $"{Kind().Match(line).Value} {string.Join(' ', Code().Matches(line).Select(code => code.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}";
        })];
    }

    [GeneratedRegex(@"^(#+|\||-)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Kind();

    [GeneratedRegex("`[^`]+`|○|✓", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Code();
}
