using System.Text.Json.Nodes;
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

    // The resource file takes them for one and drops the other.
    [Fact]
    public void No_two_sentences_differ_only_in_the_case_of_letters() =>
        Known().Keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => string.Join(" / ", same)).ShouldBeEmpty();

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

        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "docs", "schema"), "*.json"))
            foreach (var key in InSchema(JsonNode.Parse(File.ReadAllText(file))!, isNamed: false)) yield return (key, Path.GetRelativePath(Root, file));

        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "themes"), "*.liquid", SearchOption.AllDirectories))
            foreach (Match match in InTheme().Matches(File.ReadAllText(file)))
                yield return (match.Groups["key"].Value.Replace('[', '{').Replace(']', '}'), Path.GetRelativePath(Root, file));
    }

    // What a schema says to authors itself: what a text that has not the expected form should look like, and what one of its parts is called.
    static IEnumerable<string> InSchema(JsonNode node, bool isNamed)
    {
        if (node is JsonObject map)
        {
            if (map["pattern"] is JsonValue && map["description"] is { } form) yield return form.GetValue<string>();
            if (isNamed && map["title"] is JsonValue name) yield return name.GetValue<string>();
            foreach (var (key, child) in map)
                if (child is JsonObject parts && key == "$defs")
                    foreach (var (_, part) in parts) foreach (var said in InSchema(part!, isNamed: true)) yield return said;
                else if (child is not null)
                    foreach (var said in InSchema(child, isNamed: false)) yield return said;
        }
        if (node is JsonArray list)
            foreach (var child in list.OfType<JsonNode>()) foreach (var said in InSchema(child, isNamed: false)) yield return said;
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
    static readonly string[] Apart = ["CsEngage.Core", "CsEngage.Engine", "CsEngage.Liquid", "CsEngage.Mail"];

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
