using System.Text.RegularExpressions;
using CsEngage.Core.Tests.House;

namespace CsEngage.Core.Tests.Rules;

/// <summary>The page for authors shows only what can be read.</summary>
public sealed partial class RulePageTests
{
    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (Match example in Fences().Matches(File.ReadAllText(Repository.Path("docs", "rules.md"))))
            data.Add(example.Groups["kind"].Value.Trim(), example.Groups["text"].Value.Trim());
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_on_the_page_is_read_and_written_canonically(string kind, string text)
    {
        if (kind == "figure") Figure.Parse(text, RuleScope.Account).ToString().ShouldBe(text);
        else Rule.Parse(text, kind == "rule contact" ? RuleScope.Contact : RuleScope.Account).ToString().ShouldBe(Canonical(text));
    }

    // The page shows the ways that people like to write.
    static string Canonical(string text) => text.Replace("touch model is", "account.touch-model =").Replace("80%", "0.8");

    [Fact]
    public void The_page_has_examples() => Examples().Count.ShouldBeGreaterThan(20);

    [GeneratedRegex("^```(?<kind>rule|rule contact|figure)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences();
}
