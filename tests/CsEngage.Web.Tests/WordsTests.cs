using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CsEngage.Web.Tests;

/// <summary>Everything that people read is said in Japanese too.</summary>
public sealed partial class WordsTests
{
    static readonly string Root = FindRoot();
    static readonly string Web = Path.Combine(Root, "src", "CsEngage.Web");

    [Fact]
    public void Every_sentence_that_is_used_is_in_Japanese()
    {
        var known = Known();
        var missing = Used().Where(use => !known.ContainsKey(use.Key)).Select(use => $"{use.Key}   ({use.File})").Order().ToList();
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void No_sentence_is_kept_that_nobody_uses()
    {
        var used = Used().Select(use => use.Key).ToHashSet(StringComparer.Ordinal);
        Known().Keys.Where(key => !used.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void Both_languages_have_the_same_places_for_values()
    {
        foreach (var (key, japanese) in Known())
            Place().Matches(japanese).Select(match => match.Value).Order().ShouldBe(Place().Matches(key).Select(match => match.Value).Order(), key);
    }

    static Dictionary<string, string> Known() => XDocument.Load(Path.Combine(Web, "Words.ja.resx")).Descendants("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    static IEnumerable<(string Key, string File)> Used()
    {
        foreach (var file in Directory.EnumerateFiles(Web, "*.cs*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            foreach (var key in InCode().Matches(text).Concat(InValidation().Matches(text)).Select(match => match.Groups["key"].Value)) yield return (Regex.Unescape(key), Path.GetRelativePath(Root, file));
        }

        foreach (var file in Apart.SelectMany(room => Directory.EnumerateFiles(Path.Combine(Root, "src", room), "*.cs", SearchOption.AllDirectories)))
            foreach (Match match in InMail().Matches(File.ReadAllText(file)))
                yield return (Regex.Unescape(match.Groups["key"].Value), Path.GetRelativePath(Root, file));

        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src", "CsEngage.Liquid"), "*.cs", SearchOption.AllDirectories))
            foreach (Match match in InLiquid().Matches(File.ReadAllText(file)))
                yield return (match.Groups["key"].Value, Path.GetRelativePath(Root, file));

        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "themes"), "*.liquid", SearchOption.AllDirectories))
            foreach (Match match in InTheme().Matches(File.ReadAllText(file)))
                yield return (match.Groups["key"].Value.Replace('[', '{').Replace(']', '}'), Path.GetRelativePath(Root, file));
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CsEngage.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"(\bT\[|\bwords\[|Words>>\(\)\[|\bWords\.Key\(|\bSays\[)""(?<key>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex InCode();

    [GeneratedRegex(@"ErrorMessage = ""(?<key>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex InValidation();

    // These rooms hand their sentences over with their values apart.
    static readonly string[] Apart = ["CsEngage.Mail", "CsEngage.Engine", "CsEngage.Liquid"];

    [GeneratedRegex(@"\b(Liquid)?Sentence\.Of\(""(?<key>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex InMail();

    // What the template language expected at a place, as a phrase within its sentences.
    [GeneratedRegex(@"\b(Word|Text|Unexpected|Expect)\((string what = |LexKind\.\w+, )?""(?<key>[a-z][a-z ]+)""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex InLiquid();

    [GeneratedRegex("""("(?<key>[^"]*)"|'(?<key>[^']*)')\s*\|\s*t\b""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex InTheme();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Place();
}
