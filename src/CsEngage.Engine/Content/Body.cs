using System.Collections.Immutable;
using CsEngage.Liquid;

namespace CsEngage.Engine.Content;

/// <summary>
/// One version of an authored text in one locale, compiled once: Markdown already is HTML, only the author's values are left to fill in.
/// Immutable and shared by all readers.
/// </summary>
public sealed class Body
{
    readonly LiquidTemplate html;
    readonly LiquidTemplate text;
    readonly ImmutableArray<(Heading Heading, LiquidTemplate? Title)> contents;

    Body(MarkdownText source)
    {
        (html, text) = (Parse(source.Html), Parse(source.Text));
        contents = [.. source.Headings.Select(heading => (heading, heading.Title.Contains("{{", StringComparison.Ordinal) || heading.Title.Contains("{%", StringComparison.Ordinal) ? Parse(heading.Title) : null))];
        (Reading, Guides, Media, Links, Prose, Boxes) = (source.Reading, source.Guides, source.Media, source.Links, source.Prose, source.Boxes);
        Facts = html.Facts;
        ReadsWay = Facts.Variables.Concat(contents.SelectMany(entry => entry.Title?.Facts.Variables ?? [])).Any(path => path.Split(['.', '['], 2)[0] is "next" or "journey");
    }

    public ReadingTime Reading { get; }

    /// <summary>Keys of the guides it links to.</summary>
    public ImmutableArray<string> Guides { get; }

    /// <summary>Names of the pictures and files it shows.</summary>
    public ImmutableArray<string> Media { get; }

    /// <summary>Addresses on the web it links to.</summary>
    public ImmutableArray<string> Links { get; }

    /// <summary>The text as people read it, without values: for search.</summary>
    public string Prose { get; }

    /// <summary>How many boxes its task lists have.</summary>
    public int Boxes { get; }

    /// <summary>The variables, filters and tags it uses.</summary>
    public LiquidFacts Facts { get; }

    /// <summary>Whether it speaks of the reader's journey or next step, which have to be looked up.</summary>
    public bool ReadsWay { get; }

    /// <summary>The anchors of its headings, in order; a guide's beacon reports which of them were seen.</summary>
    public IEnumerable<string> Anchors => contents.Select(entry => entry.Heading.Id);

    /// <exception cref="ContentException">The text has a fault; the line is that of the source.</exception>
    public static Body Compile(string source)
    {
        var markdown = SafeMarkdown.Render(source);
        return new Body(markdown);
    }

    /// <exception cref="LiquidException">A value is missing, or a limit was reached.</exception>
    public string Html(LiquidMap model, LiquidRenderOptions options) => html.Render(model, options with { Mode = LiquidOutputMode.Html });

    /// <exception cref="LiquidException">A value is missing, or a limit was reached.</exception>
    public string Text(LiquidMap model, LiquidRenderOptions options) => text.Render(model, options with { Mode = LiquidOutputMode.Text });

    /// <summary>The headings of the second and third level, as plain text.</summary>
    public ImmutableArray<Heading> Contents(LiquidMap model, LiquidRenderOptions options) =>
        [.. contents.Where(entry => entry.Heading.Level is 2 or 3).Select(entry => entry.Title is null
            ? entry.Heading with { Title = entry.Heading.Title.Replace("{{'{'}}", "{", StringComparison.Ordinal) }
            : entry.Heading with { Title = entry.Title.Render(model, options with { Mode = LiquidOutputMode.Text }) })];

    static LiquidTemplate Parse(string template)
    {
        try
        {
            return LiquidTemplate.Parse(template, EngageLiquid.Language);
        }
        catch (LiquidException fault)
        {
            // The line is that of the rendered text; the excerpt shows the author's own tag.
            throw ContentException.Of(fault);
        }
    }
}

/// <summary>A short authored text with values in it: a title, a subject, a notice.</summary>
public sealed class Line
{
    readonly LiquidTemplate template;

    Line(LiquidTemplate template) => this.template = template;

    public LiquidFacts Facts => template.Facts;

    /// <exception cref="ContentException">The text has a fault.</exception>
    public static Line Compile(string source)
    {
        try
        {
            return new(LiquidTemplate.Parse(source, EngageLiquid.Language));
        }
        catch (LiquidException fault)
        {
            throw ContentException.Of(fault, fault.Errors[0].Line);
        }
    }

    /// <summary>The text on one line.</summary>
    /// <exception cref="LiquidException">A value is missing, or a limit was reached.</exception>
    public string Text(LiquidMap model, LiquidRenderOptions options) =>
        string.Join(' ', template.Render(model, options with { Mode = LiquidOutputMode.Text }).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
