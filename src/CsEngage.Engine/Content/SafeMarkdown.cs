using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsEngage.Core;
using Markdig;
using Markdig.Extensions.Alerts;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CsEngage.Engine.Content;

/// <summary>A heading, for the list of contents. The title may hold Liquid.</summary>
public sealed record Heading(int Level, string Id, string Title);

/// <summary>
/// What Markdown makes of a source: two Liquid templates (HTML and plain text) in which everything but the author's own tags is inert,
/// and what the text refers to.
/// </summary>
public sealed record MarkdownText(
    string Html, string Text, ImmutableArray<Heading> Headings, ReadingTime Reading, ImmutableArray<string> Guides, ImmutableArray<string> Media,
    ImmutableArray<string> Links, string Prose, int Boxes);

/// <summary>
/// Markdown to safe HTML. Raw HTML is off and generic attributes do not exist, because both let script through; addresses are checked
/// on the syntax tree, after every spelling of them was decoded.
/// </summary>
public static partial class SafeMarkdown
{
    static readonly MarkdownPipeline Pipeline = Build();

    /// <exception cref="ContentException">The text is too large, nested too deeply, points where it may not, or mixes tags across elements.</exception>
    public static MarkdownText Render(string source) => Render(source, static html => html);

    /// <summary>As <see cref="Render(string)"/>, with the HTML put into a frame before the author's tokens come back, so that the frame may parse it.</summary>
    public static MarkdownText Render(string source, Func<string, string> frame)
    {
        source = source.ReplaceLineEndings("\n").Replace('\0', '\ufffd');
        MarkdownLimits.Check(source);
        var lifted = LiftedText.From(source);
        var document = Parse(lifted);
        TagLists.Join(document, lifted);
        var tree = new SafeTree(lifted);
        tree.Clean(document);
        new TagBalance(lifted).Check(document);
        return new(Html(document, lifted, frame), PlainText.Write(document, lifted, tree), tree.Headings, tree.Reading, [.. tree.Guides], [.. tree.Media], [.. tree.Links], tree.Prose, tree.Boxes);
    }

    /// <summary>Markdown that is itself a value: braces in it are text, and what comes out is final.</summary>
    /// <exception cref="ContentException">As for <see cref="Render"/>.</exception>
    public static (string Html, string Text) Literal(string source, string locale)
    {
        var open = source.Replace('\ue000', ' ').Replace("{", "\ue000", StringComparison.Ordinal);
        var text = Render(open);
        if (text.Guides.Length > 0 || text.Media.Length > 0) throw new ContentException(Sentence.Of("guide: and media: addresses cannot be used in a text that is filled in as a value."));
        return (Final(text.Html), Final(text.Text));

        // The only tokens left are our own titles of alerts.
        string Final(string rendered) => AlertTitle.Fill(rendered, locale).Replace('\ue000', '{');
    }

    static MarkdownDocument Parse(LiftedText lifted)
    {
        var context = new MarkdownParserContext();
        context.Properties[TagLineParser.Lifted] = lifted;
        try
        {
            return MarkdownParser.Parse(lifted.Text, Pipeline, context);
        }
        catch (ArgumentException tooDeep)
        {
            // Markdig has no type of its own for "nested deeper than 128".
            throw new ContentException(Sentence.Of("This text nests lists, quotations or emphasis too deeply; flatten it. ({0})", tooDeep.Message));
        }
    }

    static string Html(MarkdownDocument document, LiftedText lifted, Func<string, string> frame)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.FindExact<AlertBlockRenderer>()!.RenderKind = (html, kind) => Title(html, kind, lifted);
        renderer.Render(document);
        // A brace that Markdown wrote is text: only the author's own tokens may speak to Liquid.
        return lifted.PutBack(frame(writer.ToString().Replace("{", "&#123;", StringComparison.Ordinal)), Put, literal => literal);

        static string Put(LiquidToken token) => token.Kind switch
        {
            LiquidPart.Comment => "",
            LiquidPart.Raw => WebUtility.HtmlEncode(RawText(token.Source)).Replace("{", "&#123;", StringComparison.Ordinal),
            _ => token.Source,
        };
    }

    static void Title(HtmlRenderer html, StringSlice kind, LiftedText lifted) =>
        html.WriteLine($"<p class=\"markdown-alert-title\">{AlertTitle.In(lifted, WebUtility.HtmlEncode(kind.ToString()))}</p>");

    internal static string RawText(string source)
    {
        var start = source.IndexOf("%}", StringComparison.Ordinal) + 2;
        var end = source.LastIndexOf("{%", StringComparison.Ordinal);
        return end >= start ? source[start..end] : "";
    }

    static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = 128 }
            .UsePipeTables().UseTaskLists().UseFootnotes().UseAlertBlocks().UseDefinitionLists().UseFigures().UseEmphasisExtras().UseAutoLinks()
            .DisableHtml();
        builder.Extensions.Add(new TagLineExtension());
        return builder.Build();
    }
}
