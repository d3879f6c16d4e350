using System.Text.RegularExpressions;

namespace CsEngage.Core.Tests.Signals;

/// <summary>Nothing emits a kind that is not in the table, and the docs page is made from the table; so what is emitted is documented.</summary>
public sealed partial class EmittedKindsTests
{
    [Fact]
    public void Every_kind_that_is_emitted_anywhere_is_in_the_table()
    {
        var unknown = Emitted().Where(emitted => SignalKinds.Find(emitted.Kind) is null).Select(emitted => $"{emitted.Kind} in {emitted.File}").ToList();
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void The_search_for_them_finds_those_that_everybody_knows()
    {
        var kinds = Emitted().Select(emitted => emitted.Kind).ToHashSet(StringComparer.Ordinal);
        new[] { "guide.read", "guide.completed", "portal.visited", "contact.signed-in", "search.failed", "touch.clicked", "touch.sent", "touch.skipped", "consent.withdrawn", "play.opened", "checkpoint.reached", "segment.entered" }
            .Where(kind => !kinds.Contains(kind)).ShouldBeEmpty();
    }

    // Words of the form of a kind within the files that make signals, without those that only read them: rules, words, recipes.
    static IEnumerable<(string Kind, string File)> Emitted()
    {
        var source = Path.Combine(Root(), "src");
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            if (!Makes().IsMatch(text)) continue;
            foreach (Match literal in Literal().Matches(text))
                if (Nouns.Contains(literal.Groups["noun"].Value)) yield return (literal.Groups["kind"].Value, Path.GetRelativePath(source, file));
        }
    }

    static readonly HashSet<string> Nouns = SignalKinds.All.Select(kind => kind.Kind.Split('.')[0]).ToHashSet(StringComparer.Ordinal);

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"(Derived|Touch)Signal\.\w+\(|new Signal\(|Effect\.Append\(", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Makes();

    [GeneratedRegex(@"""(?<kind>(?<noun>[a-z]+)\.[a-z]+(-[a-z]+)*)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Literal();
}
