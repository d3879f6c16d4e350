using System.Text.RegularExpressions;

namespace CsEngage.Core.Tests.House;

/// <summary>What is promised of the papers in this repository.</summary>
public sealed partial class PapersTests
{
    static readonly string[] Parts = ["Context", "Options", "Decision", "Consequences"];

    static IEnumerable<string> Decisions => Directory.EnumerateFiles(Repository.Path("docs", "decisions"), "*.md").Order(StringComparer.Ordinal);

    [Fact]
    public void The_README_has_at_most_eighty_lines() => File.ReadLines(Repository.Path("README.md")).Count().ShouldBeLessThanOrEqualTo(80);

    [Fact]
    public void Decisions_are_numbered_without_a_gap() =>
        Decisions.Select(file => Path.GetFileName(file)[..4]).ShouldBe(Enumerable.Range(1, Decisions.Count()).Select(number => $"{number:0000}"));

    [Fact]
    public void A_decision_says_what_it_chose_between_and_what_follows()
    {
        foreach (var file in Decisions)
            Heading().Matches(File.ReadAllText(file)).Select(heading => heading.Groups["part"].Value).Where(Parts.Contains).ShouldBe(Parts, Path.GetFileName(file));
    }

    [Fact]
    public void What_a_paper_points_to_is_there()
    {
        var papers = Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories));
        var astray =
            from paper in papers
            from Match link in Link().Matches(Code().Replace(File.ReadAllText(paper), ""))
            let target = link.Groups["target"].Value.Split('#')[0]
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(paper)!, target))
            select $"{Path.GetRelativePath(Repository.Root, paper)}: {target}";
        astray.ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\*\*(?<part>\w+)\.\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`", RegexOptions.Singleline, 1000)]
    private static partial Regex Code();

    // Neither an address elsewhere, nor one of the running program, nor a place in the same paper.
    [GeneratedRegex(@"\]\((?![a-z]+:|#|/)(?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
