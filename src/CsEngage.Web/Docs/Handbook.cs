using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using CsEngage.Engine.Content;

namespace CsEngage.Web.Docs;

/// <summary>A heading of a page of the handbook.</summary>
public sealed record Chapter(string Id, string Title);

/// <summary>A page of the handbook, ready to be shown.</summary>
public sealed record HandbookPage(string Title, string Html, ImmutableArray<Chapter> Chapters);

/// <summary>The pages of <c>docs/</c> that people of an installation need, which travel with the program.</summary>
public static partial class Handbook
{
    /// <summary>Names and titles, in the order of the list. What is only for those who work on the program is not among them.</summary>
    public static readonly ImmutableArray<(string Name, string Title)> Pages =
    [
        ("liquid", "Liquid"), ("rules", "Rules and figures"), ("journeys", "Journeys"), ("health", "Health"), ("signals", "Kinds of signals"), ("mail", "Mail"), ("themes", "Themes"), ("operations", "Operations"),
    ];

    static readonly FrozenDictionary<string, Lazy<HandbookPage>> Read = Pages.ToFrozenDictionary(page => page.Name, page => new Lazy<HandbookPage>(() => Make(page.Name)), StringComparer.Ordinal);

    /// <summary>Null when there is no such page.</summary>
    public static HandbookPage? Find(string name) => Read.GetValueOrDefault(name)?.Value;

    static HandbookPage Make(string name)
    {
        using var stream = typeof(Handbook).Assembly.GetManifestResourceStream($"docs/{name}.md") ?? throw new InvalidOperationException($"docs/{name}.md does not travel with the program.");
        using var reader = new StreamReader(stream);
        var source = reader.ReadToEnd().ReplaceLineEndings("\n");
        // How the engine differs and is built is for those who work on it.
        if (source.IndexOf("\n## Differences\n", StringComparison.Ordinal) is var end and > 0) source = source[..end];
        var (title, body) = (source[2..source.IndexOf('\n', StringComparison.Ordinal)], source[source.IndexOf('\n', StringComparison.Ordinal)..]);
        var html = SafeMarkdown.Literal(Link().Replace(body, Lead), "en").Html;
        return new(title, html, [.. Heading().Matches(html).Select(heading => new Chapter(heading.Groups["id"].Value, WebUtility.HtmlDecode(Tag().Replace(heading.Groups["title"].Value, ""))))]);
    }

    // Other pages of the handbook are linked; what stands only in the source tree keeps its words.
    static string Lead(Match link) => Pages.Any(page => page.Name == link.Groups["page"].Value) ? $"[{link.Groups["words"].Value}](/docs/{link.Groups["page"].Value})" : link.Groups["words"].Value;

    [GeneratedRegex(@"\[(?<words>[^\]\[]+)\]\((?!https?:|guide:|media:)(?<page>[^)\s]*?)(\.md)?\)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Link();

    [GeneratedRegex("<h[23] id=\"(?<id>[^\"]+)\"[^>]*>(?<title>.*?)</h[23]>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 2000)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]+>", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Tag();
}
