using System.Collections.Immutable;
using System.Text;
using CsEngage.Core;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CsEngage.Engine.Content;

/// <summary>Walks the syntax tree once: checks and rewrites addresses, gives code its literal text back, names headings, counts words.</summary>
sealed class SafeTree(LiftedText lifted)
{
    readonly List<Heading> headings = [];
    readonly HashSet<string> ids = new(StringComparer.Ordinal);
    readonly StringBuilder prose = new();
    readonly Dictionary<LinkInline, string> textAddress = [];
    int line;

    public SortedSet<string> Guides { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Media { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> Links { get; } = new(StringComparer.Ordinal);
    public ImmutableArray<Heading> Headings => [.. headings];
    public ReadingTime Reading => ReadingTime.Of(prose.ToString());

    /// <summary>The text as people read it, without values: for search.</summary>
    public string Prose => prose.ToString();

    /// <summary>How many boxes its task lists have.</summary>
    public int Boxes { get; private set; }

    /// <summary>The address of a link as its text part shows it.</summary>
    public string AddressOf(LinkInline link) => textAddress.GetValueOrDefault(link, "");

    public void Clean(MarkdownObject element)
    {
        if (element is Block block) line = block.Line;
        switch (element)
        {
            case FencedCodeBlock fence: Fence(fence); break;
            case CodeBlock code: Literal(code); break;
            case HeadingBlock heading: Clean(heading.Inline!); Name(heading); prose.Append('\n'); break;
            case ParagraphBlock { Inline: { FirstChild: EmphasisInline { DelimiterCount: 2, FirstChild: LinkInline { IsImage: false, NextSibling: null } link, NextSibling: null } strong } only }:
                // A paragraph that is nothing but one strong link is drawn as a button.
                link.Remove();
                strong.ReplaceBy(link);
                link.GetAttributes().AddClass("button");
                Clean(only);
                prose.Append('\n');
                break;
            case LeafBlock { Inline: { } inline }: Clean(inline); prose.Append('\n'); break;
            case Table table: Align(table); foreach (var row in table) Clean(row); break;
            case ContainerBlock container: foreach (var child in container) Clean(child); break;
            case LinkInline link: Link(link); foreach (var child in link) Clean(child); break;
            case ContainerInline inlines: foreach (var child in inlines.ToList()) Clean(child); break;
            case CodeInline code: code.Content = lifted.Original(code.Content); prose.Append(code.Content); break;
            case AutolinkInline auto: Autolink(auto); break;
            case LiteralInline literal: Text(literal); break;
            case TaskList box: Label(box); break;
            case LineBreakInline: prose.Append('\n'); break;
        }
    }

    // A box is called what its line says. It cannot be ticked until the page's script keeps the ticks.
    void Label(TaskList box)
    {
        if (box.Parent?.ParentBlock?.Parent is not ListItemBlock item) return;
        var id = $"box-{++Boxes}";
        item.GetAttributes().Id = id;
        box.GetAttributes().AddProperty("aria-labelledby", id);
    }

    // By an attribute that mail programs know, too: a style in the page is against its policy.
    static void Align(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
            foreach (var (cell, column) in row.OfType<TableCell>().Zip(table.ColumnDefinitions))
                if (column.Alignment is { } side) cell.GetAttributes().AddProperty("align", side.ToString().ToLowerInvariant());
        foreach (var column in table.ColumnDefinitions) column.Alignment = null;
    }

    void Text(LiteralInline literal)
    {
        var text = lifted.Plain(literal.Content.ToString());
        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal))
            throw Fault(Sentence.Of("A \"{{\" or \"{%\" is not closed here. Close it, or put it into code with back-ticks."));
        prose.Append(text);
    }

    void Fence(FencedCodeBlock fence)
    {
        var info = lifted.Original(fence.Info ?? "");
        fence.Info = new string([.. info.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '#')]);
        var attributes = fence.TryGetAttributes();
        attributes?.Classes?.Clear();
        if (fence.Info.Length > 0) fence.GetAttributes().AddClass("language-" + fence.Info);
        if (fence.Info == "liquid") prose.Append(lifted.Plain(fence.Lines.ToString()));
        else Literal(fence);
    }

    void Literal(CodeBlock code)
    {
        var text = lifted.Original(code.Lines.ToString());
        code.Lines = new StringLineGroup(text);
        prose.Append(text).Append('\n');
    }

    void Name(HeadingBlock heading)
    {
        var title = string.Concat(heading.Inline!.Descendants<Inline>().Select(InlineText));
        var id = Slug(lifted.Plain(title));
        var unique = id;
        for (var n = 2; !ids.Add(unique); n++) unique = $"{id}-{n}";
        heading.GetAttributes().Id = unique;
        headings.Add(new(heading.Level, unique, lifted.PutBack(title, token => token.Kind is LiquidPart.Value or LiquidPart.Tag ? token.Source : "", PlainText.Inert)));
    }

    static string InlineText(Inline inline) => inline switch { LiteralInline literal => literal.Content.ToString(), CodeInline code => code.Content, _ => "" };

    static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var rune in title.Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) slug.Append(rune);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var text = slug.ToString().Trim('-');
        return text.Length == 0 ? "section" : text;
    }

    void Autolink(AutolinkInline auto)
    {
        if (auto.IsEmail) { if (lifted.In(auto.Url).Any()) throw Fault(Sentence.Of("Write a link with a label instead of <…> when its address holds Liquid.")); prose.Append(auto.Url); return; }
        if (Address.Read(auto.Url) is not (Address.Web or Address.Mail)) throw Fault(Sentence.Of("<{0}> is not a web or mail address.", lifted.Original(auto.Url)));
        if (lifted.In(auto.Url).Any(token => token.Kind != LiquidPart.Value)) throw Fault(Sentence.Of("Only values, not tags, may stand in an address."));
        Links.Add(lifted.Original(auto.Url));
        prose.Append(auto.Url);
    }

    void Link(LinkInline link)
    {
        if (link.Title is { } title && lifted.In(title).Any(token => token.Kind != LiquidPart.Value)) throw Fault(Sentence.Of("Only values, not tags, may stand in the title of a link."));
        // A reference's own label is written as text by the renderer only when it is a link; its parts were parsed as usual.
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        link.GetDynamicUrl = null;
        link.Url = lifted.In(url).Any() ? WithValues(url) : Fixed(link, url);
        textAddress[link] = link.Url;
        if (link.IsImage) link.GetAttributes().AddPropertyIfNotExist("loading", "lazy");
        else if (link.Url.StartsWith("http", StringComparison.OrdinalIgnoreCase)) link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer");
    }

    string Fixed(LinkInline link, string url)
    {
        switch (Address.Read(url))
        {
            case Address.Web web:
                if (!link.IsImage) Links.Add(web.Url);
                return web.Url;
            case Address.Within within: return within.Url;
            case Address.Mail mail when !link.IsImage: return mail.Url;
            case Address.GuideKey guide when !link.IsImage:
                Guides.Add(guide.Key);
                return lifted.Add($"{{{{ \"{guide.Key}\" | guide_url }}}}") + guide.Fragment;
            case Address.MediaName media:
                Media.Add(media.Name);
                return lifted.Add($"{{{{ \"{media.Name}\" | media_url }}}}");
            case Address.Refused refused: throw Fault(refused.Why);
            default: throw Fault(Sentence.Of("A picture comes from media:name or from the web."));
        }
    }

    /// <summary>
    /// An address with values in it. A value at the front may bring any scheme, so it is checked when it is known;
    /// what follows it may not complete a scheme, and what precedes it must hold a whole one.
    /// </summary>
    string WithValues(string url)
    {
        if (lifted.In(url).Any(token => token.Kind != LiquidPart.Value)) throw Fault(Sentence.Of("Only values, not tags, may stand in an address."));
        if (!lifted.TryRead(url, out var first))
        {
            var front = lifted.PutBack(url, _ => "\n", rest => rest);
            front = front[..front.IndexOf('\n', StringComparison.Ordinal)];
            if (front.AsSpan().IndexOfAny(":/?#") < 0) throw Fault(Sentence.Of("An address begins with a value, with / or with its whole scheme."));
            if (Address.Read(front + "x") is Address.Refused refused) throw Fault(refused.Why);
            if (Address.Read(front + "x") is Address.GuideKey or Address.MediaName) throw Fault(Sentence.Of("Write {{ key | guide_url }} when the key is a value."));
            return url;
        }
        var rest = url[LiftedText.Width..];
        if (rest.Length > 0 && rest[0] is not ('/' or '?' or '#' or '&')) throw Fault(Sentence.Of("After a value at the front of an address comes /, ?, # or nothing."));
        return lifted.Add(Checked(first.Source)) + rest;
    }

    static string Checked(string value)
    {
        var end = value.EndsWith("-}}", StringComparison.Ordinal) ? 3 : 2;
        return $"{value[..^end].TrimEnd()} | safe_address {value[^end..]}";
    }

    ContentException Fault(Sentence problem) => new(problem, lifted.SourceLine(line));
}
