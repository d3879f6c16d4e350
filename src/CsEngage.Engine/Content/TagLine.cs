using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace CsEngage.Engine.Content;

/// <summary>A line that holds nothing but Liquid tags, such as <c>{% if … %}</c>: it is no paragraph and may interrupt one.</summary>
sealed class TagLine(BlockParser parser) : LeafBlock(parser)
{
    public required string Words { get; init; }
}

/// <summary>Sees lines of tags before paragraphs and lists take them for continuations.</summary>
sealed class TagLineParser : BlockParser
{
    public static readonly object Lifted = new();

    public TagLineParser() => OpeningCharacters = ['Z'];

    public override bool CanInterrupt(BlockProcessor processor, Block block) => true;

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || processor.Context?.Properties[Lifted] is not LiftedText lifted) return BlockState.None;
        var line = processor.Line.ToString().Trim();
        if (lifted.Plain(line).AsSpan().Trim().Length > 0 || lifted.In(line).Any(token => token.Kind is not (LiquidPart.Tag or LiquidPart.Comment))) return BlockState.None;
        processor.NewBlocks.Push(new TagLine(this)
        {
            Words = line, Line = processor.LineIndex, Column = processor.Column,
            Span = new SourceSpan(processor.Start, processor.Line.End),
        });
        return BlockState.BreakDiscard;
    }
}

sealed class TagLineExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.BlockParsers.Insert(0, new TagLineParser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is not HtmlRenderer html) return;
        html.ObjectRenderers.Insert(0, new TagLineRenderer());
        html.ObjectRenderers.Replace<ListRenderer>(new ListWithTagsRenderer());
    }
}

sealed class TagLineRenderer : HtmlObjectRenderer<TagLine>
{
    protected override void Write(HtmlRenderer renderer, TagLine tags) => renderer.WriteLine(tags.Words);
}

/// <summary>A list whose items may be surrounded by tags, so that a loop over items is one list and not many.</summary>
sealed class ListWithTagsRenderer : HtmlObjectRenderer<ListBlock>
{
    protected override void Write(HtmlRenderer renderer, ListBlock list)
    {
        renderer.EnsureLine();
        renderer.Write(list.IsOrdered ? "<ol" : "<ul");
        if (list is { IsOrdered: true, OrderedStart: { } start } && start != "1" && start.All(char.IsAsciiDigit)) renderer.Write($" start=\"{start}\"");
        renderer.WriteAttributes(list).WriteLine(">");
        foreach (var child in list)
        {
            if (child is not ListItemBlock item) { renderer.Render(child); continue; }
            var outer = renderer.ImplicitParagraph;
            renderer.ImplicitParagraph = !list.IsLoose;
            renderer.EnsureLine();
            renderer.Write("<li").WriteAttributes(item).Write(">");
            renderer.WriteChildren(item);
            renderer.WriteLine("</li>");
            renderer.ImplicitParagraph = outer;
        }
        renderer.WriteLine(list.IsOrdered ? "</ol>" : "</ul>");
    }
}

/// <summary>Joins <c>{% for %}</c>, a list and <c>{% endfor %}</c> into one list with the tags inside.</summary>
static class TagLists
{
    public static void Join(ContainerBlock container, LiftedText lifted)
    {
        for (var at = 0; at < container.Count; at++)
            if (container[at] is ContainerBlock inner) Join(inner, lifted);
        if (container is ListBlock) return;
        for (var start = 0; start < container.Count; start++)
        {
            var end = EndOfRun(container, start, lifted);
            if (end > start + 1) Merge(container, start, end);
        }
    }

    /// <summary>The end of the longest run of lists of one kind and tag lines that opens and closes its own tags; start when there is none.</summary>
    static int EndOfRun(ContainerBlock container, int start, LiftedText lifted)
    {
        var (depth, end, list) = (0, start, default(ListBlock));
        for (var at = start; at < container.Count; at++)
        {
            if (container[at] is ListBlock next)
            {
                if (list is not null && (list.IsOrdered != next.IsOrdered || list.BulletType != next.BulletType)) break;
                list ??= next;
            }
            else if (container[at] is TagLine line)
            {
                foreach (var token in lifted.In(line.Words)) depth += TagBalance.Step(token);
                if (depth < 0) break;
            }
            else break;
            if (depth == 0 && list is not null) end = at + 1;
        }
        return end;
    }

    static void Merge(ContainerBlock container, int start, int end)
    {
        var blocks = container.Skip(start).Take(end - start).ToList();
        var list = blocks.OfType<ListBlock>().First();
        var children = blocks.SelectMany(block => block is ListBlock inner ? inner.ToList() : [block]).ToList();
        foreach (var inner in blocks.OfType<ListBlock>()) { list.IsLoose |= inner.IsLoose && inner.Count > 1; inner.Clear(); }
        foreach (var block in blocks) container.Remove(block);
        foreach (var child in children) list.Add(child);
        container.Insert(start, list);
    }
}
