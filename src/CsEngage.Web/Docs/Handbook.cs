using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using CsEngage.Engine.Content;
using CsEngage.Web.Host;

namespace CsEngage.Web.Docs;

/// <summary>A heading of a page of the handbook.</summary>
public sealed record Chapter(string Id, string Title);

/// <summary>A page of the handbook, ready to be shown, in the language in which it is written.</summary>
public sealed record HandbookPage(string Locale, string Title, string Html, ImmutableArray<Chapter> Chapters);

/// <summary>The pages of <c>docs/</c> that people of an installation need, which travel with the program.</summary>
public static partial class Handbook
{
    /// <summary>Names, titles and what stands in each, in the order of the list. What is only for those who work on the program is not among them.</summary>
    public static readonly ImmutableArray<(string Name, string Title, string Says)> Pages =
    [
        ("liquid", Words.Key("Liquid"), Words.Key("The language of guides, mails and themes: values, conditions, loops and filters.")),
        ("rules", Words.Key("Rules and figures"), Words.Key("The language that says who sees a guide, who enters a journey and what counts.")),
        ("journeys", Words.Key("Journeys"), Words.Key("Stages, checkpoints, what is sent when, and how people move on.")),
        ("health", Words.Key("Health"), Words.Key("How scorecards turn signals into a number, and how to read it.")),
        ("signals", Words.Key("Kinds of signals"), Words.Key("What CsEngage notes by itself, and what your systems may send.")),
        ("mail", Words.Key("How mail works"), Words.Key("Setting up a domain, what each status means, and what to do about spam.")),
        ("themes", Words.Key("Themes"), Words.Key("How portals look: colours, templates and pictures.")),
        ("operations", Words.Key("Operations"), Words.Key("Backup, upgrade, figures to watch, settings and verbs.")),
    ];

    // Every page is written in English, and some in other languages besides.
    const string First = "en";

    static readonly FrozenDictionary<(string Name, string Locale), Lazy<HandbookPage>> Read =
        (from page in Pages from language in Languages.All let file = File(page.Name, language.Locale)
         where language.Locale == First || typeof(Handbook).Assembly.GetManifestResourceInfo(file) is not null
         select ((page.Name, language.Locale), new Lazy<HandbookPage>(() => Make(file, language.Locale)))).ToFrozenDictionary(page => page.Item1, page => page.Item2);

    /// <summary>The page in that language, else in English; null when there is no such page.</summary>
    public static HandbookPage? Find(string name, string locale) => (Read.GetValueOrDefault((name, locale)) ?? Read.GetValueOrDefault((name, First)))?.Value;

    static string File(string name, string locale) => locale == First ? $"docs/{name}.md" : $"docs/{name}.{locale}.md";

    static HandbookPage Make(string file, string locale)
    {
        using var stream = typeof(Handbook).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} does not travel with the program.");
        using var reader = new StreamReader(stream);
        var source = reader.ReadToEnd().ReplaceLineEndings("\n");
        // How the engine differs and is built is for those who work on it.
        if (source.IndexOf("\n## Differences\n", StringComparison.Ordinal) is var end and > 0) source = source[..end];
        var (title, body) = (source[2..source.IndexOf('\n', StringComparison.Ordinal)], source[source.IndexOf('\n', StringComparison.Ordinal)..]);
        var html = SafeMarkdown.Literal(Link().Replace(body, Lead), locale).Html;
        return new(locale, title, html, [.. Heading().Matches(html).Select(heading => new Chapter(heading.Groups["id"].Value, WebUtility.HtmlDecode(Tag().Replace(heading.Groups["title"].Value, ""))))]);
    }

    // Other pages of the handbook are linked; what stands only in the source tree keeps its words.
    static string Lead(Match link) => link.Groups["page"].Value == "/docs/api" ? link.Value : Pages.Any(page => page.Name == link.Groups["page"].Value) ? $"[{link.Groups["words"].Value}](/docs/{link.Groups["page"].Value})" : link.Groups["words"].Value;

    [GeneratedRegex(@"\[(?<words>[^\]\[]+)\]\((?!https?:|guide:|media:)(?<page>[^)\s]*?)(\.md)?\)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Link();

    [GeneratedRegex("<h[23] id=\"(?<id>[^\"]+)\"[^>]*>(?<title>.*?)</h[23]>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 2000)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]+>", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Tag();
}
